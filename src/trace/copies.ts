/** Every copy of one segment: why it was sent again, how TCP stood then, and what became of it. */
import type { EventId, EventOf } from './events.ts';
import { NO_EVENT } from './events.ts';
import type { Trace } from './log.ts';
import { lossStep, triggerOf, type AckStep, type LossStep, type TimerStep } from './repair.ts';

export type SegmentFate =
  | { readonly kind: 'arrived'; readonly event: EventOf<'segment.received'> }
  | { readonly kind: 'lost'; readonly loss: LossStep }
  /** Nothing is known of it yet: `sent.due` says when. */
  | { readonly kind: 'underway' };

export interface SegmentCopy {
  readonly sent: EventOf<'segment.sent'>;
  /** What told TCP to send it again; null of the first transmission. */
  readonly told: TimerStep | AckStep | null;
  readonly fate: SegmentFate;
}

/** All copies of the segment of which `id` is one, in the order they were sent, among the first `known` events. */
export function copiesOfSegment(trace: Trace, id: EventId, known: number): SegmentCopy[] {
  const { original } = trace.of(id, 'segment.sent');
  const first = original === NO_EVENT ? id : original;
  return idsOf(trace, first, known).map((copy) => {
    const sent = trace.of(copy, 'segment.sent');
    return {
      sent,
      told: copy === first ? null : triggerOf(trace, sent),
      fate: fateOf(trace, sent, known),
    };
  });
}

function idsOf(trace: Trace, first: EventId, known: number): EventId[] {
  const { len } = trace.of(first, 'segment.sent');
  const again = len > 0 ? trace.provenance.copiesOf(first) : emptyCopies(trace, first, known);
  return [first, ...again].filter((copy) => copy < known);
}

/** Copies of a segment without payload (SYN, FIN), of which no index is kept: until its sender is gone. */
function emptyCopies(trace: Trace, first: EventId, known: number): EventId[] {
  const { lane, conn, dir } = trace.of(first, 'segment.sent');
  const side = dir === 'up' ? 'client' : 'server';
  const copies: EventId[] = [];
  for (let id = first + 1; id < known; id++) {
    const event = trace.at(id);
    if (event.lane !== lane || !('conn' in event) || event.conn !== conn) continue;
    if (event.type === 'segment.sent' && event.original === first) copies.push(id);
    if (event.type === 'conn.closed' && event.side === side) break;
  }
  return copies;
}

function fateOf(trace: Trace, sent: EventOf<'segment.sent'>, known: number): SegmentFate {
  const outcome = trace.provenance.outcome(sent.id);
  if (outcome === NO_EVENT || outcome >= known) return { kind: 'underway' };
  const event = trace.at(outcome);
  if (event.type === 'segment.lost') return { kind: 'lost', loss: lossStep(trace, sent, event) };
  return { kind: 'arrived', event: trace.of(outcome, 'segment.received') };
}
