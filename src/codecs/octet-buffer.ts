/**
 * A growing run of octets. Appending many one-octet pieces costs linear time, and memory follows what has arrived,
 * never what a length field promises. The owner keeps the cap: it knows which error to report.
 */
export class OctetBuffer {
  #bytes = new Uint8Array(256);
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

  /** Hands out a copy of the contents and empties the buffer; a large store is given back. */
  take(): Uint8Array<ArrayBuffer> {
    const contents = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    if (this.#bytes.length > 65_536) this.#bytes = new Uint8Array(256);
    return contents;
  }
}
