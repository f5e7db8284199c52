/**
 * A capsule as the value of `run=` behind the # of an address: canonical JSON, deflated (RFC 1951), behind the first four
 * octets of its SHA-256, as base64url without padding (RFC 4648 section 5). What stands behind the # never leaves the
 * browser.
 */
import { deflateRaw, Inflate } from 'pako';
import { concat, equalBytes, fromLatin1, fromUtf8Strict, latin1, utf8 } from '#base/bytes.ts';
import { sha256 } from '#base/digest.ts';
import { err, ok, type Result } from '#base/result.ts';
import { canonicalJson } from '#trace/canonical.ts';
import { withHashValue } from '#words/locale.ts';
import { LIMITS, withoutRows, type Capsule } from './capsule.ts';
import type { CapsuleError } from './capsule-notes.ts';
import { readCapsule, type ReadCapsule } from './capsule-read.ts';

/** Longer ones are cut by mail programs and chats. A file of messages that makes a link longer stays behind. */
export const LONG_LINK = 8000;

const CHECK_BYTES = 4;

function checkOf(bytes: Uint8Array): Uint8Array {
  return sha256().update(bytes).digest().subarray(0, CHECK_BYTES);
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(fromLatin1(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Null for what `toBase64Url` never writes, stray bits in the last character too. */
function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const bytes = latin1(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  return toBase64Url(bytes) === text ? bytes : null;
}

class TooLong extends Error {}

/** What was deflated. A small input may stand for a huge output: no more than the limit is ever made of it. */
function inflate(bytes: Uint8Array): Result<Uint8Array, CapsuleError> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflater = new Inflate({ raw: true });
  inflater.onData = (part) => {
    length += part.length;
    if (length > LIMITS.linkBytes) throw new TooLong();
    parts.push(part);
  };
  try {
    if (!inflater.push(bytes, true) || inflater.err !== 0) return err({ kind: 'broken', why: 'deflate' });
    return ok(concat(parts));
  } catch (error) {
    if (error instanceof TooLong) return err({ kind: 'tooLarge', what: 'link', limit: LIMITS.linkBytes });
    return err({ kind: 'broken', why: 'deflate' });
  }
}

export function encodeCapsule(capsule: Capsule): string {
  const deflated = deflateRaw(utf8(canonicalJson(capsule)), { level: 9 });
  return toBase64Url(concat([checkOf(deflated), deflated]));
}

/** Never throws, whatever the text. */
export function decodeCapsule(text: string): Result<ReadCapsule, CapsuleError> {
  const bytes = fromBase64Url(text);
  if (!bytes) return err({ kind: 'broken', why: 'base64' });
  const deflated = bytes.subarray(CHECK_BYTES);
  if (deflated.length === 0 || !equalBytes(bytes.subarray(0, CHECK_BYTES), checkOf(deflated)))
    return err({ kind: 'broken', why: 'checksum' });
  const inflated = inflate(deflated);
  if (!inflated.ok) return inflated;
  try {
    return readCapsule(JSON.parse(fromUtf8Strict(inflated.value) ?? ''));
  } catch (error) {
    if (error instanceof SyntaxError) return err({ kind: 'json' });
    throw error;
  }
}

export interface CapsuleLink {
  readonly url: string;
  /** The rows of a file that had to stay behind; null when all went along. */
  readonly leftOut: { readonly name: string; readonly rowCount: number } | null;
}

/** The link to a capsule. Language and colours stand in it in the clear too: they hold before anything is inflated. */
export function linkToCapsule(page: string, capsule: Capsule): CapsuleLink {
  const address = (one: Capsule): string => {
    let hash = withHashValue('', 'lang', one.lang ?? null);
    hash = withHashValue(hash, 'theme', one.theme === 'auto' ? null : (one.theme ?? null));
    return page.replace(/#.*$/, '') + withHashValue(hash, 'run', encodeCapsule(one));
  };
  const whole = address(capsule);
  const carried = whole.length > LONG_LINK ? withoutRows(capsule) : capsule;
  const { feed } = carried;
  return {
    url: carried === capsule ? whole : address(carried),
    leftOut: feed && 'rowCount' in feed ? feed : null,
  };
}
