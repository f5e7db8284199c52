/** What an HTTP/1.1 message costs and how its end is known, for the inspector. Pure: octets in, rows out. */
import { fromLatin1 } from '#base/bytes.ts';
import type { Field } from '#codecs/fields.ts';
import { annotateMessage } from '#codecs/http1/annotate.ts';
import type { Framing } from '#codecs/http1/framing.ts';
import type { Head } from '#codecs/http1/message.ts';
import { RequestParser, ResponseParser } from '#codecs/http1/parser.ts';
import type { EventId, EventOf, LaneIndex } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey } from '#trace/provenance.ts';

/** A line of a message's head, or its body. */
export interface MessageRow {
  readonly part: 'start-line' | 'header' | 'blank' | 'body';
  /** The header's name as written; '' for the other parts. */
  readonly name: string;
  /** The value, the start line, or the body as text. */
  readonly value: string;
  /** Octets [from, to) of the message. */
  readonly from: number;
  readonly to: number;
  readonly spec: string;
}

/** A message as its parser understands it; null where it breaks the grammar or is cut short in the head. */
export interface Understood {
  readonly head: Head;
  readonly framing: Framing;
  readonly keepAlive: boolean;
}

export interface MessageAccount {
  readonly rows: readonly MessageRow[];
  /** Octets of start line, headers and blank line. */
  readonly headBytes: number;
  readonly bodyBytes: number;
  readonly understood: Understood | null;
}

const BODY = 'body';

/** The account of a message. `method` is that of the request, when `bytes` is an answer: HEAD has no body. */
export function accountOf(bytes: Uint8Array, kind: Head['kind'], method = 'GET'): MessageAccount {
  const fields = annotateMessage(bytes);
  const rows = rowsOf(fields, bytes);
  const body = rows.find(({ part }) => part === 'body');
  const bodyBytes = body ? body.to - body.from : 0;
  return {
    rows,
    headBytes: bytes.length - bodyBytes,
    bodyBytes,
    understood: understand(bytes, kind, method),
  };
}

/** One row a line: the parts of the start line are joined again, with its CRLF. */
function rowsOf(fields: readonly Field[], bytes: Uint8Array): MessageRow[] {
  const lineEnd = bytes.indexOf(0x0a) + 1;
  const start: MessageRow = {
    part: 'start-line',
    name: '',
    value: fromLatin1(bytes.subarray(0, lineEnd)).trimEnd(),
    from: 0,
    to: lineEnd,
    spec: fields[0]?.spec ?? 'RFC 9112 §2.1',
  };
  const rest = fields
    .filter(({ offset }) => offset >= lineEnd * 8)
    .map((field): MessageRow => {
      const part = field.name === 'CRLF' ? 'blank' : field.name === BODY ? 'body' : 'header';
      return {
        part,
        name: part === 'header' ? field.name : '',
        value: String(field.value),
        from: field.offset / 8,
        to: (field.offset + field.bitLength) / 8,
        spec: field.spec,
      };
    });
  return lineEnd === 0 ? rest : [start, ...rest];
}

function understand(bytes: Uint8Array, kind: Head['kind'], method: string): Understood | null {
  const parser = kind === 'request' ? new RequestParser() : new ResponseParser({ methodOf: () => method });
  for (const event of parser.feed(bytes)) if (event.kind === 'head') return event;
  return null;
}

/** A request with all that answers it, as far as it was sent. */
export interface Exchange {
  readonly request: EventOf<'pdu.sent'> | null;
  /** One unit, or a head with the chunks behind it. */
  readonly answer: readonly EventOf<'pdu.sent'>[];
}

/** The exchange that a unit belongs to. `until`: events from this id on have not happened yet. */
export function exchangeOf(trace: Trace, lane: LaneIndex, request: number, until: EventId): Exchange {
  const places = trace.provenance.request(lane, request);
  const pdu = (id: EventId | undefined): EventOf<'pdu.sent'> | null =>
    id === undefined || id === NO_EVENT || id >= until ? null : trace.of(id, 'pdu.sent');
  const first = pdu(places?.answer);
  if (!first) return { request: pdu(places?.sent), answer: [] };
  const key = streamKey(lane, first.conn, 'down');
  const end = trace.streamLength(lane, first.conn, 'down');
  const answer = trace.provenance
    .pdusIn(key, first.from, end)
    .filter((id) => id < until)
    .map((id) => trace.of(id, 'pdu.sent'))
    .filter((unit) => unit.request === request);
  return { request: pdu(places?.sent), answer };
}

/** A cell of a chunk: one octet of its framing, or all its data together. */
export interface ChunkCell {
  readonly part: 'size' | 'extension' | 'size-end' | 'data' | 'data-end' | 'trailer' | 'last-end';
  /** What stands in it: a digit, 'CR', 'LF'; '' for data. */
  readonly text: string;
  /** Octets [from, to) of the chunk. */
  readonly from: number;
  readonly to: number;
}

const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

/** The cells of one chunk (RFC 9112 section 7.1): size in hexadecimal, CRLF, data, CRLF; the last has no data. */
export function chunkCells(chunk: Uint8Array): ChunkCell[] {
  const lineEnd = chunk.indexOf(LF) + 1;
  if (lineEnd === 0) return octetCells(chunk, 0, chunk.length, 'size');
  const size = chunkSize(chunk);
  const semicolon = chunk.subarray(0, lineEnd).indexOf(SEMICOLON);
  const textEnd = chunk[lineEnd - 2] === CR ? lineEnd - 2 : lineEnd - 1;
  const sizeEnd = semicolon < 0 ? textEnd : semicolon;
  const head = [
    ...octetCells(chunk, 0, sizeEnd, 'size'),
    ...octetCells(chunk, sizeEnd, textEnd, 'extension'),
    ...octetCells(chunk, textEnd, lineEnd, 'size-end'),
  ];
  if (size === 0) return [...head, ...lastCells(chunk, lineEnd)];
  const dataEnd = Math.min(lineEnd + (size ?? chunk.length), chunk.length);
  const data: ChunkCell[] = dataEnd > lineEnd ? [{ part: 'data', text: '', from: lineEnd, to: dataEnd }] : [];
  return [...head, ...data, ...octetCells(chunk, dataEnd, chunk.length, 'data-end')];
}

/** The size that a chunk's first line says; null when it is not hexadecimal. */
export function chunkSize(chunk: Uint8Array): number | null {
  const [, digits] = /^([0-9A-Fa-f]+)[\t ]*(?:;|\r?\n)/.exec(fromLatin1(chunk.subarray(0, 64))) ?? [];
  return digits === undefined ? null : parseInt(digits, 16);
}

/** Trailer lines as one cell each but the empty line, which ends the message. */
function lastCells(chunk: Uint8Array, at: number): ChunkCell[] {
  const cells: ChunkCell[] = [];
  let from = at;
  while (from < chunk.length) {
    const lf = chunk.indexOf(LF, from);
    const to = lf < 0 ? chunk.length : lf + 1;
    const text = fromLatin1(chunk.subarray(from, to)).trimEnd();
    if (text === '') cells.push(...octetCells(chunk, from, to, 'last-end'));
    else cells.push({ part: 'trailer', text, from, to });
    from = to;
  }
  return cells;
}

function octetCells(chunk: Uint8Array, from: number, to: number, part: ChunkCell['part']): ChunkCell[] {
  return Array.from(chunk.subarray(from, to), (octet, i) => ({
    part,
    text: octet === CR ? 'CR' : octet === LF ? 'LF' : String.fromCharCode(octet),
    from: from + i,
    to: from + i + 1,
  }));
}
