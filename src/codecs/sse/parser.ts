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

// The stream's own byte order mark is taken off before; one at the start of a later line is data.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class SseParser {
  readonly #maxLineBytes: number;
  readonly #maxEventChars: number;
  #state: SseState = 'bom';
  #items: SseItem[] = [];
  readonly #line = new OctetBuffer();
  #offset = 0;
  #lineFrom = 0;
  #blockFrom = 0;
  #data: string[] = [];
  #dataChars = 0;
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
    return this.#line.length > 0 || this.#data.length > 0;
  }

  /** The last valid `retry`, or null when the stream has set none. */
  get retryMs(): number | null {
    return this.#retryMs;
  }

  /** Takes the next octets of the stream. What the end of the stream leaves unfinished is discarded (§9.2.6). */
  feed(chunk: Uint8Array): SseItem[] {
    this.#items = [];
    let at = 0;
    while (at < chunk.length && this.#state !== 'failed') at = this.#takeLine(chunk, at);
    return this.#items;
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
    const line = decoder.decode(octets);
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
        this.#data.push(value);
        this.#dataChars += value.length + 1;
        if (this.#dataChars > this.#maxEventChars) this.#fail('sse-event-too-large', this.#lineFrom);
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
    if (this.#data.length > 0) {
      this.#items.push({
        kind: 'event',
        type: this.#eventType === '' ? 'message' : this.#eventType,
        data: this.#data.join('\n'),
        lastEventId: this.#lastEventId,
        from: this.#blockFrom,
        to: this.#offset,
      });
    }
    this.#data = [];
    this.#dataChars = 0;
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
  let end = at;
  while (end < chunk.length && chunk[end] !== LF && chunk[end] !== CR) end++;
  return end;
}
