const FIRST_OCTETS = 256;
/** The largest store that an empty buffer holds on to. */
const KEPT_OCTETS = 131_072;

/**
 * A growing run of octets. Appending many one-octet pieces costs linear time, and memory follows what has arrived,
 * never what a length field promises. The owner keeps the cap: it knows which error to report.
 */
export class OctetBuffer {
  #bytes = new Uint8Array(FIRST_OCTETS);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = needed;
  }

  /** The contents from `start` on, in place: they may be changed, and stand only until the next call. */
  view(start = 0): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(start, this.#length);
  }

  /** Empties the buffer; a large store is given back. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_OCTETS) this.#bytes = new Uint8Array(FIRST_OCTETS);
  }

  /** Hands out a copy of the contents and empties the buffer. */
  take(): Uint8Array<ArrayBuffer> {
    const contents = this.#bytes.slice(0, this.#length);
    this.clear();
    return contents;
  }
}
