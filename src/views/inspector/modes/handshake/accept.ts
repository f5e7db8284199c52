/** `Sec-WebSocket-Accept` in steps one can follow with a pencil (RFC 6455 section 4.2.2; base64: RFC 4648 section 4). */
import { latin1, toBase64 } from '#base/bytes.ts';
import { sha1 } from '#base/digest.ts';
import { GUID } from '#codecs/websocket/key.ts';

/** Up to three octets of the digest and the four digits that they become. */
export interface Base64Group {
  readonly octets: readonly number[];
  /** Six bits and the digit that they are; null for the padding sign. */
  readonly digits: readonly { readonly bits: string | null; readonly char: string }[];
}

export interface AcceptSteps {
  readonly key: string;
  /** The key as text with the GUID behind it: what is hashed. */
  readonly joined: string;
  /** 20 octets. */
  readonly digest: Uint8Array;
  readonly groups: readonly Base64Group[];
  readonly accept: string;
}

export function acceptSteps(key: string): AcceptSteps {
  const joined = key + GUID;
  const digest = sha1(latin1(joined));
  const groups: Base64Group[] = [];
  for (let at = 0; at < digest.length; at += 3) groups.push(groupOf(digest.subarray(at, at + 3)));
  const accept = groups.flatMap(({ digits }) => digits.map(({ char }) => char)).join('');
  return { key, joined, digest, groups, accept };
}

function groupOf(octets: Uint8Array): Base64Group {
  const chars = toBase64(octets);
  const bits = Array.from(octets, (octet) => octet.toString(2).padStart(8, '0')).join('');
  const digits = Array.from(chars, (char, i) => ({
    bits: char === '=' ? null : bits.slice(6 * i, 6 * i + 6).padEnd(6, '0'),
    char,
  }));
  return { octets: [...octets], digits };
}
