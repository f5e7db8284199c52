/**
 * What the peer made of one unit of protocol data, whatever its octets: found by its own codec, and by what the trace
 * says it did then. Of a unit that was tampered with, this is the answer to "what breaks?".
 */
import type { SimTime } from '#base/time.ts';
import type { ProtocolErrorCode } from '#codecs/protocol-error.ts';
import type { EventId, EventOf, MsgId, Side, TraceEvent } from './events.ts';
import { FIN, NO_EVENT } from './events.ts';
import type { Trace } from './log.ts';
import { PeerReader, plainOctets, type Reading, type Upgrade } from './peer-reader.ts';
import { streamKey } from './provenance.ts';

/** One thing that the peer did, or that its side did not do. `event` is where the trace says so. */
export type ReactionStep = { readonly event: EventId; readonly t: SimTime } &
  /** It has not arrived (yet): there is nothing to react to. `event` is the unit itself. */
  (
    | { readonly kind: 'not-arrived' }
    /** The codec refuses the octets; `later` says that it was a following unit that made it notice. */
    | { readonly kind: 'fault'; readonly code: ProtocolErrorCode; readonly later: boolean }
    /** It waits for so many octets; null: for the end of a line, a head, a block or the connection. */
    | { readonly kind: 'waits'; readonly octets: number | null }
    /** It sends a close frame with this code; 1005 without one. */
    | { readonly kind: 'closes'; readonly code: number }
    | { readonly kind: 'pongs' }
    /** It answers with this status; 400 and more refuse. */
    | { readonly kind: 'answers'; readonly status: number }
    /** RST. */
    | { readonly kind: 'resets' }
    /** FIN. */
    | { readonly kind: 'ends' }
    /** The page's object is closed for good: of a WebSocket without a close frame, it sees 1006. */
    | { readonly kind: 'page-closed' }
    | { readonly kind: 'delivered'; readonly msg: MsgId }
    | { readonly kind: 'published'; readonly msg: MsgId }
    /** It asks, or connects, again. */
    | { readonly kind: 'asks-again' }
    /** It has read the octets, and nothing came of them. */
    | { readonly kind: 'ignored' }
  );

export interface Reaction {
  readonly peer: Side;
  /** In the order of time, at least one. */
  readonly steps: readonly ReactionStep[];
}

type Unit = EventOf<'pdu.sent'>;
type Step = ReactionStep | null;

/** The reaction to the unit of this `pdu.sent` event, as far as the trace goes. */
export function reactionTo(trace: Trace, unit: EventId): Reaction {
  const sent = trace.of(unit, 'pdu.sent');
  const peer = sent.dir === 'up' ? 'server' : 'client';
  const arrived = trace.provenance.outcome(unit);
  if (arrived === NO_EVENT) return { peer, steps: [{ kind: 'not-arrived', event: unit, t: sent.t }] };
  const read = readings(trace, sent);
  const found = codecStep(trace, read, arrived);
  const seeds = [arrived, ...(found?.kind === 'fault' ? [found.event] : [])];
  const steps = [...(found ? [found] : []), ...deeds(trace, sent, new Set(seeds))];
  if (steps.length === 0) steps.push({ kind: 'ignored', event: arrived, t: trace.at(arrived).t });
  return { peer, steps };
}

interface Read {
  readonly received: EventId;
  readonly reading: Reading;
}

/** What the peer's codec says after the unit and each later one of its stream. */
function readings(trace: Trace, unit: Unit): Read[] {
  const reader = new PeerReader(unit.dir);
  const found: Read[] = [];
  for (const id of trace.provenance.pdusIn(streamKey(unit.lane, unit.conn, unit.dir), 0, Infinity)) {
    const received = trace.provenance.outcome(id);
    if (received === NO_EVENT) break;
    const pdu = trace.of(id, 'pdu.sent');
    const reading = reader.read(plainOctets(trace, pdu), upgradeIn(trace, pdu));
    if (id >= unit.id) found.push({ received, reading });
    if (reading.fault !== null) break;
  }
  return found;
}

/** Whether what the unit answers, or is answered by, made the connection a WebSocket: the server's word counts. */
function upgradeIn(trace: Trace, unit: Unit): Upgrade | null {
  if (unit.kind !== 'ws.request') return null;
  const answer = trace.provenance.request(unit.lane, unit.request)?.answer ?? NO_EVENT;
  if (answer === NO_EVENT) return null;
  const sent = trace.of(answer, 'pdu.sent');
  const { status, deflate } = new PeerReader('down').peek(plainOctets(trace, sent), sent.kind);
  // The server goes by what it meant to answer. Only an answer of its own can be tampered with: a 101, as a rule.
  const upgraded = sent.tampered ? sent.kind === 'ws.response' : status === 101;
  return upgraded ? { deflate } : null;
}

function codecStep(trace: Trace, read: readonly Read[], arrived: EventId): Step {
  const faulty = read.find(({ reading }) => reading.fault !== null);
  if (faulty?.reading.fault) {
    const { received: event } = faulty;
    const later = event !== arrived;
    return { kind: 'fault', code: faulty.reading.fault, later, event, t: trace.at(event).t };
  }
  const [own] = read;
  if (!own || own.reading.awaited === 0) return null;
  return { kind: 'waits', octets: own.reading.awaited, event: arrived, t: trace.at(arrived).t };
}

/** What followed, by cause, from the events in `led`: what the peer did, each kind of deed once. */
function deeds(trace: Trace, unit: Unit, led: Set<EventId>): ReactionStep[] {
  const steps: ReactionStep[] = [];
  const done = new Set<string>();
  for (let id = Math.min(...led) + 1; id < trace.length; id++) {
    const event = trace.at(id);
    if (event.lane !== unit.lane || !led.has(event.cause)) continue;
    const step = deed(trace, unit, event);
    // What follows from the other side's octets is the other side's doing.
    if (event.type !== 'pdu.received') led.add(id);
    if (!step || done.has(step.kind)) continue;
    done.add(step.kind);
    steps.push(step);
  }
  return steps;
}

function deed(trace: Trace, unit: Unit, event: TraceEvent): Step {
  const at = { event: event.id, t: event.t };
  switch (event.type) {
    case 'pdu.sent':
      return event.conn === unit.conn && event.dir !== unit.dir ? reply(trace, event) : null;
    case 'segment.sent':
      if (event.conn !== unit.conn || event.dir === unit.dir) return null;
      if (event.why === 'rst') return { kind: 'resets', ...at };
      return (event.flags & FIN) !== 0 ? { kind: 'ends', ...at } : null;
    case 'client.state':
      return event.state === 'closed' && unit.dir === 'down' ? { kind: 'page-closed', ...at } : null;
    case 'app.delivered':
      return unit.msgs.includes(event.msg) ? { kind: 'delivered', msg: event.msg, ...at } : null;
    case 'app.published':
      return unit.dir === 'up' ? { kind: 'published', msg: event.msg, ...at } : null;
    case 'request.issued':
      return unit.dir === 'down' ? { kind: 'asks-again', ...at } : null;
    default:
      return null;
  }
}

/** What the peer wrote back. */
function reply(trace: Trace, pdu: Unit): Step {
  const at = { event: pdu.id, t: pdu.t };
  const reading = new PeerReader(pdu.dir).peek(plainOctets(trace, pdu), pdu.kind);
  if (reading.closeCode !== null) return { kind: 'closes', code: reading.closeCode, ...at };
  if (reading.pong) return { kind: 'pongs', ...at };
  return reading.status === null ? null : { kind: 'answers', status: reading.status, ...at };
}
