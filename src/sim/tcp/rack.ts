/** RACK: what was sent long enough before something delivered is lost (RFC 8985 section 6; tcp_recovery.c). */
import { REORDERING } from './constants.ts';
import type { Scoreboard, TxSegment } from './scoreboard.ts';

/** TCP_RACK_RECOVERY_THRESH: after so many recoveries without D-SACK the window narrows again. */
const WINDOW_PERSISTS = 16;

/** What the reordering window depends on. */
export interface RackView {
  readonly now: number;
  /** Smallest and smoothed round trip in microseconds. */
  readonly minRttUs: number;
  readonly srttUs: number;
  /** Whether loss recovery is under way. */
  readonly recovering: boolean;
}

export class Rack {
  /** When the most recently sent segment among those delivered was sent, and where it ended. */
  #sentAt = -1;
  #end = -1;
  /** Its round trip in microseconds. */
  rttUs = 0;
  /** Something was delivered since the last look for losses. */
  #advanced = false;
  /** Segments were seen to overtake others. */
  reorderingSeen = false;
  /** By how many segments at most, or what is allowed for without having seen any. */
  reordering = REORDERING;
  /** Width of the reordering window in quarters of the smallest round trip. */
  #steps = 1;
  #persists = 0;
  #dsackSeen = false;
  #deliveredAtStep = 0;

  /** tcp_rack_advance: `segment` was delivered. */
  advance(segment: TxSegment, now: number, minRttUs: number): void {
    const rtt = now - segment.sentAt;
    // Faster than any before: this acknowledges an earlier copy (RFC 8985 section 6.2 step 2).
    if (rtt < minRttUs && segment.everRetransmitted) return;
    this.#advanced = true;
    this.rttUs = rtt;
    if (segment.sentAt > this.#sentAt || (segment.sentAt === this.#sentAt && segment.to > this.#end)) {
      this.#sentAt = segment.sentAt;
      this.#end = segment.to;
    }
  }

  /** Losses are to be looked for anew, though nothing was delivered (after an undo). */
  reexamine(): void {
    this.#advanced = true;
  }

  /** Whether there is reason to look for losses; asking answers it. */
  takeAdvanced(): boolean {
    const advanced = this.#advanced;
    this.#advanced = false;
    return advanced;
  }

  /** A needless retransmission was reported, which was not a probe. */
  sawDsack(): void {
    if (this.reorderingSeen) this.#dsackSeen = true;
  }

  /** A recovery ended without need (tcp_try_undo_dsack). */
  persist(): void {
    this.#persists = Math.min(0xff, this.#persists + 1);
  }

  /** A recovery ended that was needed (tcp_try_undo_recovery). */
  recovered(): void {
    if (this.#persists > 0) this.#persists--;
  }

  /** tcp_rack_update_reo_wnd: wider by a step, at most once a round trip. */
  updateWindow(deliveredBefore: number, delivered: number): void {
    if (deliveredBefore === 0) return;
    if (deliveredBefore < this.#deliveredAtStep) this.#dsackSeen = false;
    if (this.#dsackSeen) {
      this.#steps = Math.min(0xff, this.#steps + 1);
      this.#dsackSeen = false;
      this.#deliveredAtStep = delivered;
      this.#persists = WINDOW_PERSISTS;
    } else if (this.#persists === 0) this.#steps = 1;
  }

  /** Marks what is lost; returns for how many microseconds others could still be merely late, or 0 (section 6.2 step 5). */
  detect(board: Scoreboard, view: RackView): number {
    let wait = 0;
    const window = this.#window(board, view);
    for (const segment of board.sentOrder()) {
      if (segment.lost && !segment.retransmitted) continue;
      if (!this.#sentBefore(segment)) break;
      const remaining = this.timeLeft(segment, view.now) + window;
      if (remaining <= 0) {
        board.markLost(segment);
        board.unorder(segment);
      } else wait = Math.max(wait, remaining);
    }
    return wait;
  }

  /** tcp_rack_skb_timeout without the window: when a segment is overdue by the latest round trip, in microseconds. */
  timeLeft(segment: TxSegment, now: number): number {
    return this.rttUs - (now - segment.sentAt);
  }

  #sentBefore(segment: TxSegment): boolean {
    return segment.sentAt < this.#sentAt || (segment.sentAt === this.#sentAt && segment.to < this.#end);
  }

  /** tcp_rack_reo_wnd: none once loss is evident, else a quarter of the smallest round trip a step. */
  #window(board: Scoreboard, { minRttUs, srttUs, recovering }: RackView): number {
    if (!this.reorderingSeen && (recovering || board.sackedOut >= this.reordering)) return 0;
    return Math.min(Math.floor(minRttUs / 4) * this.#steps, srttUs);
  }
}
