/** The receiver's side of sequence numbers: what is in order, what is waiting, and what a SACK says of it. */
import { MAX_SACK_BLOCKS } from './constants.ts';

interface Block {
  from: number;
  to: number;
}

export class Reassembly {
  #next = 0;
  /** Received beyond a gap, sorted, disjoint. */
  #waiting: Block[] = [];
  /** The block that the last segment went to comes first (RFC 2018 section 4). */
  #recent: Block[] = [];
  #duplicate: Block | null = null;

  /** The next offset that is expected: everything before it is in order. */
  get next(): number {
    return this.#next;
  }

  /** Something has arrived beyond a gap. */
  get hasGap(): boolean {
    return this.#waiting.length > 0;
  }

  /** Takes a segment's range. Returns whether the in-order part grew. */
  accept(from: number, to: number): boolean {
    this.#duplicate = null;
    if (to <= this.#next) {
      // RFC 2883: what arrived twice is reported first.
      if (to > from) this.#duplicate = { from, to };
      return false;
    }
    if (this.#waiting.some((block) => block.from <= from && to <= block.to)) {
      this.#duplicate = { from, to };
      return false;
    }
    let merged: Block = { from: Math.max(from, this.#next), to };
    const rest: Block[] = [];
    for (const block of this.#waiting) {
      if (block.to < merged.from || block.from > merged.to) rest.push(block);
      else merged = { from: Math.min(block.from, merged.from), to: Math.max(block.to, merged.to) };
    }
    if (merged.from <= this.#next) {
      this.#next = merged.to;
      this.#waiting = rest;
      this.#recent = this.#recent.filter((block) =>
        rest.some((one) => one.from <= block.from && block.to <= one.to),
      );
      return true;
    }
    this.#waiting = [...rest, merged].sort((a, b) => a.from - b.from);
    this.#recent = [
      merged,
      ...this.#recent.filter((block) => block.to < merged.from || block.from > merged.to),
    ];
    return false;
  }

  /** SACK blocks as from, to, from, to …: a duplicate first, then the most recent (RFC 2018, RFC 2883). */
  sackBlocks(): number[] {
    if (!this.#duplicate && this.#recent.length === 0) return [];
    const blocks = [...(this.#duplicate ? [this.#duplicate] : []), ...this.#recent].slice(0, MAX_SACK_BLOCKS);
    return blocks.flatMap(({ from, to }) => [from, to]);
  }

  /** The duplicate has been reported. */
  reported(): void {
    this.#duplicate = null;
  }
}
