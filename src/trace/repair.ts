/**
 * Which packets were lost on the way of a message, by which rule and draw, what told TCP so, and when they were sent
 * again: the story behind the parts `lossRepair` and `headOfLine` of its delay, and behind a slow handshake.
 */
import type { SimTime } from '#base/time.ts';
import { extrasOf, type LinkParams } from '#netem/model.ts';
import type { Direction, EventId, EventOf, LaneIndex, LossRule } from './events.ts';
import { NO_EVENT, SYN } from './events.ts';
import type { Trace } from './log.ts';
import { streamKey, type StreamKey } from './provenance.ts';
import type { DelayExplanation, Trip } from './why-late.ts';

/** A copy of the packet died. */
export interface LossStep {
  readonly kind: 'lost';
  /** The `segment.lost` event. */
  readonly event: EventId;
  readonly t: SimTime;
  /** The packet's number in its lane and direction. */
  readonly n: number;
  readonly rule: LossRule;
  /** The draw in [0, 1) that decided, or -1. */
  readonly draw: number;
  /** It was lost because the draw was below this share, in percent; null when there was no draw, or no telling. */
  readonly belowPct: number | null;
}

/** A timer of TCP's told the sender. */
export interface TimerStep {
  readonly kind: 'timer';
  /** The `tcp.timer` event. */
  readonly event: EventId;
  readonly timer: Exclude<EventOf<'tcp.timer'>['timer'], 'keepalive'>;
  /**
   * How long the timer stands for, in milliseconds. Of a retransmission time-out it is the whole: after a probe TCP sets
   * the timer to what is left of it (tcp_rearm_rto), so that `since` may be just before.
   */
  readonly spanMs: number;
  /** When it was last set. */
  readonly since: SimTime;
  readonly t: SimTime;
}

/** An acknowledgement told the sender. */
export interface AckStep {
  readonly kind: 'ack';
  /** The `segment.received` event. */
  readonly event: EventId;
  readonly t: SimTime;
  /** It said that later octets were there (RFC 2018). */
  readonly selective: boolean;
}

/** The packet was sent again. */
export interface AgainStep {
  readonly kind: 'again';
  /** The `segment.sent` event. */
  readonly event: EventId;
  readonly n: number;
  readonly t: SimTime;
  /** When this copy arrived; null when it did not, or made no difference any more. */
  readonly arrivedAt: SimTime | null;
}

export type RepairStep = LossStep | TimerStep | AckStep | AgainStep;

export interface Repair {
  /** The first transmission, a `segment.sent` event. */
  readonly first: EventId;
  readonly dir: Direction;
  /** What it carries: octets [from, to) of the stream, or the opening of the connection. */
  readonly from: number;
  readonly to: number;
  readonly handshake: boolean;
  /** The last octets that were waited for stand in it; else they stand in a later one that waited for it. */
  readonly own: boolean;
  readonly steps: readonly RepairStep[];
  /** Segments that were there before it, and could not go up to the program until it came. */
  readonly behind: number;
}

/** Every repair that the message had to wait for, in the order in which the packets were first sent. */
export function repairsOf(trace: Trace, late: DelayExplanation): Repair[] {
  const repairs = new Map<EventId, Repair>();
  const add = (repair: Repair | null): void => {
    if (repair && endOf(repair) > late.publishedAt) repairs.set(repair.first, repair);
  };
  for (const trip of late.trips) {
    for (const dir of ['up', 'down'] as const) add(handshakeRepair(trace, trip, dir));
    const { own, blocking } = heldUpBy(trace, trip);
    for (const first of blocking) add(repairOf(trace, trip, first, first === own));
  }
  return [...repairs.values()].sort((a, b) => a.first - b.first);
}

/** Until when the message waited for the repair: its own segment is only travelling once it was sent again. */
function endOf({ steps, own }: Repair): number {
  const last = steps.at(-1);
  return last?.kind === 'again' ? ((own ? null : last.arrivedAt) ?? last.t) : 0;
}

function keyOf({ pdu: { lane, conn, dir } }: Trip): StreamKey {
  return streamKey(lane, conn, dir);
}

/** The first of these copies to arrive until `by`, as its `segment.received`. */
function arrivalOf(
  trace: Trace,
  copies: readonly EventId[],
  by: SimTime,
): EventOf<'segment.received'> | null {
  let first: EventOf<'segment.received'> | null = null;
  for (const id of copies) {
    const outcome = trace.provenance.outcome(id);
    const event = outcome === NO_EVENT ? null : trace.at(outcome);
    if (event?.type === 'segment.received' && event.t <= by && (!first || event.t < first.t)) first = event;
  }
  return first;
}

function copiesOf(trace: Trace, first: EventId): readonly EventId[] {
  return [first, ...trace.provenance.copiesOf(first)];
}

/** The segment with the trip's last octet, and the first transmissions whose arrival the trip waited for, it included. */
function heldUpBy(
  trace: Trace,
  trip: Trip,
): { readonly own: EventId; readonly blocking: readonly EventId[] } {
  const { provenance } = trace;
  const key = keyOf(trip);
  const own = provenance.segmentsIn(key, trip.to - 1, trip.to).at(-1) ?? NO_EVENT;
  const arrived = own === NO_EVENT ? null : arrivalOf(trace, copiesOf(trace, own), trip.advanced.t);
  if (!arrived) return { own, blocking: [] };
  const blocking = [own];
  // Each advance after its arrival filled a gap before it: the segment at the advance's beginning had been missing.
  for (let at = trip.advanced.id; at > arrived.id; at--) {
    const event = trace.at(at);
    if (event.t === arrived.t) break;
    if (event.type !== 'stream.advanced' || event.lane !== trip.pdu.lane) continue;
    if (event.conn !== trip.pdu.conn || event.dir !== trip.pdu.dir) continue;
    const filled = provenance.segmentsIn(key, event.from, event.from + 1).at(-1);
    if (filled !== undefined) blocking.push(filled);
  }
  return { own, blocking };
}

/** The story of one segment; null when none of its copies was lost before one arrived. */
function repairOf(trace: Trace, trip: Trip, first: EventId, own: boolean): Repair | null {
  const { seq, len, dir } = trace.of(first, 'segment.sent');
  const copies = copiesOf(trace, first);
  const arrived = arrivalOf(trace, copies, trip.advanced.t);
  const steps = arrived && stepsOf(trace, copies, arrived);
  if (!steps) return null;
  const behind = waitedBehind(trace, keyOf(trip), seq + len, arrived);
  return { first, dir, from: seq, to: seq + len, handshake: false, own, steps, behind };
}

/** The SYNs of the connection, as far as the trip had to wait for them. */
function handshakeRepair(trace: Trace, { pdu }: Trip, dir: Direction): Repair | null {
  const { lane, conn } = pdu;
  const ready = trace.provenance.established(lane, conn, pdu.dir === 'up' ? 'client' : 'server');
  if (ready === NO_EVENT || trace.at(ready).t <= pdu.t) return null;
  const copies: EventId[] = [];
  for (let id = ready - 1; id >= 0; id--) {
    const event = trace.at(id);
    if (event.lane !== lane || !('conn' in event) || event.conn !== conn) continue;
    if (event.type === 'conn.opening') break;
    if (event.type === 'segment.sent' && event.dir === dir && (event.flags & SYN) !== 0) copies.unshift(id);
  }
  const [first] = copies;
  const arrived = arrivalOf(trace, copies, trace.at(ready).t);
  const steps = arrived && stepsOf(trace, copies, arrived);
  if (first === undefined || !steps) return null;
  return { first, dir, from: 0, to: 0, handshake: true, own: true, steps, behind: 0 };
}

/** What became of each copy until one arrived; null when none had been lost by then. */
function stepsOf(
  trace: Trace,
  copies: readonly EventId[],
  arrived: EventOf<'segment.received'>,
): RepairStep[] | null {
  const steps: RepairStep[] = [];
  for (const id of copies) {
    const sent = trace.of(id, 'segment.sent');
    if (sent.t > arrived.t) break;
    if (id !== copies[0]) {
      const told = triggerOf(trace, sent);
      if (told) steps.push(told);
      const arrivedAt = arrived.sent === id ? arrived.t : null;
      steps.push({ kind: 'again', event: id, n: sent.n, t: sent.t, arrivedAt });
    }
    const outcome = trace.provenance.outcome(id);
    const end = outcome === NO_EVENT ? null : trace.at(outcome);
    if (end?.type === 'segment.lost' && end.t <= arrived.t) steps.push(lossStep(trace, sent, end));
    if (arrived.sent === id) break;
  }
  return steps.some(({ kind }) => kind === 'lost') ? steps : null;
}

/** What made TCP send this copy. */
export function triggerOf(trace: Trace, copy: EventOf<'segment.sent'>): TimerStep | AckStep | null {
  const event = copy.cause === NO_EVENT ? null : trace.at(copy.cause);
  if (event?.type === 'tcp.timer') {
    const { id, timer, since, t } = event;
    if (timer === 'keepalive') return null;
    // The copy says the time-out that it is waited for itself: twice as long.
    const spanMs = timer === 'rto' ? copy.rtoMs / 2 : (t - since) / 1000;
    return { kind: 'timer', event: id, timer, spanMs, since, t };
  }
  if (event?.type !== 'segment.received') return null;
  const { sack } = trace.of(event.sent, 'segment.sent');
  return { kind: 'ack', event: event.id, t: event.t, selective: sack.length > 0 };
}

export function lossStep(
  trace: Trace,
  sent: EventOf<'segment.sent'>,
  lost: EventOf<'segment.lost'>,
): LossStep {
  const { rule, draw, t, id } = lost;
  const link = linkAt(trace, sent.id, sent.lane, sent.dir);
  const belowPct = link && draw >= 0 ? shareOf(link, rule, draw * 100) : null;
  return { kind: 'lost', event: id, t, n: sent.n, rule, draw, belowPct };
}

/** The share of packets, in percent, that the rule takes; null when it is not known from the draw. */
function shareOf(link: LinkParams, rule: LossRule, drawPct: number): number | null {
  const { corruptPct, gemodel } = extrasOf(link);
  if (rule === 'random') return link.lossPct;
  if (rule === 'corrupt') return corruptPct;
  // In which state the line was shows only when the good one would have let the packet through.
  return rule === 'burst' && gemodel && drawPct >= gemodel.goodLossPct ? gemodel.badLossPct : null;
}

/** The direction's impairments when event `id` happened. */
function linkAt(trace: Trace, id: EventId, lane: LaneIndex, dir: Direction): LinkParams | null {
  for (let at = id - 1; at >= 0; at--) {
    const event = trace.at(at);
    if (event.type === 'net.changed' && event.dir === dir && (event.lane === lane || event.lane < 0))
      return event.link;
  }
  return null;
}

/** How many segments from octet `end` on were there before `arrived`, and went up to the program with it. */
function waitedBehind(
  trace: Trace,
  key: StreamKey,
  end: number,
  arrived: EventOf<'segment.received'>,
): number {
  for (let id = arrived.id + 1; id < trace.length; id++) {
    const event = trace.at(id);
    if (event.t > arrived.t) return 0;
    if (event.type !== 'stream.advanced' || event.lane !== arrived.lane) continue;
    if (event.conn !== arrived.conn || event.dir !== arrived.dir) continue;
    return trace.provenance
      .segmentsIn(key, end, event.to)
      .filter((first) => arrivalOf(trace, copiesOf(trace, first), arrived.t) !== null).length;
  }
  return 0;
}
