/** The two keys of the opening handshake (RFC 6455 sections 4.1, 4.2.2). */
import { latin1, toBase64 } from '#base/bytes.ts';
import { sha1 } from '#base/digest.ts';

/** Put behind every key, in every handshake there ever was (RFC 6455 section 1.3). */
export const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
// 16 octets in Base64 (RFC 4648 section 4): 22 digits and two signs of padding.
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/** `Sec-WebSocket-Key` of 16 octets, drawn by the caller. */
export function clientKey(nonce: Uint8Array): string {
  return toBase64(nonce);
}

/** Whether a `Sec-WebSocket-Key` stands for 16 octets. */
export function isClientKey(key: string): boolean {
  return KEY.test(key);
}

/** `Sec-WebSocket-Accept`: Base64 of SHA-1 over the key as text and the GUID. The key is not decoded. */
export function acceptKey(key: string): string {
  return toBase64(sha1(latin1(key + GUID)));
}
