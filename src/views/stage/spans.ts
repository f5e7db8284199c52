/**
 * An index of stretches of time, in the order of their starts, that answers "what overlaps this window". Blocks of 64
 * remember how late their members end, so that a query skips the past without looking at each member.
 */

/** A stretch of virtual time in microseconds; `end` is Infinity while it goes on. */
export interface Span {
  readonly start: number;
  end: number;
  /** Place in its index, given by `Spans.add`. */
  at: number;
}

const BLOCK_BITS = 6;

export class Spans<T extends Span> {
  readonly items: T[] = [];
  /** By block: the latest end of its closed members. */
  #latestEnd: number[] = [];
  /** By block: how many of its members go on. */
  #open: number[] = [];

  /** Adds a stretch; no earlier one may start later. */
  add(item: T): T {
    item.at = this.items.length;
    this.items.push(item);
    const block = item.at >> BLOCK_BITS;
    this.#latestEnd[block] ??= -Infinity;
    this.#open[block] ??= 0;
    if (item.end === Infinity) this.#open[block]++;
    else this.#latestEnd[block] = Math.max(this.#latestEnd[block], item.end);
    return item;
  }

  /** Ends a stretch that goes on; one that has ended keeps its end. */
  close(item: T, end: number): void {
    if (item.end !== Infinity) return;
    item.end = end;
    const block = item.at >> BLOCK_BITS;
    this.#open[block] = (this.#open[block] ?? 0) - 1;
    this.#latestEnd[block] = Math.max(this.#latestEnd[block] ?? -Infinity, end);
  }

  /** How many stretches start at or before `t`. */
  startedBy(t: number): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.items[middle]?.start ?? Infinity) <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The stretches that share an instant with [from, to], by start. */
  overlapping(from: number, to: number): T[] {
    const found: T[] = [];
    const stop = this.startedBy(to);
    for (let block = 0; block << BLOCK_BITS < stop; block++) {
      if (this.#open[block] === 0 && (this.#latestEnd[block] ?? -Infinity) < from) continue;
      const last = Math.min(stop, (block + 1) << BLOCK_BITS);
      for (let i = block << BLOCK_BITS; i < last; i++) {
        const item = this.items[i];
        if (item && item.end >= from) found.push(item);
      }
    }
    return found;
  }
}
