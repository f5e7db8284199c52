/** The congestion window: slow start and CUBIC (RFC 9438), counted in segments as Linux does. */
import { toS, type SimTime } from '#base/time.ts';
import { INITIAL_WINDOW } from './constants.ts';

const BETA = 0.7;
const C = 0.4;

export class Cubic {
  cwnd = INITIAL_WINDOW;
  ssthresh = Infinity;
  #wMax = 0;
  #epoch: SimTime | null = null;
  #k = 0;
  #origin = 0;
  /** Segments acknowledged since the window last grew. */
  #credit = 0;
  /** What Reno would have (RFC 9438 section 4.3). */
  #reno = 0;

  get inSlowStart(): boolean {
    return this.cwnd < this.ssthresh;
  }

  /** `acked` segments were acknowledged while the window was the limit. */
  grow(acked: number, now: SimTime, rtt: SimTime): void {
    let left = acked;
    if (this.inSlowStart) {
      const grown = Math.min(this.cwnd + left, this.ssthresh);
      left -= grown - this.cwnd;
      this.cwnd = grown;
      if (left <= 0) return;
    }
    if (this.#epoch === null) this.#beginEpoch(now);
    const t = toS((now - (this.#epoch ?? now) + rtt) as SimTime) - this.#k;
    const target = this.#origin + C * t * t * t;
    this.#reno += ((3 * (1 - BETA)) / (1 + BETA)) * (left / this.cwnd);
    const aim = Math.min(Math.max(target, this.#reno), this.cwnd * 1.5);
    const perSegment = aim > this.cwnd ? this.cwnd / (aim - this.cwnd) : 100 * this.cwnd;
    this.#credit += left;
    const steps = Math.floor(this.#credit / Math.max(2, perSegment));
    if (steps > 0) {
      this.#credit -= steps * Math.max(2, perSegment);
      this.cwnd += steps;
    }
  }

  /** The threshold after a congestion event (section 4.6), with fast convergence (section 4.7). */
  reduce(): number {
    this.#epoch = null;
    this.#wMax = this.cwnd < this.#wMax ? (this.cwnd * (1 + BETA)) / 2 : this.cwnd;
    this.ssthresh = Math.max(Math.floor(this.cwnd * BETA), 2);
    return this.ssthresh;
  }

  /** After an idle time of `idle` the window falls back towards the initial one (tcp_cwnd_restart). */
  restartAfterIdle(idle: number, rto: number): void {
    const floor = Math.min(INITIAL_WINDOW, this.cwnd);
    this.ssthresh = Math.max(this.ssthresh, Math.floor((3 * this.cwnd) / 4));
    let cwnd = this.cwnd;
    for (let left = idle; left > rto && cwnd > floor; left -= rto) cwnd = Math.floor(cwnd / 2);
    this.cwnd = Math.max(cwnd, floor);
    this.#epoch = null;
  }

  #beginEpoch(now: SimTime): void {
    this.#epoch = now;
    this.#credit = 0;
    this.#reno = this.cwnd;
    // Rounded: engines may differ in the last bit of cbrt.
    this.#k = this.#wMax > this.cwnd ? Math.round(Math.cbrt((this.#wMax - this.cwnd) / C) * 1e6) / 1e6 : 0;
    this.#origin = Math.max(this.#wMax, this.cwnd);
  }
}
