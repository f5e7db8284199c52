/**
 * Round-trip time and retransmission time-out as Linux computes them (tcp_rtt_estimator in tcp_input.c): RFC 6298's
 * smoothing, but a variance that is the decaying maximum of one window's mean deviations and never below 200 ms.
 */
import { us, type SimTime } from '#base/time.ts';
import { INITIAL_RTO, RTO_MAX, RTO_MIN } from './constants.ts';

export class RttEstimator {
  /** Smoothed round-trip time times 8, in microseconds; 0 before the first sample. */
  #srtt8 = 0;
  /** Mean deviation times 4. */
  #mdev4 = 0;
  #mdevMax4 = RTO_MIN as number;
  #rttvar = RTO_MIN as number;
  /** The window of deviations ends when this offset is acknowledged. */
  #windowEnd = 0;
  #minRtt = Infinity;
  #backoff = 0;

  /** Null before the first sample. */
  get srtt(): SimTime | null {
    return this.#srtt8 === 0 ? null : us(this.#srtt8 / 8);
  }

  get minRtt(): number {
    return this.#minRtt;
  }

  /** srtt + max(200 ms, rttvar), doubled for each time-out in a row, at most 120 s. */
  get rto(): SimTime {
    const base = this.#srtt8 === 0 ? INITIAL_RTO : Math.floor(this.#srtt8 / 8) + this.#rttvar;
    return us(Math.min(base * 2 ** this.#backoff, RTO_MAX));
  }

  /** A time-out: the next one takes twice as long (RFC 6298 section 5.5). */
  backOff(): void {
    this.#backoff++;
  }

  /** A sample in microseconds. `una` is the first unacknowledged offset, `next` the next to be sent. */
  sample(rtt: number, una: number, next: number): void {
    let m = Math.max(1, Math.round(rtt));
    this.#minRtt = Math.min(this.#minRtt, m);
    this.#backoff = 0;
    if (this.#srtt8 === 0) {
      this.#srtt8 = m * 8;
      this.#mdev4 = m * 2;
      this.#rttvar = Math.max(this.#mdev4, RTO_MIN);
      this.#mdevMax4 = this.#rttvar;
      this.#windowEnd = next;
      return;
    }
    m -= Math.floor(this.#srtt8 / 8);
    this.#srtt8 += m;
    if (m < 0) {
      m = -m - Math.floor(this.#mdev4 / 4);
      // A falling round-trip time must not raise the deviation at full weight.
      if (m > 0) m = Math.floor(m / 8);
    } else m -= Math.floor(this.#mdev4 / 4);
    this.#mdev4 += m;
    if (this.#mdev4 > this.#mdevMax4) {
      this.#mdevMax4 = this.#mdev4;
      if (this.#mdevMax4 > this.#rttvar) this.#rttvar = this.#mdevMax4;
    }
    if (una > this.#windowEnd) {
      if (this.#mdevMax4 < this.#rttvar) this.#rttvar -= Math.floor((this.#rttvar - this.#mdevMax4) / 4);
      this.#windowEnd = next;
      this.#mdevMax4 = RTO_MIN;
    }
  }
}
