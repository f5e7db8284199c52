/**
 * Which message stands in which protocol data unit, in which octets, in which segments (each copy). Recorded as the
 * events are appended, never inferred later.
 */
import type { Direction, EventId, LaneIndex, MsgId, RequestPurpose, Side, TraceEvent } from './events.ts';
import { NO_EVENT } from './events.ts';

/** One direction of one connection of one lane. */
export type StreamKey = string & { readonly __streamKey: true };

export function streamKey(lane: LaneIndex, conn: number, dir: Direction): StreamKey {
  return `${String(lane)}/${String(conn)}/${dir}` as StreamKey;
}

/** Where a message stands in the trace of one lane. */
export interface MessagePlaces {
  /** `app.sent`, for a line that the user typed. */
  sent: EventId;
  /** `app.published`. */
  published: EventId;
  /** `pdu.sent` events that carry it, in order: upward ones first. */
  pdus: readonly EventId[];
  /** `app.delivered`, the first one; further ones are duplicates. */
  delivered: EventId;
}

/** Where a request stands in the trace of one lane. */
export interface RequestPlaces {
  /** `request.issued`. */
  readonly issued: EventId;
  readonly purpose: RequestPurpose;
  /** The `pdu.sent` that carries it up. */
  sent: EventId;
  /** The first `pdu.sent` that answers it. */
  answer: EventId;
}

interface StreamIndex {
  readonly pdus: EventId[];
  readonly pduFrom: number[];
  /** `segment.sent` events with payload, first transmissions only: their `seq` never falls. */
  readonly segments: EventId[];
  readonly segmentFrom: number[];
}

/** Position of the last element that is <= value, or -1. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const NO_PDUS: readonly EventId[] = [];

export class Provenance {
  #streams = new Map<StreamKey, StreamIndex>();
  #messages = new Map<LaneIndex, Map<MsgId, MessagePlaces>>();
  #requests = new Map<LaneIndex, RequestPlaces[]>();
  #established = new Map<string, EventId>();
  #order: MsgId[] = [];
  #known = new Set<MsgId>();
  #copies = new Map<EventId, EventId[]>();
  /** By event id: the event that ended it (`segment.received`, `segment.lost`, `pdu.received`), plus one; 0 is none. */
  #outcome = new Uint32Array(1024);
  readonly #pduAt: (id: EventId) => { readonly from: number; readonly to: number };

  /** `pduAt` reads a `pdu.sent` event back from the log. */
  constructor(pduAt: (id: EventId) => { readonly from: number; readonly to: number }) {
    this.#pduAt = pduAt;
  }

  add(event: TraceEvent): void {
    switch (event.type) {
      case 'app.sent':
        this.#places(event.lane, event.msg).sent = event.id;
        break;
      case 'app.published':
        this.#places(event.lane, event.msg).published = event.id;
        break;
      case 'app.delivered': {
        const places = this.#places(event.lane, event.msg);
        if (places.delivered === NO_EVENT) places.delivered = event.id;
        break;
      }
      case 'pdu.sent': {
        const stream = this.#stream(streamKey(event.lane, event.conn, event.dir));
        stream.pdus.push(event.id);
        stream.pduFrom.push(event.from);
        for (const msg of event.msgs) {
          const places = this.#places(event.lane, msg);
          // An array grown from empty reserves room for 17: most messages stand in one unit.
          places.pdus = places.pdus.length === 0 ? [event.id] : [...places.pdus, event.id];
        }
        const request = this.request(event.lane, event.request);
        if (request && event.dir === 'up' && request.sent === NO_EVENT) request.sent = event.id;
        if (request && event.dir === 'down' && request.answer === NO_EVENT) request.answer = event.id;
        break;
      }
      case 'request.issued': {
        const entry = { issued: event.id, purpose: event.purpose, sent: NO_EVENT, answer: NO_EVENT };
        const requests = this.#requests.get(event.lane);
        if (requests) requests.push(entry);
        else this.#requests.set(event.lane, [entry]);
        break;
      }
      case 'conn.established':
      case 'conn.secured':
        this.#established.set(`${String(event.lane)}/${String(event.conn)}/${event.side}`, event.id);
        break;
      case 'segment.sent':
        if (event.len === 0) break;
        if (event.original === NO_EVENT) {
          const stream = this.#stream(streamKey(event.lane, event.conn, event.dir));
          stream.segments.push(event.id);
          stream.segmentFrom.push(event.seq);
        } else {
          const copies = this.#copies.get(event.original);
          if (copies) copies.push(event.id);
          else this.#copies.set(event.original, [event.id]);
        }
        break;
      case 'segment.received':
      case 'segment.lost':
      case 'pdu.received':
        this.#end(event.sent, event.id);
        break;
      default:
        break;
    }
  }

  /** All messages of the run in the order in which they first appeared in any lane. */
  get messages(): readonly MsgId[] {
    return this.#order;
  }

  /** Where a message stands in one lane, or undefined when that lane has not seen it. */
  message(lane: LaneIndex, msg: MsgId): Readonly<MessagePlaces> | undefined {
    return this.#messages.get(lane)?.get(msg);
  }

  /** Request number `n` (from 1) of a lane, or undefined. */
  request(lane: LaneIndex, n: number): RequestPlaces | undefined {
    return this.#requests.get(lane)?.[n - 1];
  }

  /**
   * From when on an application's octets may leave one side of a connection: its `conn.established`, or `conn.secured`
   * where there is TLS; else `NO_EVENT`.
   */
  established(lane: LaneIndex, conn: number, side: Side): EventId {
    return this.#established.get(`${String(lane)}/${String(conn)}/${side}`) ?? NO_EVENT;
  }

  /** How a segment or PDU ended: the id of `segment.received`, `segment.lost` or `pdu.received`, or `NO_EVENT`. */
  outcome(sent: EventId): EventId {
    return (this.#outcome[sent] ?? 0) - 1;
  }

  /** The `pdu.sent` events whose octets overlap [from, to), in stream order. */
  pdusIn(key: StreamKey, from: number, to: number): EventId[] {
    const stream = this.#streams.get(key);
    if (!stream) return [];
    const found: EventId[] = [];
    for (let i = Math.max(0, lastAtMost(stream.pduFrom, from)); i < stream.pdus.length; i++) {
      const id = stream.pdus[i];
      if (id === undefined) break;
      const pdu = this.#pduAt(id);
      if (pdu.from >= to) break;
      if (pdu.to > from) found.push(id);
    }
    return found;
  }

  /** The `segment.sent` events whose payload overlaps [from, to): first transmissions in stream order. */
  segmentsIn(key: StreamKey, from: number, to: number): EventId[] {
    const stream = this.#streams.get(key);
    if (!stream) return [];
    const found: EventId[] = [];
    for (let i = Math.max(0, lastAtMost(stream.segmentFrom, from)); i < stream.segments.length; i++) {
      const id = stream.segments[i];
      if (id === undefined || (stream.segmentFrom[i] ?? Infinity) >= to) break;
      found.push(id);
    }
    return found;
  }

  /** The retransmissions of a first transmission, in the order they were sent. */
  copiesOf(original: EventId): readonly EventId[] {
    return this.#copies.get(original) ?? [];
  }

  #places(lane: LaneIndex, msg: MsgId): MessagePlaces {
    let lanes = this.#messages.get(lane);
    if (!lanes) this.#messages.set(lane, (lanes = new Map<MsgId, MessagePlaces>()));
    let places = lanes.get(msg);
    if (!places) {
      lanes.set(msg, (places = { sent: NO_EVENT, published: NO_EVENT, pdus: NO_PDUS, delivered: NO_EVENT }));
      if (!this.#known.has(msg)) {
        this.#known.add(msg);
        this.#order.push(msg);
      }
    }
    return places;
  }

  #stream(key: StreamKey): StreamIndex {
    let stream = this.#streams.get(key);
    if (!stream) this.#streams.set(key, (stream = { pdus: [], pduFrom: [], segments: [], segmentFrom: [] }));
    return stream;
  }

  #end(sent: EventId, by: EventId): void {
    if (sent < 0) return;
    if (sent >= this.#outcome.length) {
      const larger = new Uint32Array(Math.max(sent + 1, this.#outcome.length * 2));
      larger.set(this.#outcome);
      this.#outcome = larger;
    }
    // Of a segment that arrives twice, the first counts.
    this.#outcome[sent] ||= by + 1;
  }
}
