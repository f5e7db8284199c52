/** Octets that were written and are not acknowledged yet, addressed by stream offset. */

const COMPACT_AT = 64;

export class SendBuffer {
  /** Chunks as written; `#gone` of them are acknowledged and freed. */
  #chunks: Uint8Array[] = [];
  #starts: number[] = [];
  #gone = 0;
  /** Stream offset behind the last octet written. */
  end = 0;

  /** Keeps a copy: the writer may reuse its array. */
  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes.slice());
    this.#starts.push(this.end);
    this.end += bytes.length;
  }

  /** Octets [from, to): a view where they lie in one chunk, else joined. */
  read(from: number, to: number): Uint8Array {
    let i = this.#find(from);
    const start = this.#starts[i] ?? 0;
    const chunk = this.#chunks[i] ?? new Uint8Array();
    if (to <= start + chunk.length) return chunk.subarray(from - start, to - start);
    const joined = new Uint8Array(to - from);
    for (let at = from; at < to; i++) {
      const offset = this.#starts[i] ?? 0;
      const part = (this.#chunks[i] ?? new Uint8Array()).subarray(at - offset, to - offset);
      joined.set(part, at - from);
      at += part.length;
    }
    return joined;
  }

  /** Forgets everything before `una`, a chunk at a time. */
  free(una: number): void {
    while (this.#gone < this.#chunks.length && (this.#starts[this.#gone + 1] ?? this.end) <= una) {
      this.#chunks[this.#gone] = new Uint8Array();
      this.#gone++;
    }
    if (this.#gone < COMPACT_AT && this.#gone < this.#chunks.length) return;
    this.#chunks.splice(0, this.#gone);
    this.#starts.splice(0, this.#gone);
    this.#gone = 0;
  }

  /** Index of the chunk that holds the octet at `offset`. */
  #find(offset: number): number {
    let low = this.#gone;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
