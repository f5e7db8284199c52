/** One lane of the stage as a fold over its events: each is looked at once. */
import type {
  ClientState,
  ConnChanged,
  Direction,
  EventId,
  EventOf,
  LaneIndex,
  MsgId,
  PduKind,
  TraceEvent,
} from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey } from '#trace/provenance.ts';
import { statusOf } from '#trace/status.ts';
import type { Flight, Message, OpenStream, Pdu, Phase, Poll, ResendWait, Upward } from './scene-types.ts';
import { Spans } from './spans.ts';

const NO_PDUS: readonly Pdu[] = [];
/** Requests of one connection that may be unanswered: HTTP/1.1 has one, the others have ended. */
const MOST_AT_ONCE = 2;

/** RFC 9110 section 15.2.2: from now on both sides may speak. */
const SWITCHING_PROTOCOLS = 101;

/** What answers say in a trace that was written without octets. */
const USUAL_STATUS: Partial<Record<PduKind, number>> = {
  'http.response': 200,
  'http.head': 200,
  'ws.response': SWITCHING_PROTOCOLS,
};

/** Whether a segment that starts at `seq` and has `len` octets holds the start of another one. */
function covers(seq: number, len: number, other: Flight): boolean {
  return seq === other.seq || (seq < other.seq && other.seq < seq + len);
}

/** Whether an earlier copy has arrived, so that this one brings nothing. */
export function arrivedBefore(flight: Flight): boolean {
  for (let copy = flight.before; copy; copy = copy.before) if (copy.outcome === 'received') return true;
  return false;
}

function wayKey(conn: number, dir: Direction): string {
  return `${String(conn)} ${dir}`;
}

function sender(flight: Flight): 'client' | 'server' {
  return flight.dir === 'up' ? 'client' : 'server';
}

export class LaneScene {
  readonly messages = new Spans<Message>();
  readonly flights = new Spans<Flight>();
  readonly pdus = new Spans<Pdu>();
  /** Requests that ask for messages, and requests that carry a line up. */
  readonly polls = new Spans<Poll>();
  readonly streams = new Spans<OpenStream>();
  readonly upward = new Spans<Upward>();
  readonly waits = new Spans<ResendWait>();
  readonly phases = new Spans<Phase>();
  readonly #lane: LaneIndex;
  #messageBy = new Map<MsgId, Message>();
  #pduBy = new Map<EventId, Pdu>();
  /** By connection and direction, what is not complete at its receiver; null once the receiver is gone. */
  #incomplete = new Map<string, Set<Pdu> | null>();
  /** By connection: the requests that its server has, or will have. */
  #polledOn = new Map<number, Poll[]>();
  #pollBy = new Map<number, Poll>();
  #pollByEvent = new Map<EventId, Poll>();
  #flightBy = new Map<EventId, Flight>();
  /** Waits that go on: few, and only while segments are missing. */
  readonly #states: { readonly t: number; readonly state: ClientState['state'] }[] = [];
  #openWaits: ResendWait[] = [];
  /** By first transmission: the latest copy, while it may still be sent again. */
  #latestCopy = new Map<EventId, Flight>();

  constructor(lane: LaneIndex) {
    this.#lane = lane;
  }

  message(msg: MsgId): Message | undefined {
    return this.#messageBy.get(msg);
  }

  /** The readyState of the client's API object at an instant; null before there is one. */
  stateAt(t: number): ClientState['state'] | null {
    return this.#states.findLast((change) => change.t <= t)?.state ?? null;
  }

  /** What a surviving client does about its connection; undefined where it is none, or has not begun. */
  phaseAt(t: number): Phase | undefined {
    return this.phases.items[this.phases.startedBy(t) - 1];
  }

  flight(id: EventId): Flight | undefined {
    return this.#flightBy.get(id);
  }

  pdu(id: EventId): Pdu | undefined {
    return this.#pduBy.get(id);
  }

  /** The request of a `request.issued` event. */
  poll(id: EventId): Poll | undefined {
    return this.#pollByEvent.get(id);
  }

  /** Takes one event in. `oneWayUs` is the fixed delay of each direction now. */
  take(event: TraceEvent, trace: Trace, oneWayUs: Readonly<Record<Direction, number>>): void {
    switch (event.type) {
      case 'app.published':
        this.#publish(event, oneWayUs.down);
        break;
      case 'app.delivered': {
        const message = this.#messageBy.get(event.msg);
        if (!message || event.duplicate) break;
        if (message.delivered === NO_EVENT) message.delivered = event.id;
        this.messages.close(message, event.t);
        break;
      }
      case 'app.sent':
        this.upward.add({ start: event.t, end: event.t, at: 0, id: event.id, msg: event.msg });
        break;
      case 'request.issued': {
        const { id, t, request, purpose } = event;
        const poll: Poll = {
          ...{ start: t, end: Infinity, at: 0 },
          ...{ id, request, purpose, askedAt: Infinity, answeredAt: Infinity, brought: 0 },
        };
        this.#pollBy.set(request, this.polls.add(poll));
        this.#pollByEvent.set(id, poll);
        break;
      }
      case 'pdu.sent':
        this.#pdu(event.id, trace);
        break;
      case 'pdu.received':
        this.#receivePdu(this.#pdu(event.sent, trace), event.t);
        break;
      case 'segment.sent':
        this.#send(event, trace, oneWayUs[event.dir]);
        break;
      case 'segment.received':
        this.#arrive(event);
        break;
      case 'segment.lost': {
        const flight = this.#flightBy.get(event.sent);
        if (!flight) break;
        flight.outcome = 'lost';
        flight.rule = event.rule;
        this.flights.close(flight, event.t);
        if (
          (flight.len > 0 || flight.why !== 'ack') &&
          flight.resentAt === Infinity &&
          !arrivedBefore(flight)
        )
          this.#openWaits.push(this.waits.add({ start: event.t, end: Infinity, at: 0, flight }));
        break;
      }
      case 'conn.closed':
        this.#closeConnection(event);
        break;
      case 'client.state':
        this.#states.push({ t: event.t, state: event.state });
        break;
      case 'client.phase':
        this.#enter(event);
        break;
      default:
        break;
    }
  }

  #enter({ t, phase, until }: EventOf<'client.phase'>): void {
    const before = this.phases.items.at(-1);
    if (before) this.phases.close(before, t);
    this.phases.add({ start: t, end: Infinity, at: 0, phase, until });
  }

  #publish(event: EventOf<'app.published'>, oneWayUs: number): void {
    if (this.#messageBy.has(event.msg)) return;
    const message: Message = {
      ...{ start: event.t, end: Infinity, at: 0 },
      ...{ msg: event.msg, published: event.id, delivered: NO_EVENT, oneWayUs, flight: null },
    };
    this.#messageBy.set(event.msg, this.messages.add(message));
  }

  /** The record of a PDU, made when its first segment or the PDU itself comes up, whichever was logged first. */
  #pdu(id: EventId, trace: Trace): Pdu {
    const known = this.#pduBy.get(id);
    if (known) return known;
    const sent = trace.of(id, 'pdu.sent');
    const { t, conn, dir, kind, from, to, request, msgs } = sent;
    const status = statusOf(trace, sent) ?? USUAL_STATUS[kind] ?? null;
    const poll = this.#pollBy.get(request) ?? null;
    const pdu: Pdu = {
      ...{ start: t, end: Infinity, at: 0, id, conn, dir, kind, from, to, msgs, status, poll },
      ...{ arrivedBytes: 0, arrivedAt: Infinity },
    };
    this.#pduBy.set(id, this.pdus.add(pdu));
    this.#expect(pdu);
    if (poll && dir === 'up')
      this.#polledOn.set(conn, [...(this.#polledOn.get(conn) ?? []), poll].slice(-MOST_AT_ONCE));
    if (poll && dir === 'down' && (kind === 'http.response' || kind === 'http.head')) {
      poll.answeredAt = t;
      poll.brought = msgs.length;
    }
    if (kind === 'http.head' || status === SWITCHING_PROTOCOLS)
      this.streams.add({ start: t, end: Infinity, at: 0, conn, side: 'server' });
    if (kind === 'http.last-chunk') this.#closeStream(conn, 'server', t);
    return pdu;
  }

  /** What is written to a side that is gone will never be complete. */
  #expect(pdu: Pdu): void {
    const way = wayKey(pdu.conn, pdu.dir);
    const incomplete = this.#incomplete.get(way);
    if (incomplete === null) this.#never(pdu, pdu.start);
    else if (incomplete) incomplete.add(pdu);
    else this.#incomplete.set(way, new Set([pdu]));
  }

  #receivePdu(pdu: Pdu, t: number): void {
    this.pdus.close(pdu, t);
    this.#incomplete.get(wayKey(pdu.conn, pdu.dir))?.delete(pdu);
    if (pdu.poll) {
      if (pdu.dir === 'up') pdu.poll.askedAt = t;
      else if (pdu.kind === 'http.response' || pdu.kind === 'http.last-chunk') this.polls.close(pdu.poll, t);
    }
    if (pdu.status === SWITCHING_PROTOCOLS)
      this.streams.add({ start: t, end: Infinity, at: 0, conn: pdu.conn, side: 'client' });
  }

  #send(event: EventOf<'segment.sent'>, trace: Trace, oneWayUs: number): void {
    const { id, t, conn, dir, seq, len, ack, flags, why, wireBytes, due, original } = event;
    const first = original === NO_EVENT ? id : original;
    const before = this.#latestCopy.get(first) ?? null;
    if (before) before.resentAt = t;
    this.#endWaits(t, (lost) => lost.conn === conn && lost.dir === dir && covers(seq, len, lost));
    const key = streamKey(this.#lane, conn, dir);
    const pdus =
      len === 0
        ? NO_PDUS
        : trace.provenance.pdusIn(key, seq, seq + len).map((pduId) => this.#pdu(pduId, trace));
    const flight: Flight = {
      ...{ start: t, end: Infinity, at: 0, id, conn, dir, seq, len, ack, flags, why, wireBytes, due },
      ...{
        oneWayUs,
        original,
        outcome: 'underway',
        rule: null,
        resentAt: Infinity,
        twiceAt: Infinity,
        before,
        pdus,
      },
    };
    this.#flightBy.set(id, this.flights.add(flight));
    if (len > 0 || why !== 'ack') this.#latestCopy.set(first, flight);
    for (const pdu of pdus) if (pdu.arrivedAt === Infinity) this.#carry(pdu, flight);
  }

  /** Notes on the messages in a PDU which segment brings them. */
  #carry(pdu: Pdu, flight: Flight): void {
    if (pdu.dir === 'up') return;
    for (const msg of pdu.msgs) {
      const message = this.#messageBy.get(msg);
      if (message && message.end === Infinity) message.flight = flight;
    }
  }

  #arrive(event: EventOf<'segment.received'>): void {
    const flight = this.#flightBy.get(event.sent);
    if (!flight) return;
    if (flight.outcome === 'received') {
      flight.twiceAt = event.t;
      return;
    }
    flight.outcome = 'received';
    this.flights.close(flight, event.t);
    // A late original may make good for a copy that died: nobody sends it again.
    this.#openWaits = this.#openWaits.filter((wait) => {
      const { conn, dir } = wait.flight;
      if (conn !== flight.conn || dir !== flight.dir || !covers(flight.seq, flight.len, wait.flight))
        return true;
      this.waits.close(wait, event.t);
      return false;
    });
    if (arrivedBefore(flight)) return;
    for (const pdu of flight.pdus) {
      const octets = Math.min(pdu.to, flight.seq + flight.len) - Math.max(pdu.from, flight.seq);
      if (pdu.arrivedAt !== Infinity) continue;
      pdu.arrivedBytes += octets;
      if (pdu.arrivedBytes < pdu.to - pdu.from) continue;
      pdu.arrivedAt = event.t;
      this.#carry(pdu, flight);
    }
  }

  #endWaits(t: number, over: (lost: Flight) => boolean): void {
    if (this.#openWaits.length === 0) return;
    this.#openWaits = this.#openWaits.filter((wait) => {
      if (!over(wait.flight)) return true;
      wait.flight.resentAt = Math.min(wait.flight.resentAt, t);
      this.waits.close(wait, t);
      return false;
    });
  }

  #closeStream(conn: number, side: OpenStream['side'], t: number): void {
    for (let i = this.streams.items.length - 1; i >= 0; i--) {
      const stream = this.streams.items[i];
      if (stream?.conn === conn && stream.side === side) {
        this.streams.close(stream, t);
        return;
      }
    }
  }

  #closeConnection(event: ConnChanged): void {
    this.#closeStream(event.conn, event.side, event.t);
    for (const wait of this.#openWaits)
      if (wait.flight.conn === event.conn && sender(wait.flight) === event.side)
        this.waits.close(wait, event.t);
    this.#openWaits = this.#openWaits.filter((wait) => wait.end === Infinity);
    // Nor will what is still under way to it.
    const way = wayKey(event.conn, event.side === 'server' ? 'up' : 'down');
    for (const pdu of this.#incomplete.get(way) ?? []) this.#never(pdu, event.t);
    this.#incomplete.set(way, null);
    // And a server that is gone answers nobody.
    if (event.side === 'server')
      for (const poll of this.#polledOn.get(event.conn) ?? []) this.polls.close(poll, event.t);
  }

  #never(pdu: Pdu, t: number): void {
    this.pdus.close(pdu, t);
    if (pdu.poll) this.polls.close(pdu.poll, t);
  }
}
