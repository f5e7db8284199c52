/** The one timer of a sender: time-out, tail-loss probe or RACK's reordering time-out, as Linux's icsk_pending. */
import type { SimTime } from '#base/time.ts';
import type { Side } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import type { Scheduled, Scheduler } from '../scheduler.ts';
import { wheelExpiry } from './timer-wheel.ts';

export type TimerKind = 'rto' | 'tlp' | 'rack' | 'syn';

export interface TimerOwner {
  readonly scheduler: Scheduler;
  readonly sink: TraceSink;
  readonly lane: number;
  readonly conn: number;
  readonly side: Side;
}

export class RetransmissionTimer {
  readonly #owner: TimerOwner;
  readonly #fired: (kind: TimerKind) => void;
  #pending: TimerKind | null = null;
  #scheduled: Scheduled | null = null;

  constructor(owner: TimerOwner, fired: (kind: TimerKind) => void) {
    this.#owner = owner;
    this.#fired = fired;
  }

  /** Which timer runs, or null. */
  get pending(): TimerKind | null {
    return this.#pending;
  }

  /** Replaces whatever runs. */
  set(kind: TimerKind, delay: SimTime): void {
    const { scheduler, sink, lane, conn, side } = this.#owner;
    this.cancel();
    this.#pending = kind;
    const since = scheduler.now;
    this.#scheduled = scheduler.at(wheelExpiry(since, delay), lane, () => {
      this.#pending = null;
      this.#scheduled = null;
      sink.cause = sink.append({
        type: 'tcp.timer',
        t: scheduler.now,
        lane,
        conn,
        side,
        timer: kind,
        since,
        cause: -1,
      });
      this.#fired(kind);
    });
  }

  cancel(): void {
    this.#scheduled?.cancel();
    this.#scheduled = null;
    this.#pending = null;
  }
}
