/** The one timer that retransmission, probe and RACK share (inet_csk's icsk_retransmit_timer). */
import type { SimTime } from '#base/time.ts';
import type { TcpTimer } from '#trace/events.ts';
import type { Scheduled, Scheduler } from '../scheduler.ts';
import { wheelExpiry } from './timer-wheel.ts';

export type TimerKind = Exclude<TcpTimer['timer'], 'keepalive'>;

export class RetransmitTimer {
  /** What the timer is set for, or null. */
  pending: TimerKind | null = null;
  readonly #scheduler: Scheduler;
  readonly #lane: number;
  readonly #fired: (kind: TimerKind, since: SimTime) => void;
  #scheduled: Scheduled | null = null;
  #since = 0 as SimTime;

  constructor(scheduler: Scheduler, lane: number, fired: (kind: TimerKind, since: SimTime) => void) {
    this.#scheduler = scheduler;
    this.#lane = lane;
    this.#fired = fired;
  }

  /** Sets the timer for `delay` jiffies from now, in place of what it was set for. */
  set(kind: TimerKind, delay: number): void {
    this.pending = kind;
    this.#since = this.#scheduler.now;
    const at = wheelExpiry(this.#since, delay);
    if (this.#scheduled?.at === at) return;
    this.#scheduled?.cancel();
    this.#scheduled = this.#scheduler.at(at, this.#lane, () => {
      this.#scheduled = null;
      if (this.pending) this.#fired(this.pending, this.#since);
    });
  }

  clear(): void {
    this.pending = null;
    this.#scheduled?.cancel();
    this.#scheduled = null;
  }
}
