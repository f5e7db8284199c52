/** Which events a filter lets pass. Each event is looked at once, a few at a time, also as the trace grows. */
import type { EventId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { countUpTo } from '#trace/steps.ts';
import type { EventTest } from './query-match.ts';

/** Events between two looks at the clock. */
const BATCH = 256;

export class LogIndex {
  readonly #trace: Trace;
  readonly #test: EventTest;
  readonly #ids: EventId[] = [];
  #seen = 0;

  constructor(trace: Trace, test: EventTest) {
    this.#trace = trace;
    this.#test = test;
  }

  /** How many events were looked at. */
  get seen(): number {
    return this.#seen;
  }

  /** Looks at events while `more` says so, up to the first `count`; true when all these are done. */
  work(count: number, more: () => boolean): boolean {
    const end = Math.min(count, this.#trace.length);
    while (this.#seen < end) {
      const stop = Math.min(end, this.#seen + BATCH);
      for (; this.#seen < stop; this.#seen++)
        if (this.#test(this.#trace.at(this.#seen))) this.#ids.push(this.#seen);
      if (!more()) break;
    }
    return this.#seen >= end;
  }

  /** Those found among the first `count` events, as a fresh array. */
  upTo(count: number): readonly EventId[] {
    return this.#ids.slice(0, countUpTo(this.#ids, count - 1));
  }
}
