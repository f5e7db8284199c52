/** Plays a scheduler's work in real time: one hop at a time, in slices, with a watchdog over lost hops. */
import type { SimTime } from '#base/time.ts';
import type { Scheduler } from '#sim/scheduler.ts';
import type { RealTime } from './transports/transport.ts';

/** A hop that takes longer than this in real time is lost. */
export const WATCHDOG_MS = 5000;

/** Work goes on at most this long before the page gets a turn. */
const SLICE_MS = 6;

/** A run that can't go on: a hop was lost, or our own code threw. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
}

export class Driver {
  readonly #scheduler: Scheduler;
  readonly #realTime: RealTime;
  #failure: Error | null = null;
  #stopped = false;
  #target: SimTime | null = null;
  #running: Promise<void> | null = null;
  #wake: (() => void) | null = null;
  #cancelWatchdog: (() => void) | null = null;

  constructor(scheduler: Scheduler, realTime: RealTime) {
    this.#scheduler = scheduler;
    this.#realTime = realTime;
    scheduler.watchHolds(
      () => {
        this.#watch();
      },
      () => {
        this.#cancelWatchdog?.();
        this.#cancelWatchdog = null;
        this.#wake?.();
      },
    );
  }

  /** Why the run stopped for good, or null. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Stops the run and rejects whoever waits for it. */
  fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#wake?.();
  }

  /** Plays no further than the work that is under way. */
  halt(): void {
    this.#target = this.#scheduler.now;
  }

  /** Ends playing quietly: the run is thrown away. */
  stop(): void {
    this.#stopped = true;
    this.#cancelWatchdog?.();
    this.#wake?.();
  }

  /**
   * Plays to virtual time `t`. While a call is under way a further one only moves its target. Rejects with the
   * run's failure, or with the signal's reason; an aborted run can be played on.
   */
  async runTo(t: SimTime, signal?: AbortSignal): Promise<void> {
    this.#target = t;
    this.#running ??= this.#play(signal).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #play(signal: AbortSignal | undefined): Promise<void> {
    let sliceEnd = this.#realTime.now() + SLICE_MS;
    while (!this.#stopped) {
      if (this.#failure) throw this.#failure;
      signal?.throwIfAborted();
      if (this.#scheduler.openHolds > 0) {
        await this.#released();
        // A released hold means that real time has passed in other hands; the slice goes on all the same.
        continue;
      }
      const target = this.#target ?? this.#scheduler.now;
      try {
        if (!this.#scheduler.runNext(target)) {
          if (target > this.#scheduler.now) this.#scheduler.advanceTo(target);
          return;
        }
      } catch (error) {
        this.fail(error);
      }
      if (this.#realTime.now() >= sliceEnd) {
        await new Promise<void>((resolve) => {
          this.#realTime.macrotask(resolve);
        });
        sliceEnd = this.#realTime.now() + SLICE_MS;
      }
    }
  }

  #released(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }

  #watch(): void {
    this.#cancelWatchdog ??= this.#realTime.timeout(() => {
      this.#cancelWatchdog = null;
      if (this.#scheduler.openHolds === 0 || this.#stopped) return;
      this.fail(new RunFailure(`a hop was lost: ${this.#scheduler.holdNames()}`));
    }, WATCHDOG_MS);
  }
}
