/** CUBIC with HyStart, in Linux's whole numbers (RFC 9438, RFC 9406; tcp_cubic.c). Time is in jiffies at HZ 250. */
import { JIFFY_US } from './timer-wheel.ts';

const HZ = 1_000_000 / JIFFY_US;
/** bictcp_HZ: cubic's own clock has 1024 ticks a second. */
const CLOCK_SHIFT = 10;
/** 717 / 1024, RFC 9438's beta of 0.7. */
const BETA = 717;
const BETA_SCALE = 1024;
/** 10 times bic_scale: RFC 9438's C of 0.4 in the kernel's units. */
const CUBE_SCALE = 410;
/** 8 * (1 + beta) / 3 / (1 - beta): segments acknowledged for a Reno flow to grow by one, in eighths of the window. */
const FRIENDLY_SCALE = 15;

const HYSTART_LOW_WINDOW = 16;
const HYSTART_MIN_SAMPLES = 8;
const HYSTART_ACK_GAP_US = 2000;
const HYSTART_DELAY_MIN_US = 4000;
const HYSTART_DELAY_MAX_US = 16_000;

export class Cubic {
  #ackCount = 0;
  /** Acknowledged segments for the window to grow by one. */
  #perSegment = 0;
  #lastMax = 0;
  #lastCwnd = 0;
  #lastTime = 0;
  #origin = 0;
  #k = 0;
  #delayMinUs = 0;
  /** When the present epoch began; 0 before it does. */
  #epoch = 0;
  #renoCwnd = 0;

  #roundStartUs = 0;
  #roundEnd = 0;
  #lastAckUs = 0;
  #roundRttUs = Infinity;
  #samples = 0;
  /** HyStart found the end of slow start. */
  #found = false;

  /** The window after a loss; remembers the one before (cubictcp_recalc_ssthresh, with fast convergence). */
  reduce(cwnd: number): number {
    this.#epoch = 0;
    this.#lastMax = cwnd < this.#lastMax ? Math.floor((cwnd * (BETA_SCALE + BETA)) / (2 * BETA_SCALE)) : cwnd;
    return Math.max(Math.floor((cwnd * BETA) / BETA_SCALE), 2);
  }

  /** A time-out: everything learnt is forgotten (bictcp_reset). */
  reset(nowUs: number, next: number): void {
    this.#ackCount = 0;
    this.#perSegment = 0;
    this.#lastMax = 0;
    this.#lastCwnd = 0;
    this.#lastTime = 0;
    this.#origin = 0;
    this.#k = 0;
    this.#delayMinUs = 0;
    this.#epoch = 0;
    this.#renoCwnd = 0;
    this.#found = false;
    this.resetRound(nowUs, next);
  }

  /** HyStart's round begins: it ends when `next` is acknowledged. */
  resetRound(nowUs: number, next: number): void {
    this.#roundStartUs = nowUs;
    this.#lastAckUs = nowUs;
    this.#roundEnd = next;
    this.#roundRttUs = Infinity;
    this.#samples = 0;
  }

  /** Sending resumes after `idle` jiffies: the epoch is moved, so that the window doesn't leap (CA_EVENT_TX_START). */
  resume(idle: number, now: number): void {
    if (this.#epoch > 0 && idle > 0) this.#epoch = Math.min(this.#epoch + idle, now);
  }

  /** After acknowledged segments outside slow start: for how many more the window grows by one (bictcp_update). */
  update(cwnd: number, acked: number, now: number): number {
    this.#ackCount += acked;
    if (this.#lastCwnd === cwnd && now - this.#lastTime <= HZ / 32) return this.#perSegment;
    if (this.#epoch === 0 || now !== this.#lastTime) {
      this.#lastCwnd = cwnd;
      this.#lastTime = now;
      if (this.#epoch === 0) this.#begin(cwnd, acked, now);
      this.#follow(cwnd, now);
    }
    this.#keepUpWithReno(cwnd);
    // At most one segment for two acknowledged.
    this.#perSegment = Math.max(this.#perSegment, 2);
    return this.#perSegment;
  }

  /** A round trip was measured. Returns whether slow start should end now (cubictcp_acked, hystart_update). */
  measured(
    rttUs: number,
    cwnd: number,
    slowStart: boolean,
    una: number,
    next: number,
    nowUs: number,
  ): boolean {
    if (this.#epoch > 0 && Math.floor(nowUs / JIFFY_US) - this.#epoch < HZ) return false;
    const delay = Math.max(1, rttUs);
    if (this.#delayMinUs === 0 || this.#delayMinUs > delay) this.#delayMinUs = delay;
    if (this.#found || !slowStart) return false;
    if (una > this.#roundEnd) this.resetRound(nowUs, next);
    if (cwnd < HYSTART_LOW_WINDOW) return false;
    if (nowUs - this.#lastAckUs <= HYSTART_ACK_GAP_US) {
      this.#lastAckUs = nowUs;
      // A train of acknowledgements that lasts half a round trip; the kernel adds up to 1 ms for aggregation.
      if (nowUs - this.#roundStartUs > (this.#delayMinUs + 1000) >> 1) this.#found = true;
    }
    this.#roundRttUs = Math.min(this.#roundRttUs, delay);
    if (this.#samples < HYSTART_MIN_SAMPLES) this.#samples++;
    else {
      const margin = Math.min(HYSTART_DELAY_MAX_US, Math.max(HYSTART_DELAY_MIN_US, this.#delayMinUs >> 3));
      if (this.#roundRttUs > this.#delayMinUs + margin) this.#found = true;
    }
    return this.#found;
  }

  #begin(cwnd: number, acked: number, now: number): void {
    this.#epoch = now;
    this.#ackCount = acked;
    this.#renoCwnd = cwnd;
    if (this.#lastMax <= cwnd) {
      this.#k = 0;
      this.#origin = cwnd;
    } else {
      // K of RFC 9438 section 4.2 in 1/1024 s: the cube root of (Wmax - cwnd) / C.
      const cube = (2 ** (3 * CLOCK_SHIFT + CLOCK_SHIFT) / CUBE_SCALE) * (this.#lastMax - cwnd);
      this.#k = Math.floor(Math.cbrt(cube) + 1e-6);
      this.#origin = this.#lastMax;
    }
  }

  /** Heads for the cubic curve's value a round trip from now. */
  #follow(cwnd: number, now: number): void {
    const elapsed = now - this.#epoch + Math.ceil(this.#delayMinUs / JIFFY_US);
    const t = Math.floor((elapsed * 2 ** CLOCK_SHIFT) / HZ);
    const offset = Math.abs(t - this.#k);
    const delta = Math.floor((CUBE_SCALE * offset ** 3) / 2 ** (CLOCK_SHIFT + 3 * CLOCK_SHIFT));
    const target = t < this.#k ? this.#origin - delta : this.#origin + delta;
    this.#perSegment = target > cwnd ? Math.floor(cwnd / (target - cwnd)) : 100 * cwnd;
    if (this.#lastMax === 0 && this.#perSegment > 20) this.#perSegment = 20;
  }

  /** RFC 9438 section 4.3: never slower than Reno would be. */
  #keepUpWithReno(cwnd: number): void {
    const delta = (cwnd * FRIENDLY_SCALE) >> 3;
    while (delta > 0 && this.#ackCount > delta) {
      this.#ackCount -= delta;
      this.#renoCwnd++;
    }
    if (this.#renoCwnd <= cwnd) return;
    this.#perSegment = Math.min(this.#perSegment, Math.floor(cwnd / (this.#renoCwnd - cwnd)));
  }
}
