/** RACK: loss detection by time (RFC 8985 section 6), as in Linux's tcp_recovery.c. */
import type { SimTime } from '#base/time.ts';
import { REORDERING } from './constants.ts';
import type { Outstanding } from './record.ts';

export class Rack {
  /** When the most recently sent segment that was delivered had been sent, and its end. */
  #sentAt = -1;
  #end = -1;
  /** Its round-trip time in microseconds. */
  #rtt = 0;

  get rtt(): number {
    return this.#rtt;
  }

  /** A segment was delivered. A round trip shorter than any before belongs to an earlier copy of it. */
  advance(segment: Outstanding, now: SimTime, minRtt: number): void {
    const rtt = now - segment.sentAt;
    if (rtt < minRtt && segment.everRetransmitted) return;
    this.#rtt = rtt;
    if (segment.sentAt > this.#sentAt || (segment.sentAt === this.#sentAt && segment.end > this.#end)) {
      this.#sentAt = segment.sentAt;
      this.#end = segment.end;
    }
  }

  /**
   * Marks as lost what was sent so long before the latest delivered segment that reordering can't explain it. Returns
   * whether any was marked, and after how many microseconds the next could be (0: none waits).
   */
  detect(
    outstanding: readonly Outstanding[],
    about: {
      readonly now: SimTime;
      readonly minRtt: number;
      readonly srtt: number;
      readonly recovering: boolean;
    },
  ): { readonly found: boolean; readonly waitUs: number } {
    let found = false;
    let waitUs = 0;
    if (this.#sentAt < 0) return { found, waitUs };
    const window = this.#reorderingWindow(outstanding, about);
    for (const segment of outstanding) {
      if (segment.sacked || (segment.lost && !segment.retransmitted)) continue;
      const before =
        segment.sentAt < this.#sentAt || (segment.sentAt === this.#sentAt && segment.end < this.#end);
      if (!before) continue;
      const remaining = segment.sentAt + this.#rtt + window - about.now;
      if (remaining <= 0) {
        segment.lost = true;
        segment.retransmitted = false;
        found = true;
      } else waitUs = Math.max(waitUs, remaining);
    }
    return { found, waitUs };
  }

  /** A quarter of the smallest round trip, or nothing once there is other proof (tcp_rack_reo_wnd). */
  #reorderingWindow(
    outstanding: readonly Outstanding[],
    {
      minRtt,
      srtt,
      recovering,
    }: { readonly minRtt: number; readonly srtt: number; readonly recovering: boolean },
  ): number {
    if (recovering) return 0;
    let sacked = 0;
    for (const segment of outstanding) if (segment.sacked) sacked++;
    if (sacked >= REORDERING) return 0;
    return Math.min(Math.floor(minRtt / 4), srtt);
  }
}
