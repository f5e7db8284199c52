/** Round-trip time and retransmission time-out as Linux reckons them (tcp_input.c), which is not RFC 6298. */
import { INITIAL_RTO, RTO_MAX, RTO_MIN_US } from './constants.ts';
import { toJiffies } from './timer-wheel.ts';

/** tcp_min_rtt_wlen: how long the smallest round trip is remembered, in microseconds. */
const MIN_RTT_WINDOW_US = 300_000_000;

export class RttEstimator {
  /** Eight times the smoothed round trip, in microseconds; 0 before the first sample. */
  #srtt8 = 0;
  /** Four times the mean deviation. */
  #mdev = 0;
  /** The largest `mdev` within the current window of data. */
  #mdevMax = 0;
  /** The decaying maximum of `mdevMax`, at least 200 ms. */
  #rttvar = 0;
  /** When the stream is acknowledged beyond this, a window has passed. */
  #windowEnd = 0;
  #min = Infinity;
  #minAt = 0;
  /** The time-out in jiffies, backed off. */
  rto = INITIAL_RTO;

  get sampled(): boolean {
    return this.#srtt8 !== 0;
  }

  /** Smoothed round trip in microseconds; 0 before the first sample. */
  get srttUs(): number {
    return this.#srtt8 >> 3;
  }

  /** Smallest round trip in microseconds; Infinity before the first sample. */
  get minUs(): number {
    return this.#min;
  }

  /** tcp_update_rtt_min, without the sub-windows of its filter. */
  updateMin(rttUs: number, now: number): void {
    if (rttUs > this.#min && now - this.#minAt <= MIN_RTT_WINDOW_US) return;
    this.#min = Math.max(1, rttUs);
    this.#minAt = now;
  }

  /** tcp_rtt_estimator and tcp_set_rto: a sample in microseconds, taken when `una` was acknowledged of `next` sent. */
  sample(rttUs: number, una: number, next: number): void {
    if (this.#srtt8 === 0) {
      this.#srtt8 = Math.max(1, rttUs * 8);
      this.#mdev = rttUs * 2; // Makes the first time-out three round trips.
      this.#rttvar = Math.max(this.#mdev, RTO_MIN_US);
      this.#mdevMax = this.#rttvar;
      this.#windowEnd = next;
    } else this.#smooth(rttUs, una, next);
    this.rto = Math.min(RTO_MAX, toJiffies(this.srttUs + this.#rttvar));
  }

  /** Doubles the time-out (RFC 6298 section 5.5) until the next sample. */
  backOff(): void {
    this.rto = Math.min(RTO_MAX, this.rto * 2);
  }

  #smooth(rttUs: number, una: number, next: number): void {
    let error = rttUs - (this.#srtt8 >> 3);
    this.#srtt8 = Math.max(1, this.#srtt8 + error);
    if (error < 0) {
      error = -error - (this.#mdev >> 2);
      // A round trip that shrinks must not make the time-out jump (Eifel).
      if (error > 0) error >>= 3;
    } else error -= this.#mdev >> 2;
    this.#mdev += error;
    if (this.#mdev > this.#mdevMax) {
      this.#mdevMax = this.#mdev;
      this.#rttvar = Math.max(this.#rttvar, this.#mdevMax);
    }
    if (una > this.#windowEnd) {
      if (this.#mdevMax < this.#rttvar) this.#rttvar -= (this.#rttvar - this.#mdevMax) >> 2;
      this.#windowEnd = next;
      this.#mdevMax = RTO_MIN_US;
    }
  }
}
