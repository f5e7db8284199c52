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
    for (let i = 0; i < bytes.length; i++) {
      if (!this.#accepts(bytes[i] ?? 0)) return i;
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
