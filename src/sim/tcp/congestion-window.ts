/** The congestion window around cubic: slow start, idle restart, reduction and its undoing (RFC 5681; tcp_input.c). */
import { Cubic } from './cubic.ts';
import { INITIAL_WINDOW } from './constants.ts';

/** TCP_INFINITE_SSTHRESH. */
const INFINITE_SSTHRESH = 0x7fffffff;

export class CongestionWindow {
  readonly cubic = new Cubic();
  /** In segments. */
  cwnd = INITIAL_WINDOW;
  ssthresh = INFINITE_SSTHRESH;
  /** What `undo` puts back; `priorSsthresh` 0 means there is nothing to. */
  priorCwnd = 0;
  priorSsthresh = 0;

  /** When the window was last found to be in use, in jiffies. */
  #stamp = 0;
  /** Most segments out since then. */
  #used = 0;
  /** Acknowledged segments that count towards the next increase. */
  #credit = 0;
  #limited = false;
  #maxOut = 0;
  #usageEnd = 0;

  /** Proportional rate reduction (RFC 6937). */
  #prrDelivered = 0;
  #prrOut = 0;

  get slowStart(): boolean {
    return this.cwnd < this.ssthresh;
  }

  /** tcp_current_ssthresh outside of a reduction: never far below a window that worked. */
  get currentSsthresh(): number {
    return Math.max(this.ssthresh, (this.cwnd >> 1) + (this.cwnd >> 2));
  }

  /** tcp_init_cwnd_reduction: from now on the window shrinks as segments are delivered. */
  beginReduction(): void {
    this.#credit = 0;
    this.priorCwnd = this.cwnd;
    this.#prrDelivered = 0;
    this.#prrOut = 0;
    this.ssthresh = this.cubic.reduce(this.cwnd);
  }

  /** A segment was sent during the reduction. */
  countSent(): void {
    this.#prrOut++;
  }

  /** tcp_cwnd_reduction: RFC 6937, with Linux's slow-start bound. */
  reduce(delivered: number, newlyLost: number, advanced: boolean, inFlight: number): void {
    if (delivered <= 0) return;
    this.#prrDelivered += delivered;
    const room = this.ssthresh - inFlight;
    let send: number;
    if (room < 0) {
      send =
        Math.floor((this.ssthresh * this.#prrDelivered + this.priorCwnd - 1) / this.priorCwnd) - this.#prrOut;
    } else {
      send = Math.max(this.#prrDelivered - this.#prrOut, delivered);
      if (advanced && newlyLost === 0) send++;
      send = Math.min(room, send);
    }
    // The first retransmission is never held back.
    this.cwnd = inFlight + Math.max(send, this.#prrOut > 0 ? 0 : 1);
  }

  /** tcp_end_cwnd_reduction. */
  endReduction(now: number): void {
    this.cwnd = this.ssthresh;
    this.#stamp = now;
  }

  /** The part of tcp_enter_loss that is done once a window: the slow-start threshold drops. */
  collapse(reducing: boolean): void {
    this.priorSsthresh = reducing ? this.ssthresh : this.currentSsthresh;
    this.priorCwnd = this.cwnd;
    this.ssthresh = this.cubic.reduce(this.cwnd);
  }

  /** After a time-out: what is still in flight, and one more. */
  restartFrom(inFlight: number, now: number): void {
    this.cwnd = inFlight + 1;
    this.#credit = 0;
    this.#stamp = now;
  }

  /** The reduction was needless (tcp_undo_cwnd_reduction). */
  undo(now: number): void {
    if (this.priorSsthresh > 0) {
      this.cwnd = Math.max(this.cwnd, this.priorCwnd);
      this.ssthresh = Math.max(this.ssthresh, this.priorSsthresh);
    }
    this.#stamp = now;
  }

  /** Acknowledged segments let the window grow, if it was in use (cubictcp_cong_avoid). */
  grow(acked: number, now: number): void {
    if (!this.#inUse) return;
    if (this.slowStart) {
      const cwnd = Math.min(this.cwnd + acked, this.ssthresh);
      acked -= cwnd - this.cwnd;
      this.cwnd = cwnd;
      if (acked === 0) return;
    }
    const per = this.cubic.update(this.cwnd, acked, now);
    if (this.#credit >= per) {
      this.#credit = 0;
      this.cwnd++;
    }
    this.#credit += acked;
    if (this.#credit < per) return;
    const more = Math.floor(this.#credit / per);
    this.#credit -= more * per;
    this.cwnd += more;
  }

  /** After sending: was the window the limit, or had the application no more (tcp_cwnd_validate)? */
  validate(
    limited: boolean,
    at: {
      readonly una: number;
      readonly next: number;
      readonly out: number;
      readonly now: number;
      readonly rto: number;
    },
    open: boolean,
  ): void {
    if (at.una >= this.#usageEnd || limited || (!this.#limited && at.out > this.#maxOut)) {
      this.#limited = limited;
      this.#maxOut = at.out;
      this.#usageEnd = at.next;
    }
    if (this.#inUse) {
      this.#used = 0;
      this.#stamp = at.now;
      return;
    }
    this.#used = Math.max(this.#used, at.out);
    if (at.now - this.#stamp >= at.rto) this.#decay(open, at.now);
  }

  /** Slow start after idle (RFC 5681 section 4.1; tcp_cwnd_restart): halved for each time-out that went by. */
  restartAfterIdle(idle: number, rto: number, now: number): void {
    if (idle <= rto) return;
    this.ssthresh = this.currentSsthresh;
    const floor = Math.min(INITIAL_WINDOW, this.cwnd);
    let left = idle - rto;
    while (left > 0 && this.cwnd > floor) {
      this.cwnd >>= 1;
      left -= rto;
    }
    this.cwnd = Math.max(this.cwnd, floor);
    this.#stamp = now;
    this.#used = 0;
  }

  /** tcp_cwnd_application_limited (RFC 2861): half the way towards what was used. */
  #decay(open: boolean, now: number): void {
    if (open) {
      const used = Math.max(this.#used, INITIAL_WINDOW);
      if (used < this.cwnd) {
        this.ssthresh = this.currentSsthresh;
        this.cwnd = (this.cwnd + used) >> 1;
      }
      this.#used = 0;
    }
    this.#stamp = now;
  }

  /** tcp_is_cwnd_limited: full, or in slow start more than half full. */
  get #inUse(): boolean {
    return this.#limited || (this.slowStart && this.cwnd < 2 * this.#maxOut);
  }
}
