/** What a log shows and searches of one event, besides its time: read from the trace when asked, never kept. */
import { fromUtf8 } from '#base/bytes.ts';
import { SseParser } from '#codecs/sse/parser.ts';
import { openRecords } from '#codecs/tls/record.ts';
import { applyMask } from '#codecs/websocket/encode.ts';
import { opcodeName } from '#codecs/websocket/opcode.ts';
import type { Direction, EventOf, MsgId, PduKind, TraceEvent } from './events.ts';
import { NO_EVENT } from './events.ts';
import type { Trace } from './log.ts';
import { streamKey } from './provenance.ts';

/** The header of a WebSocket frame (RFC 6455 section 5.2). */
export interface FrameFacts {
  readonly fin: boolean;
  /** As `opcodeName` has it. */
  readonly opcode: string;
  readonly masked: boolean;
  /** Octets of header: 2 to 14. */
  readonly headerBytes: number;
}

/** What server-sent events set besides their data (HTML section 9.2.6). */
export interface SseFacts {
  /** The last `id` of the unit; null when it has none. */
  readonly id: string | null;
  readonly retryMs: number | null;
}

/** The longest frame header: two octets, eight of length, four of masking key. */
const FRAME_HEADER_BYTES = 14;
/** "HTTP/1.1 200": the start of a status line (RFC 9112 section 4). */
const STATUS_LINE = /^HTTP\/\d\.\d (\d{3})/;
const STATUS_BYTES = 12;
/** RFC 8446 section 5.1: the header of a TLS record. */
const RECORD_HEADER_BYTES = 5;

/** The event of sending that an arrival or a loss is about; any other event is about itself. */
export function subjectOf(event: TraceEvent, trace: Trace): TraceEvent {
  return event.type === 'segment.received' || event.type === 'segment.lost' || event.type === 'pdu.received'
    ? trace.at(event.sent)
    : event;
}

/** The unit that an event sends or brings; null for any other event. */
export function unitOf(event: TraceEvent, trace: Trace): EventOf<'pdu.sent'> | null {
  const subject = subjectOf(event, trace);
  return subject.type === 'pdu.sent' ? subject : null;
}

/** The segment that an event sends, brings or loses; null for any other event. */
export function segmentOf(event: TraceEvent, trace: Trace): EventOf<'segment.sent'> | null {
  const subject = subjectOf(event, trace);
  return subject.type === 'segment.sent' ? subject : null;
}

/** Which way an event goes; null where it goes neither. */
export function directionOf(event: TraceEvent): Direction | null {
  if ('dir' in event) return event.dir;
  if (event.type === 'app.delivered') return 'down';
  return event.type === 'app.sent' || event.type === 'request.issued' ? 'up' : null;
}

/** The octets of a unit as the application wrote them, without TLS's records; at most about `atMost` of them. */
export function plainOctets(unit: EventOf<'pdu.sent'>, trace: Trace, atMost = Infinity): Uint8Array {
  const { lane, conn, dir, from, to, tlsBytes = 0, kind } = unit;
  const octets = (length: number): Uint8Array =>
    trace.bytes(lane, conn, dir, from, Math.min(to, from + length));
  if (tlsBytes === 0 || kind.startsWith('tls.')) return octets(atMost);
  return atMost === Infinity
    ? openRecords(octets(Infinity))
    : octets(atMost + RECORD_HEADER_BYTES).subarray(RECORD_HEADER_BYTES);
}

/** The header of the frame; null when the unit is none. */
export function frameOf(unit: EventOf<'pdu.sent'>, trace: Trace): FrameFacts | null {
  if (unit.kind !== 'ws.frame') return null;
  const [first = 0, second = 0] = plainOctets(unit, trace, FRAME_HEADER_BYTES);
  const masked = (second & 0x80) !== 0;
  const length = second & 0x7f;
  const extended = length === 126 ? 2 : length === 127 ? 8 : 0;
  return {
    fin: (first & 0x80) !== 0,
    opcode: opcodeName(first & 0xf),
    masked,
    headerBytes: 2 + extended + (masked ? 4 : 0),
  };
}

/** The octets of a frame's payload, unmasked. */
export function framePayload(unit: EventOf<'pdu.sent'>, trace: Trace): Uint8Array {
  const frame = frameOf(unit, trace);
  const octets = plainOctets(unit, trace);
  if (frame === null) return octets;
  const payload = octets.slice(frame.headerBytes);
  if (frame.masked) applyMask(payload, octets.subarray(frame.headerBytes - 4, frame.headerBytes), 0);
  return payload;
}

const STREAM_UNITS: readonly PduKind[] = ['sse.event', 'sse.comment'];

/** What the events of a chunk set; null when the unit is no piece of an event stream. */
export function sseOf(unit: EventOf<'pdu.sent'>, trace: Trace): SseFacts | null {
  if (!STREAM_UNITS.includes(unit.kind)) return null;
  const octets = plainOctets(unit, trace);
  const parser = new SseParser();
  parser.feed(octets.subarray(octets.indexOf(0x0a) + 1, -2));
  return { id: parser.lastEventId === '' ? null : parser.lastEventId, retryMs: parser.retryMs };
}

/** The status code of an answer; null when the unit is none. */
export function statusOf(unit: EventOf<'pdu.sent'>, trace: Trace): number | null {
  if (unit.dir !== 'down') return null;
  const line = STATUS_LINE.exec(fromUtf8(plainOctets(unit, trace, STATUS_BYTES)));
  return line ? Number(line[1]) : null;
}

/**
 * Octets that an event is about without what is wrapped around: of a message its JSON, of a frame and a segment the
 * payload, of another unit all that the application wrote. Null when of none.
 */
export function payloadBytes(event: TraceEvent, trace: Trace): number | null {
  const subject = subjectOf(event, trace);
  switch (subject.type) {
    case 'app.published':
      return subject.sizeBytes;
    case 'pdu.sent':
      return (
        subject.to - subject.from - (subject.tlsBytes ?? 0) - (frameOf(subject, trace)?.headerBytes ?? 0)
      );
    case 'segment.sent':
      return subject.len;
    case 'stream.advanced':
      return subject.to - subject.from;
    case 'box.acted':
      return subject.bytes > 0 ? subject.bytes : null;
    default:
      return null;
  }
}

/** Octets with all that is wrapped around: of a unit those in the stream, of a segment the IP packet. Null when of none. */
export function wireBytes(event: TraceEvent, trace: Trace): number | null {
  const subject = subjectOf(event, trace);
  if (subject.type === 'segment.sent') return subject.wireBytes;
  return subject.type === 'pdu.sent' ? subject.to - subject.from : null;
}

/** Sent again: it, or a part of it, was sent before. */
export function isCopy(event: TraceEvent, trace: Trace): boolean {
  const segment = segmentOf(event, trace);
  return segment !== null && segment.original !== NO_EVENT;
}

/** The messages that an event is about: also those whose octets are in a segment. */
export function messagesOf(event: TraceEvent, trace: Trace): readonly MsgId[] {
  const subject = subjectOf(event, trace);
  switch (subject.type) {
    case 'app.published':
    case 'app.sent':
    case 'app.delivered':
      return [subject.msg];
    case 'pdu.sent':
      return subject.msgs;
    case 'segment.sent':
      return messagesIn(subject, subject.seq, subject.seq + subject.len, trace);
    case 'stream.advanced':
      return messagesIn(subject, subject.from, subject.to, trace);
    default:
      return [];
  }
}

function messagesIn(
  { lane, conn, dir }: EventOf<'segment.sent'> | EventOf<'stream.advanced'>,
  from: number,
  to: number,
  trace: Trace,
): readonly MsgId[] {
  if (to <= from) return [];
  const units = trace.provenance.pdusIn(streamKey(lane, conn, dir), from, to);
  return units.flatMap((id) => trace.of(id, 'pdu.sent').msgs);
}

/** A unit's content as text, a frame's payload unmasked; empty for TLS's handshake, which has no text. */
export function contentText(unit: EventOf<'pdu.sent'>, trace: Trace): string {
  return unit.kind.startsWith('tls.') ? '' : fromUtf8(framePayload(unit, trace));
}
