/** A segment that was sent and is not yet acknowledged: Linux's skb in the retransmission queue, and its scoreboard. */
import type { SimTime } from '#base/time.ts';
import type { EventId } from '#trace/events.ts';

export interface Outstanding {
  readonly seq: number;
  readonly len: number;
  readonly fin: boolean;
  /** Offset behind it; a FIN counts for one. */
  readonly end: number;
  /** The first transmission's `segment.sent`. */
  id: EventId;
  /** When it was last sent. */
  sentAt: SimTime;
  everRetransmitted: boolean;
  /** RFC 2018: the receiver has it, beyond a gap. */
  sacked: boolean;
  /** Marked lost by RACK or a time-out. */
  lost: boolean;
  /** Sent again since it was marked lost, and that copy is under way. */
  retransmitted: boolean;
}

/** Segments thought to be in the network (RFC 6675's pipe): sent, less sacked and lost, plus retransmitted. */
export function inFlight(outstanding: readonly Outstanding[]): number {
  let count = 0;
  for (const { sacked, lost, retransmitted } of outstanding) {
    if (!sacked && !lost) count++;
    if (retransmitted) count++;
  }
  return count;
}
