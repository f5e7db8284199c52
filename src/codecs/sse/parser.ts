/** Incremental parser of `text/event-stream` (WHATWG HTML section 9.2.6, "Interpreting an event stream"). */
import { OctetBuffer } from '../octet-buffer.ts';
import { protocolError, type ProtocolError, type ProtocolErrorCode } from '../protocol-error.ts';

/** Octets of the stream, after any chunked coding is undone: [from, to). */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * What an `EventSource` dispatches; the range runs from the block's first line to its blank line. An event is complete
 * at a CR, so that an LF behind it lies outside.
 */
export interface ServerSentEvent extends Range {
  readonly kind: 'event';
  /** The event's name; 'message' when the stream gives none. */
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

export type SseItem =
  | ServerSentEvent
  /** A line that starts with a colon; the text without it. Servers send these to keep a connection alive. */
  | (Range & { readonly kind: 'comment'; readonly text: string })
  /** A valid `retry` line: the new reconnection time. */
  | (Range & { readonly kind: 'retry'; readonly ms: number })
  /** Nothing comes after this: a limit of ours, for the format itself has no errors. */
  | { readonly kind: 'error'; readonly error: ProtocolError };

export interface SseOptions {
  readonly maxLineBytes?: number;
  /** Length of one event's data in UTF-16 code units. */
  readonly maxEventChars?: number;
  /** The id that a reconnection sent; the browsers carry it over into the new stream. */
  readonly lastEventId?: string;
}

export type SseState = 'bom' | 'line' | 'after-cr' | 'failed';

const LF = 0x0a;
const CR = 0x0d;
const BOM = [0xef, 0xbb, 0xbf];
const COLON = ':';
/** Lines are decoded together up to here: what is kept of one line's text may keep that of all of them in memory. */
const BLOCK_OCTETS = 65_536;
/** A line's end is looked for octet by octet this far; behind it, by the engine's own search of a window at a time. */
const NEAR_OCTETS = 64;
const WINDOW_OCTETS = 4096;

// The stream's own byte order mark is taken off before; one at the start of a later line is data.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Node 20 decodes long ASCII ten times faster whole than as a stream, and all else twice as fast as a stream. */
const streamDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const LONG_OCTETS = 256;

export class SseParser {
  readonly #maxLineBytes: number;
  readonly #maxEventChars: number;
  #state: SseState = 'bom';
  /** A line of this stream ended in CR: its lines are taken one by one. */
  #metCr = false;
  /** What was long and decoded last had no other characters. */
  #ascii = true;
  #items: SseItem[] = [];
  readonly #line = new OctetBuffer();
  #offset = 0;
  #lineFrom = 0;
  #blockFrom = 0;
  /** The "data buffer": the values of the block's `data` lines, joined; null when it has none. */
  #data: string | null = null;
  #eventType = '';
  /** The "last event ID buffer": becomes the string at a blank line, and is not reset there. */
  #idBuffer: string;
  #lastEventId: string;
  #retryMs: number | null = null;

  constructor({ maxLineBytes = 1_048_576, maxEventChars = 4_194_304, lastEventId = '' }: SseOptions = {}) {
    this.#maxLineBytes = maxLineBytes;
    this.#maxEventChars = maxEventChars;
    this.#idBuffer = lastEventId;
    this.#lastEventId = lastEventId;
  }

  get state(): SseState {
    return this.#state;
  }

  /** What a reconnection would send as `Last-Event-ID`; '' means no header. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** A line, or a block without its blank line, has begun: at the end of the stream it would be discarded. */
  get incomplete(): boolean {
    return this.#line.length > 0 || this.#data !== null;
  }

  /** The last valid `retry`, or null when the stream has set none. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  /** Takes the next octets of the stream. What the end of the stream leaves unfinished is discarded (§9.2.6). */
  feed(chunk: Uint8Array): SseItem[] {
    this.#items = [];
    let at = 0;
    while (at < chunk.length && this.#state !== 'failed')
      at = this.#takeBlock(chunk, at) ?? this.#takeLine(chunk, at);
    return this.#items;
  }

  /**
   * Consumes whole lines that end in LF, decoded together, and returns the position behind them. Null when there are
   * none to take so: at the start of the stream, within a line, at a long one, in a stream with CRs.
   */
  #takeBlock(chunk: Uint8Array, start: number): number | null {
    if (this.#state !== 'line' || this.#line.length > 0 || this.#metCr) return null;
    const limit = start + Math.min(BLOCK_OCTETS, this.#maxLineBytes);
    const lines = chunk.subarray(start, limit);
    const block = lines.subarray(0, lines.lastIndexOf(LF) + 1);
    if (block.length === 0) return null;
    const text = this.#decode(block);
    this.#metCr = text.includes('\r');
    return this.#metCr ? null : start + this.#useBlock(block, text);
  }

  /** Uses whole lines, each with its LF; returns how many octets were looked at before a failure, or all. */
  #useBlock(block: Uint8Array, text: string): number {
    // Text as long as its octets has one character for each: no octet decodes to more.
    const inStep = text.length === block.length;
    const blockFrom = this.#offset;
    let behind = 0;
    for (let at = 0; at < text.length && this.#state !== 'failed';) {
      const end = text.indexOf('\n', at);
      behind = inStep ? end + 1 : block.indexOf(LF, behind) + 1;
      this.#offset = blockFrom + behind;
      if (end === at) this.#dispatch();
      else this.#useText(text.slice(at, end));
      this.#lineFrom = this.#offset;
      at = end + 1;
    }
    return behind;
  }

  /** Consumes up to the end of a line, or of the chunk, and returns the position behind it. */
  #takeLine(chunk: Uint8Array, start: number): number {
    let at = start;
    if (this.#state === 'after-cr') {
      this.#state = 'line';
      // CRLF is one end of line, also when the two octets arrive apart.
      if (chunk[at] === LF) {
        at++;
        this.#offset++;
        if (this.#blockFrom === this.#lineFrom) this.#blockFrom++;
        this.#lineFrom++;
        if (at === chunk.length) return at;
      }
    }
    const end = lineEnd(chunk, at);
    if (this.#line.length + (end - at) > this.#maxLineBytes) {
      this.#fail('sse-line-too-long', this.#lineFrom);
      return end;
    }
    this.#offset += end - at;
    if (end === chunk.length) {
      this.#line.append(chunk.subarray(at, end));
      return end;
    }
    this.#offset++;
    this.#useLine(this.#wholeLine(chunk.subarray(at, end)));
    this.#lineFrom = this.#offset;
    if (this.#state !== 'failed') this.#state = chunk[end] === CR ? 'after-cr' : 'line';
    return end + 1;
  }

  #wholeLine(tail: Uint8Array): Uint8Array {
    let line = tail;
    if (this.#line.length > 0) {
      this.#line.append(tail);
      line = this.#line.take();
    }
    const startsWithBom = this.#state === 'bom' && BOM.every((octet, i) => line[i] === octet);
    return startsWithBom ? line.subarray(BOM.length) : line;
  }

  #useLine(octets: Uint8Array): void {
    if (octets.length === 0) {
      this.#dispatch();
      return;
    }
    this.#useText(this.#decode(octets));
  }

  /** Text of whole lines: no character is under way behind them. */
  #decode(octets: Uint8Array): string {
    if (octets.length < LONG_OCTETS) return decoder.decode(octets);
    const text = this.#ascii
      ? decoder.decode(octets)
      : streamDecoder.decode(octets, { stream: true }) + streamDecoder.decode();
    this.#ascii = text.length === octets.length;
    return text;
  }

  /** A line that is not blank. */
  #useText(line: string): void {
    const colon = line.indexOf(COLON);
    if (colon === 0) {
      this.#push({ kind: 'comment', text: line.slice(1) });
      return;
    }
    if (colon < 0) this.#useField(line, '');
    // One space behind the colon is not part of the value.
    else this.#useField(line.slice(0, colon), line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1)));
  }

  #useField(name: string, value: string): void {
    switch (name) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
        if (this.#data.length >= this.#maxEventChars) this.#fail('sse-event-too-large', this.#lineFrom);
        break;
      case 'id':
        // An id with U+0000 could not travel in a header.
        if (!value.includes('\0')) this.#idBuffer = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) {
          this.#retryMs = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
          this.#push({ kind: 'retry', ms: this.#retryMs });
        }
        break;
      default: // Any other field is ignored.
    }
  }

  #dispatch(): void {
    // The id counts even when the block has no data and so is no event.
    this.#lastEventId = this.#idBuffer;
    if (this.#data !== null) {
      this.#items.push({
        kind: 'event',
        type: this.#eventType === '' ? 'message' : this.#eventType,
        data: this.#data,
        lastEventId: this.#lastEventId,
        from: this.#blockFrom,
        to: this.#offset,
      });
    }
    this.#data = null;
    this.#eventType = '';
    this.#blockFrom = this.#offset;
  }

  #push(item: { kind: 'comment'; text: string } | { kind: 'retry'; ms: number }): void {
    this.#items.push({ ...item, from: this.#lineFrom, to: this.#offset });
  }

  #fail(code: ProtocolErrorCode, offset: number): void {
    this.#state = 'failed';
    this.#items.push({ kind: 'error', error: protocolError(code, offset) });
  }
}

/** Position of the next CR or LF at or behind `at`, or the chunk's length. */
function lineEnd(chunk: Uint8Array, at: number): number {
  const near = Math.min(at + NEAR_OCTETS, chunk.length);
  let end = at;
  while (end < near && chunk[end] !== LF && chunk[end] !== CR) end++;
  if (end < near) return end;
  for (; end < chunk.length; end += WINDOW_OCTETS) {
    const window = chunk.subarray(end, end + WINDOW_OCTETS);
    const lf = window.indexOf(LF);
    const cr = (lf < 0 ? window : window.subarray(0, lf)).indexOf(CR);
    if (cr >= 0 || lf >= 0) return end + (cr >= 0 ? cr : lf);
  }
  return chunk.length;
}
