/**
 * Incremental UTF-8 validation (RFC 3629; the bounds are those of the WHATWG Encoding Standard's decoder). It stops
 * at the very octet that can't continue a character, so that a receiver fails before the message is complete.
 */
export class Utf8Validator {
  /** Continuation octets that the current character still needs. */
  #needed = 0;
  /** Bounds of the next continuation octet: they exclude overlong forms, surrogates and code points past U+10FFFF. */
  #lower = 0x80;
  #upper = 0xbf;

  /** Index of the first octet of `bytes` that is not UTF-8 after what came before, or -1. */
  feed(bytes: Uint8Array): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0; i < bytes.length; i++) {
      if (this.#needed === 0) i = skipWhole(view, i);
      if (i < bytes.length && !this.#accepts(view.getUint8(i))) return i;
    }
    return -1;
  }

  /** Whether the octets so far end between two characters. */
  get complete(): boolean {
    return this.#needed === 0;
  }

  #accepts(octet: number): boolean {
    if (this.#needed > 0) {
      if (octet < this.#lower || octet > this.#upper) return false;
      this.#needed--;
      this.#lower = 0x80;
      this.#upper = 0xbf;
      return true;
    }
    if (octet <= 0x7f) return true;
    if (octet >= 0xc2 && octet <= 0xdf) this.#needed = 1;
    else if (octet >= 0xe0 && octet <= 0xef) this.#needed = 2;
    else if (octet >= 0xf0 && octet <= 0xf4) this.#needed = 3;
    else return false;
    if (octet === 0xe0) this.#lower = 0xa0;
    else if (octet === 0xed) this.#upper = 0x9f;
    else if (octet === 0xf0) this.#lower = 0x90;
    else if (octet === 0xf4) this.#upper = 0x8f;
    return true;
  }
}

/**
 * Position behind the whole characters at `at`, by words of four octets. It stops where one is broken or cut off, and
 * near the end: what follows is looked at octet by octet.
 */
function skipWhole(view: DataView, at: number): number {
  let i = at;
  for (const end = view.byteLength - 4; i <= end;) {
    while (i + 12 <= end && isAscii(view.getUint32(i) | view.getUint32(i + 4) | view.getUint32(i + 8)))
      i += 12;
    const word = view.getInt32(i);
    const length = isAscii(word) ? 4 : characterLength(word);
    if (length === 0) break;
    i += length;
  }
  return i;
}

function isAscii(word: number): boolean {
  return (word & 0x80808080) === 0;
}

/** Octets of the character that a big-endian word begins with; 0 when they are not UTF-8. */
function characterLength(word: number): number {
  if (word >= 0) return 1; // The sign is the first octet's top bit.
  const two = word >>> 16;
  if ((two & 0xe0c0) === 0xc080) return two >= 0xc280 ? 2 : 0;
  const three = word >>> 8;
  if ((three & 0xf0c0c0) === 0xe08080)
    return three >= 0xe0a080 && (three < 0xeda080 || three > 0xedbfbf) ? 3 : 0;
  const four = word >>> 0;
  return (word & 0x00c0c0c0) === 0x00808080 && four >= 0xf0908080 && four <= 0xf48fbfbf ? 4 : 0;
}
