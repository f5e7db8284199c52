/**
 * The virtual clock. Work is ordered by (time, lane, n): n counts the lane's own work, so the order never depends on
 * when another lane asked. Real asynchrony (a promise, the service worker, a client's callback) opens a *hold*; while
 * one is open no work runs and time stands still.
 */
import { assert } from '#base/assert.ts';
import { type SimTime, ZERO } from '#base/time.ts';

/** The user's interventions precede everything else at the same time. */
export const INTERVENTION_LANE = -2;

/** Work that belongs to the run itself (the feed); it precedes the lanes at the same time. */
export const HOST_LANE = -1;

/** Work that is due at a virtual time; `cancel` may be called at any time, also afterwards. */
export interface Scheduled {
  readonly at: SimTime;
  cancel(): void;
}

/** A real-time hop that is under way, for example 'ws: message 12 to the page'. */
export interface Hold {
  readonly name: string;
  release(): void;
}

class Item implements Scheduled {
  readonly at: SimTime;
  readonly lane: number;
  readonly n: number;
  work: (() => void) | null;

  constructor(at: SimTime, lane: number, n: number, work: () => void) {
    this.at = at;
    this.lane = lane;
    this.n = n;
    this.work = work;
  }

  cancel(): void {
    this.work = null;
  }
}

function before(a: Item, b: Item): boolean {
  return a.at !== b.at ? a.at < b.at : a.lane !== b.lane ? a.lane < b.lane : a.n < b.n;
}

export class Scheduler {
  #now: SimTime = ZERO;
  #heap: Item[] = [];
  #counts = new Map<number, number>();
  #holds = new Set<Hold>();
  #onRelease: (() => void) | null = null;
  #onHold: (() => void) | null = null;
  /** Called before each piece of work, with the clock at its time. */
  beforeWork: (() => void) | null = null;

  /** The virtual time of the work that runs now, or to which the clock was last advanced. */
  get now(): SimTime {
    return this.#now;
  }

  /** Plans `work` for virtual time `at` (not before now) in `lane`. */
  at(at: SimTime, lane: number, work: () => void): Scheduled {
    assert(Number.isInteger(at), `virtual time must be whole microseconds, not ${String(at)}`);
    assert(at >= this.#now, `work planned for ${String(at)} us, but it is already ${String(this.#now)} us`);
    const n = this.#counts.get(lane) ?? 0;
    this.#counts.set(lane, n + 1);
    const item = new Item(at, lane, n, work);
    this.#push(item);
    return item;
  }

  /** Plans `work` for `delay` microseconds from now. */
  after(delay: SimTime, lane: number, work: () => void): Scheduled {
    return this.at((this.#now + delay) as SimTime, lane, work);
  }

  /** The virtual time of the next work, or null when none is planned. */
  get nextAt(): SimTime | null {
    this.#dropCancelled();
    return this.#heap[0]?.at ?? null;
  }

  /** Runs the next work if it is due by `until` and no hold is open. Returns whether it ran one. */
  runNext(until: SimTime): boolean {
    if (this.#holds.size > 0) return false;
    this.#dropCancelled();
    const item = this.#heap[0];
    if (!item || item.at > until) return false;
    this.#pop();
    this.#now = item.at;
    const work = item.work;
    item.work = null;
    this.beforeWork?.();
    work?.();
    return true;
  }

  /** Moves the clock to `t`; all work up to `t` must have run, and no hold may be open. */
  advanceTo(t: SimTime): void {
    assert(this.#holds.size === 0, `the clock can't advance while ${this.holdNames()} is open`);
    const next = this.nextAt;
    assert(next === null || next > t, 'the clock can not jump over planned work');
    if (t > this.#now) this.#now = t;
  }

  /** Opens a hold; the clock stands still until it is released. Releasing twice is harmless. */
  hold(name: string): Hold {
    const hold: Hold = {
      name,
      release: () => {
        if (!this.#holds.delete(hold)) return;
        if (this.#holds.size === 0) this.#onRelease?.();
      },
    };
    this.#holds.add(hold);
    this.#onHold?.();
    return hold;
  }

  /** How many hops are under way. */
  get openHolds(): number {
    return this.#holds.size;
  }

  /** The names of the open hops, for the watchdog's message. */
  holdNames(): string {
    return [...this.#holds].map((hold) => `"${hold.name}"`).join(', ');
  }

  /** Calls `released` whenever the last hold closes, and `opened` whenever one opens. One listener at a time. */
  watchHolds(opened: (() => void) | null, released: (() => void) | null): void {
    this.#onHold = opened;
    this.#onRelease = released;
  }

  #dropCancelled(): void {
    while (this.#heap[0] && this.#heap[0].work === null) this.#pop();
  }

  #push(item: Item): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || !before(item, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = item;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let i = 0;
    for (;;) {
      const left = heap[2 * i + 1];
      const right = heap[2 * i + 2];
      if (!left) break;
      const child = right && before(right, left) ? right : left;
      if (!before(child, last)) break;
      heap[i] = child;
      i = child === right ? 2 * i + 2 : 2 * i + 1;
    }
    heap[i] = last;
  }
}
