/** The server's messages: when each was published, and who waits for the next. */
import { mulberry32 } from '#base/random.ts';
import type { World } from './world.ts';

/** Seconds after the clients connect at which publishing begins. */
export const LEAD_S = 3;
/** Seconds after publishing in which late messages may still come. */
export const DRAIN_S = 25;

/** Poisson times in seconds from the start of publishing (shared/calibration/README.md, Feed). */
function publishingTimes(seed: number, ratePerS: number, durationS: number): number[] {
  const uniform = mulberry32(seed * 7919 + 13);
  const times: number[] = [];
  for (let t = 0; ;) {
    t += -Math.log(1 - uniform()) / ratePerS;
    if (t >= durationS) return times;
    times.push(t);
  }
}

export interface Delivery {
  /** In milliseconds of virtual time. */
  readonly publishedMs: number;
  readonly deliveredMs: number;
}

export class Room {
  /** The number of the last message; they count from 1. */
  newest = 0;
  readonly deliveries: Delivery[] = [];
  readonly messageBytes: number;
  readonly total: number;
  readonly #publishedMs: number[] = [];
  readonly #world: World;
  readonly #delivered = new Set<number>();
  #listeners: (() => void)[] = [];

  constructor(world: World, seed: number, ratePerS: number, durationS: number, messageBytes: number) {
    this.#world = world;
    this.messageBytes = messageBytes;
    const times = publishingTimes(seed, ratePerS, durationS);
    this.total = times.length;
    for (const t of times)
      world.at(LEAD_S + t, () => {
        this.#publishedMs.push(world.nowMs);
        this.newest++;
        for (const heard of [...this.#listeners]) heard();
      });
  }

  /** Calls `heard` after each message, until the returned function is called. */
  listen(heard: () => void): () => void {
    this.#listeners.push(heard);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== heard);
    };
  }

  /** The client has messages (from, to]. */
  deliver(from: number, to: number): void {
    for (let id = from + 1; id <= to; id++) {
      if (this.#delivered.has(id)) continue;
      this.#delivered.add(id);
      const publishedMs = this.#publishedMs[id - 1] ?? NaN;
      this.deliveries.push({ publishedMs, deliveredMs: this.#world.nowMs });
    }
  }
}
