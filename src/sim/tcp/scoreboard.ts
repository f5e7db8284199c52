/**
 * What is sent and not yet acknowledged, and what is known of it: the retransmission queue with the SACK scoreboard
 * (RFC 2018 section 5; tcp_input.c's `sacked` flags and its counters of segments).
 */
import { NO_EVENT, type EventId } from '#trace/events.ts';

/** A segment in the queue. It is sent again as it was: Linux would put small ones together (tcp_retrans_try_collapse). */
export class TxSegment {
  /** Stream offset of the first octet, and behind the last; a FIN counts as one octet behind the stream. */
  from: number;
  readonly to: number;
  readonly fin: boolean;
  readonly push: boolean;
  /** When it was last sent, in microseconds. */
  sentAt = 0;
  /** How many segments had been delivered when it was last sent. */
  deliveredBefore = 0;
  /** `segment.sent` of the first transmission. */
  first: EventId = NO_EVENT;
  sacked = false;
  lost = false;
  /** A retransmission of it is under way. */
  retransmitted = false;
  everRetransmitted = false;
  /** Neighbours in the order of sending; see `Scoreboard.sentOrder`. */
  earlier: TxSegment | null = null;
  later: TxSegment | null = null;
  ordered = false;

  constructor(from: number, to: number, fin: boolean, push: boolean) {
    this.from = from;
    this.to = to;
    this.fin = fin;
    this.push = push;
  }

  /** Payload octets. */
  get len(): number {
    return this.to - this.from - (this.fin ? 1 : 0);
  }
}

export class Scoreboard {
  #queue: TxSegment[] = [];
  #head = 0;
  /** The least recently sent segment that is neither delivered nor marked lost since it was sent (tsorted_sent_queue). */
  #oldest: TxSegment | null = null;
  #newest: TxSegment | null = null;
  #highestSacked = -1;
  sackedOut = 0;
  lostOut = 0;
  retransOut = 0;
  /** Segments ever marked lost. */
  lostEver = 0;

  /** packets_out. */
  get size(): number {
    return this.#queue.length - this.#head;
  }

  /** RFC 6675's pipe, in segments (tcp_packets_in_flight). */
  get inFlight(): number {
    return this.size - this.sackedOut - this.lostOut + this.retransOut;
  }

  get head(): TxSegment | undefined {
    return this.#queue[this.#head];
  }

  get last(): TxSegment | undefined {
    return this.size > 0 ? this.#queue[this.#queue.length - 1] : undefined;
  }

  /** The segments from the oldest, or from the first that ends behind stream offset `after`. */
  *segments(after = -Infinity): Generator<TxSegment> {
    for (let i = this.#indexBehind(after); i < this.#queue.length; i++) {
      const segment = this.#queue[i];
      if (segment) yield segment;
    }
  }

  /** The segments in the order of their last sending, as long as they may be lost. The one yielded may be removed. */
  *sentOrder(): Generator<TxSegment> {
    for (let segment = this.#oldest; segment;) {
      const { later } = segment;
      yield segment;
      segment = later;
    }
  }

  /** Where the highest segment that was selectively acknowledged ends; -1 when none was (tcp_highest_sack_seq). */
  get highestSacked(): number {
    return this.sackedOut > 0 ? this.#highestSacked : -1;
  }

  push(segment: TxSegment): void {
    this.#queue.push(segment);
  }

  /** Takes the head off: it is acknowledged. */
  shift(): void {
    const segment = this.head;
    if (!segment) return;
    if (segment.retransmitted) this.retransOut--;
    if (segment.sacked) this.sackedOut--;
    if (segment.lost) this.lostOut--;
    this.unorder(segment);
    this.#head++;
    if (this.#head > 256 || this.#head === this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /** Puts a segment that was just sent last in the order of sending. */
  order(segment: TxSegment): void {
    this.unorder(segment);
    segment.earlier = this.#newest;
    segment.later = null;
    if (this.#newest) this.#newest.later = segment;
    else this.#oldest = segment;
    this.#newest = segment;
    segment.ordered = true;
  }

  /** Takes a segment out of the order of sending: it is delivered, or marked lost. */
  unorder(segment: TxSegment): void {
    if (!segment.ordered) return;
    if (segment.earlier) segment.earlier.later = segment.later;
    else this.#oldest = segment.later;
    if (segment.later) segment.later.earlier = segment.earlier;
    else this.#newest = segment.earlier;
    segment.earlier = null;
    segment.later = null;
    segment.ordered = false;
  }

  /** tcp_mark_skb_lost. A retransmission of what was lost already is then lost as well. */
  markLost(segment: TxSegment): void {
    if (segment.sacked) return;
    if (segment.lost) {
      if (!segment.retransmitted) return;
      segment.retransmitted = false;
      this.retransOut--;
    } else {
      segment.lost = true;
      this.lostOut++;
    }
    this.lostEver++;
  }

  /** The part of tcp_sacktag_one that moves counters. A segment that counted as lost is not, after all. */
  markSacked(segment: TxSegment): void {
    if (segment.lost) {
      segment.lost = false;
      this.lostOut--;
      if (segment.retransmitted) {
        segment.retransmitted = false;
        this.retransOut--;
      }
    }
    segment.sacked = true;
    this.sackedOut++;
    this.#highestSacked = Math.max(this.#highestSacked, segment.to);
    this.unorder(segment);
  }

  markRetransmitted(segment: TxSegment): void {
    if (segment.retransmitted) return;
    segment.retransmitted = true;
    this.retransOut++;
  }

  /** A retransmission of it turned out to be needless (D-SACK). */
  clearRetransmitted(segment: TxSegment): void {
    if (!segment.retransmitted) return;
    segment.retransmitted = false;
    this.retransOut--;
  }

  /** Forgets all marks of loss (tcp_undo_cwnd_reduction). */
  unmarkLost(): void {
    for (const segment of this.segments()) segment.lost = false;
    this.lostOut = 0;
  }

  /** Index of the first segment that ends behind `offset`. */
  #indexBehind(offset: number): number {
    let low = this.#head;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#queue[middle]?.to ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
