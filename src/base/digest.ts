/** Hash functions, synchronous everywhere (WebCrypto is asynchronous and missing on insecure pages). */
import { sha1 as nobleSha1 } from '@noble/hashes/legacy.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

/** SHA-1 (RFC 3174): 20 octets. Only for `Sec-WebSocket-Accept`, never for security. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return nobleSha1(bytes);
}

/** A running SHA-256 (FIPS 180-4). */
export interface Sha256 {
  update(bytes: Uint8Array): Sha256;
  digest(): Uint8Array;
  clone(): Sha256;
}

export function sha256(): Sha256 {
  return nobleSha256.create();
}
