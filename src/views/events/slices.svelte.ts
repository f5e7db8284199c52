/** The rows that pass the filter, found a few milliseconds at a time so that the page stays quick. */
import type { EventId } from '#trace/events.ts';
import type { LogIndex } from './log-index.ts';

/** Milliseconds of work at a time: half a frame. */
const SLICE_MS = 8;
/** While it goes on, the rows found so far are shown this often. */
const SHOW_EVERY_MS = 150;

export class Slices {
  #ids = $state.raw<readonly EventId[]>([]);
  #share = $state<number | null>(null);
  #stopped = $state(false);

  /** The rows found so far. */
  get ids(): readonly EventId[] {
    return this.#ids;
  }

  /** While there is more to look at: how much was looked at, 0 to 1. */
  get share(): number | null {
    return this.#share;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
  }

  goOn(): void {
    this.#stopped = false;
  }

  /** Brings the rows up to the first `count` events; returns what ends the work early. For an effect. */
  run(index: LogIndex, count: number): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const started = performance.now();
    let shown = started;
    const slice = (): void => {
      const from = performance.now();
      const done = this.#stopped || index.work(count, () => performance.now() - from < SLICE_MS);
      if (done || shown === started || from - shown > SHOW_EVERY_MS) {
        this.#ids = index.upTo(count);
        shown = from;
      }
      this.#share = index.seen < count ? index.seen / count : null;
      if (!done) timer = setTimeout(slice);
    };
    slice();
    return () => {
      clearTimeout(timer);
    };
  }
}
