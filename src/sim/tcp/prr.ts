/** Proportional Rate Reduction (RFC 6937; Linux's tcp_cwnd_reduction): how fast to send while recovering. */

export class ProportionalRate {
  readonly #priorCwnd: number;
  #delivered = 0;
  #out = 0;

  /** `priorCwnd`: the window when the loss was found. */
  constructor(priorCwnd: number) {
    this.#priorCwnd = priorCwnd;
  }

  /** A segment was sent, new or again. */
  sent(): void {
    this.#out++;
  }

  /** The window after an acknowledgement that says `newlyDelivered` segments have arrived. */
  window(newlyDelivered: number, inFlight: number, advanced: boolean, ssthresh: number): number {
    this.#delivered += newlyDelivered;
    const delta = ssthresh - inFlight;
    let count: number;
    if (delta < 0)
      count = Math.floor((ssthresh * this.#delivered + this.#priorCwnd - 1) / this.#priorCwnd) - this.#out;
    else {
      count = Math.max(this.#delivered - this.#out, newlyDelivered) + (advanced ? 1 : 0);
      count = Math.min(delta, count);
    }
    // The first retransmission always goes out.
    return inFlight + Math.max(count, this.#out === 0 ? 1 : 0);
  }
}
