/**
 * A second, slow and obvious computation of why a message is late, from nothing but published and delivered messages,
 * the units' octet ranges and the segments. It shares no code with src/trace/why-late.ts.
 */
import type { TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

export interface Recomputed {
  readonly delayUs: number;
  readonly parts: Readonly<Record<string, number>>;
}

interface Way {
  readonly written: number;
  readonly usable: number;
  readonly firstSent: number;
  readonly sent: number;
  readonly received: number;
  readonly inOrder: number;
  readonly queueUs: number;
  readonly serializationUs: number;
  readonly propagationUs: number;
  readonly jitterUs: number;
}

type Sent = Extract<TraceEvent, { type: 'segment.sent' }>;
type Received = Extract<TraceEvent, { type: 'segment.received' }>;
type Pdu = Extract<TraceEvent, { type: 'pdu.sent' }>;

function eventsOf(trace: Trace, lane: number): TraceEvent[] {
  const events: TraceEvent[] = [];
  for (let id = 0; id < trace.length; id++) {
    const event = trace.at(id);
    if (event.lane === lane) events.push(event);
  }
  return events;
}

/** Puts the received segments of one direction together by hand. */
function wayOf(events: readonly TraceEvent[], pdu: Pdu): Way | null {
  const last = pdu.to - 1;
  const sent = new Map<number, Sent>();
  const have = new Set<number>();
  let firstSent = Infinity;
  let through: { sent: Sent; received: Received } | null = null;
  let inOrder = -1;
  let prefix = 0;
  let usable = pdu.t as number;
  const sender = pdu.dir === 'up' ? 'client' : 'server';
  for (const event of events) {
    const opens = event.type === 'conn.established' || event.type === 'conn.secured';
    if (opens && event.conn === pdu.conn && event.side === sender) usable = Math.max(usable, event.t);
    if (event.type === 'segment.sent' && event.conn === pdu.conn && event.dir === pdu.dir && event.len > 0) {
      sent.set(event.id, event);
      if (event.seq <= last && last < event.seq + event.len) firstSent = Math.min(firstSent, event.t);
    }
    if (event.type !== 'segment.received') continue;
    const segment = sent.get(event.sent);
    if (!segment) continue;
    for (let octet = segment.seq; octet < segment.seq + segment.len; octet++) have.add(octet);
    if (!through && segment.seq <= last && last < segment.seq + segment.len)
      through = { sent: segment, received: event };
    while (have.has(prefix)) prefix++;
    if (inOrder < 0 && prefix > last) inOrder = event.t;
  }
  if (!through || inOrder < 0) return null;
  const { queueUs, serializationUs, propagationUs, jitterUs } = through.received;
  return {
    written: pdu.t,
    usable,
    firstSent,
    sent: through.sent.t,
    received: through.received.t,
    inOrder,
    queueUs,
    serializationUs,
    propagationUs,
    jitterUs,
  };
}

function overlap(from: number, to: number, start: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.max(from, start));
}

/** Null when the message is not delivered. */
export function recompute(trace: Trace, lane: number, msg: string, waitName: string): Recomputed | null {
  const events = eventsOf(trace, lane);
  const published = events.find((e) => e.type === 'app.published' && e.msg === msg)?.t;
  const delivered = events.find((e) => e.type === 'app.delivered' && e.msg === msg)?.t;
  const pdus = events.filter((e) => e.type === 'pdu.sent');
  // What a dead connection took with it was sent again on another.
  const carrier = pdus.find((e) => e.dir === 'down' && e.msgs.includes(msg) && wayOf(events, e));
  const way = carrier ? wayOf(events, carrier) : null;
  if (published === undefined || delivered === undefined || !carrier || !way) return null;

  const held = events.find((e) => e.type === 'box.acted' && e.id === carrier.held);
  const handed = held?.t ?? way.written;
  const parts: Record<string, number> = {
    proxy: way.written - handed,
    sendQueue: way.firstSent - Math.max(way.written, way.usable) + way.queueUs,
    lossRepair: way.sent - way.firstSent,
    serialization: way.serializationUs,
    propagation: way.propagationUs,
    jitter: way.jitterUs,
    headOfLine: way.inOrder - way.received,
    hold: delivered - way.inOrder,
    setup: Math.max(way.written, way.usable) - way.written,
  };
  if (handed > published) {
    const request = pdus.find((e) => e.dir === 'up' && e.request === carrier.request);
    const before = pdus
      .filter((e) => e.dir === 'down' && e.request > 0 && e.request < carrier.request && e.t <= published)
      .at(-1);
    const issued = events.find((e) => e.type === 'request.issued' && e.request === carrier.request);
    const dialling = issued && request ? overlap(issued.t, request.t, published, handed) : 0;
    parts.setup = (parts.setup ?? 0) + dialling;
    let named = dialling;
    for (const pdu of [before, request]) {
      const other = pdu ? wayOf(events, pdu) : null;
      if (!other) continue;
      const from = published;
      const to = handed;
      const repair = overlap(other.firstSent, other.sent, from, to);
      const blocked = overlap(other.received, other.inOrder, from, to);
      const setup = overlap(other.written, Math.max(other.written, other.usable), from, to);
      parts.lossRepair = (parts.lossRepair ?? 0) + repair;
      parts.headOfLine = (parts.headOfLine ?? 0) + blocked;
      parts.setup += setup;
      named += repair + blocked + setup;
    }
    parts[waitName] = (parts[waitName] ?? 0) + (handed - published - named);
  }
  return { delayUs: delivered - published, parts };
}
