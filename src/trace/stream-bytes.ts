/** The octets of one direction of one connection, append-only, in blocks so that growing never copies them all. */
import { concat } from '#base/bytes.ts';

const BLOCK_BYTES = 4096;

export class StreamBytes {
  #blocks: Uint8Array[] = [];
  #length = 0;

  /** Octets written so far; also the stream offset of the next one. */
  get length(): number {
    return this.#length;
  }

  /** Adds octets and returns the offset of the first. */
  append(bytes: Uint8Array): number {
    const start = this.#length;
    let at = 0;
    while (at < bytes.length) {
      const used = this.#length % BLOCK_BYTES;
      let block = this.#blocks.at(-1);
      if (used === 0 || !block) {
        block = new Uint8Array(BLOCK_BYTES);
        this.#blocks.push(block);
      }
      const part = bytes.subarray(at, at + BLOCK_BYTES - used);
      block.set(part, used);
      at += part.length;
      this.#length += part.length;
    }
    return start;
  }

  /** A copy of the octets [from, to), clamped to what was written. */
  slice(from: number, to: number): Uint8Array {
    const end = Math.min(to, this.#length);
    const parts: Uint8Array[] = [];
    for (let at = Math.max(0, from); at < end;) {
      const block = this.#blocks[Math.floor(at / BLOCK_BYTES)];
      if (!block) break;
      const offset = at % BLOCK_BYTES;
      const part = block.subarray(offset, Math.min(BLOCK_BYTES, offset + end - at));
      parts.push(part);
      at += part.length;
    }
    return concat(parts);
  }
}
