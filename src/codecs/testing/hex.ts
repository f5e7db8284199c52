import { ensure } from '#base/assert.ts';
import { fromHex } from '#base/bytes.ts';

/** Octets of hexadecimal that a test has written. */
export function ensureHex(text: string): Uint8Array<ArrayBuffer> {
  return ensure(fromHex(text), `hexadecimal in ${text}`);
}
