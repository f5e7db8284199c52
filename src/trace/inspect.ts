/**
 * From what is selected to what an inspector shows of it: a unit of protocol data or a segment, its octets as the sender
 * wrote them, the fields they mean, and what stands above, below and beside it.
 */
import { octetField, type Field } from '#codecs/fields.ts';
import { annotateChunk, annotateMessage } from '#codecs/http1/annotate.ts';
import { annotateEventStream } from '#codecs/sse/annotate.ts';
import { openRecords } from '#codecs/tls/record.ts';
import type { Direction, EventId, EventOf, LaneIndex, MsgId, PduKind, TraceEvent } from './events.ts';
import { NO_EVENT } from './events.ts';
import { annotateFrames } from './inspect-frames.ts';
import type { Trace } from './log.ts';
import { streamKey } from './provenance.ts';

/** In which way a unit is shown. */
export type InspectMode = 'frame' | 'handshake' | 'http' | 'sse' | 'segment' | 'tls';

/** What is selected: an event, or a message in a lane. */
export interface InspectRequest {
  readonly event: EventId | null;
  readonly msg: MsgId | null;
  readonly lane: LaneIndex | null;
}

/** One unit, or one segment, ready to be shown. */
export interface Inspected {
  readonly mode: InspectMode;
  /** `pdu.sent` or `segment.sent`; `NO_EVENT` for octets that somebody pasted. */
  readonly event: EventId;
  readonly lane: LaneIndex;
  readonly conn: number;
  readonly dir: Direction;
  readonly kind: PduKind | 'segment';
  /** As the sender wrote them, without TLS's records; of a segment, its payload (with them). */
  readonly octets: Uint8Array;
  readonly fields: readonly Field[];
  /** The messages that it carries, whole or in part. */
  readonly msgs: readonly MsgId[];
  /** `pdu.sent` of the request that it answers, or of the first answer to it; else `NO_EVENT`. */
  readonly partner: EventId;
  /** The layer below a unit: first transmissions of `segment.sent` that carry it, in the order of the stream. */
  readonly segments: readonly EventId[];
  /** The layer above a segment: the `pdu.sent` events whose octets it carries. */
  readonly units: readonly EventId[];
}

const MODES: Readonly<Record<PduKind, InspectMode>> = {
  'tls.client-hello': 'tls',
  'tls.server-flight': 'tls',
  'tls.finished': 'tls',
  'http.request': 'http',
  'http.response': 'http',
  'http.head': 'http',
  'http.last-chunk': 'http',
  'sse.event': 'sse',
  'sse.comment': 'sse',
  'ws.request': 'handshake',
  'ws.response': 'handshake',
  'ws.frame': 'frame',
};

/**
 * The `pdu.sent` or `segment.sent` that an inspector shows for a selection, of the first `known` events of the trace; or
 * `NO_EVENT`. Of a message with no lane named, the last lane that has it counts.
 */
export function targetOf(
  trace: Trace,
  { event, msg, lane }: InspectRequest,
  known: number,
  lanes: number,
): EventId {
  if (event !== null && event >= 0 && event < known) {
    const target = targetOfEvent(trace, trace.at(event), known);
    if (target !== NO_EVENT) return target;
  }
  if (msg === null) return NO_EVENT;
  for (const one of lane === null ? Array.from({ length: lanes }, (_, i) => lanes - 1 - i) : [lane]) {
    const carrier = carrierOf(trace, one, msg, known);
    if (carrier !== NO_EVENT) return carrier;
  }
  return NO_EVENT;
}

function targetOfEvent(trace: Trace, event: TraceEvent, known: number): EventId {
  switch (event.type) {
    case 'pdu.sent':
    case 'segment.sent':
      return event.id;
    case 'pdu.received':
    case 'segment.received':
    case 'segment.lost':
      return event.sent;
    case 'request.issued':
    case 'request.queued': {
      const sent = trace.provenance.request(event.lane, event.request)?.sent ?? NO_EVENT;
      return sent < known ? sent : NO_EVENT;
    }
    case 'stream.advanced':
      return (
        trace.provenance
          .pdusIn(streamKey(event.lane, event.conn, event.dir), event.from, event.to)
          .findLast((id) => id < known) ?? NO_EVENT
      );
    case 'app.published':
    case 'app.sent':
    case 'app.delivered':
      return carrierOf(trace, event.lane, event.msg, known);
    default:
      return NO_EVENT;
  }
}

/** The unit that carried a message: the last one down, or while there is none the one up. */
function carrierOf(trace: Trace, lane: LaneIndex, msg: MsgId, known: number): EventId {
  const pdus = trace.provenance.message(lane, msg)?.pdus ?? [];
  return pdus.findLast((id) => id < known) ?? NO_EVENT;
}

/** A `pdu.sent` or `segment.sent` event, ready to be shown. */
export function inspect(trace: Trace, id: EventId): Inspected {
  const event = trace.at(id);
  return event.type === 'segment.sent'
    ? inspectSegment(trace, event)
    : inspectUnit(trace, trace.of(id, 'pdu.sent'));
}

function inspectUnit(trace: Trace, unit: EventOf<'pdu.sent'>): Inspected {
  const { lane, conn, dir, kind, from, to, msgs, request } = unit;
  const mode = MODES[kind];
  const written = trace.bytes(lane, conn, dir, from, to);
  const octets = (unit.tlsBytes ?? 0) > 0 && mode !== 'tls' ? openRecords(written) : written;
  const places = trace.provenance.request(lane, request);
  const { provenance } = trace;
  return {
    ...{ mode, event: unit.id, lane, conn, dir, kind, octets, msgs },
    fields: annotateUnit(kind, octets),
    partner: (dir === 'up' ? places?.answer : places?.sent) ?? NO_EVENT,
    segments: provenance.segmentsIn(streamKey(lane, conn, dir), from, to),
    units: [],
  };
}

function inspectSegment(trace: Trace, segment: EventOf<'segment.sent'>): Inspected {
  const { lane, conn, dir, seq, len } = segment;
  const units = len === 0 ? [] : trace.provenance.pdusIn(streamKey(lane, conn, dir), seq, seq + len);
  const carried = units.map((id) => trace.of(id, 'pdu.sent'));
  return {
    ...{ mode: 'segment', event: segment.id, lane, conn, dir, kind: 'segment' },
    octets: len === 0 ? new Uint8Array() : trace.bytes(lane, conn, dir, seq, seq + len),
    fields: carried.map(({ kind, from, to }) =>
      octetField(kind, Math.max(from, seq) - seq, Math.min(to, seq + len) - seq, '', 'RFC 9293 §3.1'),
    ),
    msgs: [...new Set(carried.flatMap(({ msgs }) => msgs))],
    partner: NO_EVENT,
    segments: [],
    units,
  };
}

/** The fields of a unit of this kind, also when its octets are broken: what cannot be read is shown as it is. */
export function annotateUnit(kind: PduKind, octets: Uint8Array): Field[] {
  switch (kind) {
    case 'ws.frame':
      return annotateFrames(octets);
    case 'sse.event':
    case 'sse.comment':
      return annotateChunk(octets, annotateEventStream);
    case 'http.last-chunk':
      return annotateChunk(octets);
    case 'tls.client-hello':
    case 'tls.server-flight':
    case 'tls.finished':
      return annotateRecords(octets);
    default:
      return annotateMessage(octets);
  }
}

/** TLS records (RFC 8446 section 5.1); the simulation fills their content with placeholders. */
function annotateRecords(octets: Uint8Array): Field[] {
  const fields: Field[] = [];
  const spec = 'RFC 8446 §5.1';
  for (let at = 0; at + 5 <= octets.length;) {
    const length = ((octets[at + 3] ?? 0) << 8) | (octets[at + 4] ?? 0);
    const end = Math.min(at + 5 + length, octets.length);
    fields.push(octetField('record type', at, at + 1, octets[at] ?? 0, spec));
    fields.push(octetField('record version', at + 1, at + 3, '3.3', spec));
    fields.push(octetField('record length', at + 3, at + 5, length, spec));
    if (end > at + 5) fields.push(octetField('record content', at + 5, end, '', spec));
    at = end;
  }
  return fields;
}

/**
 * The unit (or for a segment, the segment) before (-1) or after (1) an event in its lane, both directions and all
 * connections counted, among the first `known` events; or `NO_EVENT`.
 */
export function beside(trace: Trace, id: EventId, step: -1 | 1, known: number): EventId {
  const { type, lane } = trace.at(id);
  for (let at = id + step; at >= 0 && at < known; at += step) {
    const event = trace.at(at);
    if (event.lane === lane && event.type === type) return at;
  }
  return NO_EVENT;
}
