/** For tests: strategies of which every one is off, and timers that are moved by hand. */
import type { Strategies } from './strategies.ts';

/** Timers whose time passes when `pass` says so. */
export class HandTimers {
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly callback: () => void }[] = [];

  readonly setTimeout = (callback: () => void, delayMs: number): unknown => {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.push(timer);
    return timer;
  };

  readonly clearTimeout = (timer: unknown): void => {
    this.#timers = this.#timers.filter((one) => one !== timer);
  };

  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
      if (!next) break;
      this.clearTimeout(next);
      this.#nowMs = next.atMs;
      next.callback();
    }
    this.#nowMs = untilMs;
  }
}

export const strategies: Strategies = {
  heartbeatMs: 0,
  heartbeatTimeoutMs: 3000,
  timeoutMs: 0,
  reconnect: 'no',
  reconnectMs: 1000,
  reconnectCapMs: 10_000,
  jitter: 'none',
  stableMs: 5000,
  ack: false,
  ackTimeoutMs: 4000,
  resume: false,
  highWaterBytes: 0,
  signals: false,
  fallback: false,
};
