/** Header lines in bulk: one look at each octet, one decoding for all of them. */
import { fromLatin1 } from '#base/bytes.ts';
import { isFieldValue, isToken, type Header } from './message.ts';

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;

const NAME = 1;
const VALUE = 2;

/** What each octet may be part of. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  return (isToken(character) ? NAME : 0) | (isFieldValue(character) ? VALUE : 0);
});

/** Of each line of one call: where the name begins and ends, and where the value does. */
const marks = new Uint32Array(4 * 64);

/**
 * Reads the whole and well-formed lines at the start of `bytes`, `limit` octets at most, and adds them to `headers`.
 * Returns how many octets they have. What stops it, a line cut off, an empty one or a broken one, is for the caller to
 * tell.
 */
export function takeFieldLines(bytes: Uint8Array, limit: number, headers: Header[]): number {
  let end = 0;
  let marked = 0;
  while (marked < marks.length) {
    const colon = behind(bytes, end, NAME);
    if (colon === end || bytes[colon] !== COLON) break;
    let from = colon + 1;
    while (isOws(bytes[from])) from++;
    const cr = behind(bytes, from, VALUE);
    if (bytes[cr] !== CR || bytes[cr + 1] !== LF || cr + 2 > limit) break;
    let to = cr;
    while (to > from && isOws(bytes[to - 1])) to--;
    marks[marked] = end;
    marks[marked + 1] = colon;
    marks[marked + 2] = from;
    marks[marked + 3] = to;
    marked += 4;
    end = cr + 2;
  }
  if (end === 0) return 0;
  const text = fromLatin1(bytes.subarray(0, end));
  for (let i = 0; i < marked; i += 4)
    headers.push([text.slice(marks[i], marks[i + 1]), text.slice(marks[i + 2], marks[i + 3])]);
  return end;
}

/** Position behind the octets of one class at `at`. */
function behind(bytes: Uint8Array, at: number, kind: number): number {
  for (let i = at; i < bytes.length; i++) if (((CLASSES[bytes[i] ?? 0] ?? 0) & kind) === 0) return i;
  return bytes.length;
}

/** Optional white space (RFC 9110 section 5.6.3). */
function isOws(octet: number | undefined): boolean {
  return octet === SPACE || octet === TAB;
}
