/** The octets that TCP still has to keep: written, and not yet acknowledged. */
import { concat } from '#base/bytes.ts';

export class SendBuffer {
  #chunks: Uint8Array[] = [];
  /** Stream offset of the first chunk's first octet. */
  #from = 0;
  #to = 0;

  /** Stream offset behind the last octet written. */
  get end(): number {
    return this.#to;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#to += bytes.length;
  }

  /** Octets [from, to), which must not have been released. */
  read(from: number, to: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let at = this.#from;
    for (const chunk of this.#chunks) {
      const start = Math.max(from - at, 0);
      const end = Math.min(to - at, chunk.length);
      if (start < end) parts.push(chunk.subarray(start, end));
      at += chunk.length;
      if (at >= to) break;
    }
    return parts.length === 1 && parts[0] ? parts[0] : concat(parts);
  }

  /** Forgets everything before `offset`. */
  release(offset: number): void {
    let gone = 0;
    while (gone < this.#chunks.length && this.#from + (this.#chunks[gone]?.length ?? 0) <= offset) {
      this.#from += this.#chunks[gone]?.length ?? 0;
      gone++;
    }
    if (gone > 0) this.#chunks.splice(0, gone);
  }
}
