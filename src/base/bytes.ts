/** Small helpers over octet sequences. Nothing here knows a protocol. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** What a decoder makes of octets that are not UTF-8. */
const REPLACEMENT = '\ufffd';
const fatalDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 octets of a string; unpaired surrogates become U+FFFD, as `TextEncoder` does. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

const scratch = new Uint8Array(4096);

/** As `utf8`, for a caller that copies the octets at once: they may stand in a scratch that the next call writes over. */
export function utf8View(text: string): Uint8Array<ArrayBuffer> {
  // A UTF-16 code unit makes three octets at most.
  if (3 * text.length > scratch.length) return encoder.encode(text);
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}

/** Text of UTF-8 octets; malformed sequences become U+FFFD and a leading byte order mark is dropped. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Text of UTF-8 octets, or null when they are malformed. A byte order mark is kept. */
export function fromUtf8Strict(bytes: Uint8Array): string | null {
  try {
    return fatalDecoder.decode(bytes);
  } catch {
    return null; // TextDecoder's only way to say "malformed" is to throw.
  }
}

/** One octet a character, U+0000 to U+00FF: how HTTP header text is read and written (RFC 9110 section 5.5). */
export function fromLatin1(bytes: Uint8Array): string {
  // ASCII is the same in UTF-8, which engines decode many times faster than they join characters.
  const ascii = decoder.decode(bytes);
  if (ascii.length === bytes.length && !ascii.includes(REPLACEMENT)) return ascii;
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

/** The inverse of `fromLatin1`; characters above U+00FF keep only their low octet. */
export function latin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) & 0xff;
  return bytes;
}

/** Concatenates octet sequences into a new one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Lowercase hexadecimal, two digits an octet, no separators. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Octets of a hexadecimal string; white space is ignored. Null when it is not hexadecimal or has an odd digit. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> | null {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  return btoa(fromLatin1(bytes));
}

/** True when both sequences hold the same octets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
