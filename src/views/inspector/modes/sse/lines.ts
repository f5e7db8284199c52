/**
 * How the parser of an event stream builds events, line by line, with its buffers after each line (WHATWG HTML
 * section 9.2.6, "Interpreting an event stream"). A slow and plain twin of codecs/sse/parser.ts, which keeps its
 * buffers to itself; the tests hold the one against the other.
 */
import { fromUtf8 } from '#base/bytes.ts';
import { annotateChunk } from '#codecs/http1/annotate.ts';

/** What a line does. */
export type LineKind =
  | 'event'
  | 'data'
  | 'id'
  | 'retry'
  | 'comment'
  | 'blank'
  /** A field that no specification knows. */
  | 'ignored'
  /** An `id` with U+0000, or a `retry` that is not all digits: as if it were not there. */
  | 'invalid'
  /** The stream ends without a line end here: the line waits for the rest, and is dropped if none comes. */
  | 'unfinished';

/** The parser's memory. */
export interface Buffers {
  /** Data buffer: the `data` lines since the last blank line, each with an LF behind it. */
  readonly data: string;
  /** Event type buffer; '' fires as 'message'. */
  readonly type: string;
  /** Last event ID buffer: not reset by a blank line. */
  readonly id: string;
  /** What a reconnection would send as `Last-Event-ID`: the id buffer as of the last blank line. */
  readonly lastEventId: string;
  /** Reconnection time in milliseconds; null while the stream has not set it. */
  readonly retryMs: number | null;
}

/** What the page's listener gets. */
export interface FiredEvent {
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

export interface LineStep {
  /** Octets [from, to) of the stream's piece, the line's end included. */
  readonly from: number;
  readonly to: number;
  /** The line without its end. */
  readonly text: string;
  readonly end: 'LF' | 'CR' | 'CRLF' | null;
  readonly kind: LineKind;
  /** The buffers after the line. */
  readonly after: Buffers;
  readonly fired: FiredEvent | null;
}

export const EMPTY: Buffers = { data: '', type: '', id: '', lastEventId: '', retryMs: null };

const LF = 0x0a;
const CR = 0x0d;

interface RawLine {
  readonly from: number;
  readonly to: number;
  readonly octets: Uint8Array;
  readonly end: LineStep['end'];
}

/** The lines of `octets`, which begin a stream unless `before` says what was in the buffers. */
export function stepsOf(octets: Uint8Array, before: Buffers | null = null): LineStep[] {
  const steps: LineStep[] = [];
  let buffers = before ?? EMPTY;
  for (const { from, to, octets: line, end } of linesOf(octets)) {
    // A byte order mark may stand at the very start of a stream only; `fromUtf8` takes it off.
    const text = from === 0 && before === null ? fromUtf8(line) : withMark(line);
    const read = end === null ? { kind: 'unfinished' as const, after: buffers } : readLine(text, buffers);
    const fired = read.kind === 'blank' ? firedBy(buffers) : null;
    steps.push({ from, to, text, end, ...read, fired });
    buffers = read.after;
  }
  return steps;
}

/** The buffers after all of `octets`. */
export function buffersAfter(octets: Uint8Array, before: Buffers | null): Buffers {
  return stepsOf(octets, before).at(-1)?.after ?? before ?? EMPTY;
}

/** The data of a chunk, without its size line and CRLF (RFC 9112 section 7.1), and where in the chunk it begins. */
export function chunkData(chunk: Uint8Array): { readonly at: number; readonly data: Uint8Array } {
  let at = 0;
  let data: Uint8Array = new Uint8Array();
  annotateChunk(chunk, (inner, from) => {
    at = from;
    data = inner;
    return [];
  });
  return { at, data };
}

/** Decodes without dropping a byte order mark: behind the stream's start it is data. */
function withMark(line: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(line);
}

function readLine(line: string, before: Buffers): { readonly kind: LineKind; readonly after: Buffers } {
  if (line === '') return { kind: 'blank', after: { ...before, data: '', type: '', lastEventId: before.id } };
  const colon = line.indexOf(':');
  if (colon === 0) return { kind: 'comment', after: before };
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
  switch (name) {
    case 'event':
      return { kind: name, after: { ...before, type: value } };
    case 'data':
      return { kind: name, after: { ...before, data: `${before.data}${value}\n` } };
    case 'id':
      if (value.includes('\0')) return { kind: 'invalid', after: before };
      return { kind: name, after: { ...before, id: value } };
    case 'retry':
      if (!/^[0-9]+$/.test(value)) return { kind: 'invalid', after: before };
      return {
        kind: name,
        after: { ...before, retryMs: Math.min(Number(value), Number.MAX_SAFE_INTEGER) },
      };
    default:
      return { kind: 'ignored', after: before };
  }
}

/** What a blank line fires: nothing when the data buffer is empty. Its last LF is taken off. */
function firedBy({ data, type, id }: Buffers): FiredEvent | null {
  return data === ''
    ? null
    : { type: type === '' ? 'message' : type, data: data.slice(0, -1), lastEventId: id };
}

function* linesOf(octets: Uint8Array): Generator<RawLine> {
  for (let from = 0; from < octets.length;) {
    let at = from;
    while (at < octets.length && octets[at] !== LF && octets[at] !== CR) at++;
    const crlf = octets[at] === CR && octets[at + 1] === LF;
    const end = at === octets.length ? null : crlf ? 'CRLF' : octets[at] === CR ? 'CR' : 'LF';
    const to = Math.min(at + (crlf ? 2 : 1), octets.length);
    yield { from, to, octets: octets.subarray(from, at), end };
    from = to;
  }
}
