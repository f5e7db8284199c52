/** Incremental HTTP/1.1 message parser (RFC 9112): any split of the input gives the same events. */
import { assert, ensure } from '#base/assert.ts';
import type { Result } from '#base/result.ts';
import { OctetBuffer } from '../octet-buffer.ts';
import { protocolError, type ProtocolError, type ProtocolErrorCode } from '../protocol-error.ts';
import { FieldLineReader } from './field-lines.ts';
import { asksForUpgrade, bodyFraming, type Framing } from './framing.ts';
import {
  parseChunkLine,
  parseHeaderLine,
  parseRequestLine,
  parseStatusLine,
  type RequestLine,
  type StatusLine,
} from './lines.ts';
import { keepsAlive, type Head, type Header, type RequestHead, type ResponseHead } from './message.ts';

/** Stream offsets in octets: [from, to). */
interface Range {
  readonly from: number;
  readonly to: number;
}

export type HttpEvent<H extends Head = Head> =
  /** Start line and headers are complete. `keepAlive`: another message may follow on the connection. */
  | (Range & {
      readonly kind: 'head';
      readonly head: H;
      readonly framing: Framing;
      readonly keepAlive: boolean;
    })
  /** The size line of a chunk; its data follows. Size 0 is the last chunk. */
  | (Range & { readonly kind: 'chunk'; readonly size: number })
  /** Octets of the body, as they arrive. */
  | (Range & { readonly kind: 'data'; readonly bytes: Uint8Array })
  /** The trailer section of a chunked body, when it is not empty. */
  | (Range & { readonly kind: 'trailers'; readonly headers: readonly Header[] })
  /** The message is complete; the range is the whole message. */
  | (Range & { readonly kind: 'end' })
  /** The message was the last of HTTP; `rest` is what arrived behind it. Later octets come as `rest` events. */
  | (Range & { readonly kind: 'upgrade'; readonly rest: Uint8Array })
  | (Range & { readonly kind: 'rest'; readonly rest: Uint8Array })
  /** Nothing comes after this. */
  | { readonly kind: 'error'; readonly error: ProtocolError };

export interface ParserLimits {
  readonly maxLineBytes: number;
  /** The start line with all header lines; also the limit of a trailer section. */
  readonly maxHeadBytes: number;
}

export type ParserState =
  | 'start-line'
  | 'headers'
  | 'body'
  | 'chunk-size'
  | 'chunk-data'
  | 'chunk-end'
  | 'trailers'
  | 'until-eof'
  | 'upgraded'
  | 'failed'
  | 'ended';

const LIMITS: ParserLimits = { maxLineBytes: 16_384, maxHeadBytes: 65_536 };
const CR = 0x0d;
const LF = 0x0a;
const CRLF_BYTES = 2;
const EMPTY_LINE = new Uint8Array(0);

abstract class MessageParser<S extends RequestLine | StatusLine, H extends Head> {
  #state: ParserState = 'start-line';
  #events: HttpEvent<H>[] = [];
  readonly #limits: ParserLimits;
  readonly #line = new OctetBuffer();
  readonly #fieldLines = new FieldLineReader();
  /** Stream offset of the next octet. */
  #offset = 0;
  #lineFrom = 0;
  #messageFrom = 0;
  #sectionFrom = 0;
  #start: S | null = null;
  #headers: Header[] = [];
  /** Octets of the body, or of the chunk, that are still to come. */
  #remaining = 0;

  constructor(limits: Partial<ParserLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  protected abstract parseStartLine(line: Uint8Array): Result<S, ProtocolErrorCode>;
  protected abstract headOf(start: S, headers: readonly Header[]): H;
  protected abstract framing(head: H): Framing | ProtocolErrorCode;

  get state(): ParserState {
    return this.#state;
  }

  /** Inside a message: the end of the connection would cut it off, or (`until-eof`) complete it. */
  get incomplete(): boolean {
    if (this.#state === 'start-line') return this.#line.length > 0;
    return this.#state !== 'upgraded' && this.#state !== 'failed' && this.#state !== 'ended';
  }

  /**
   * Octets that the body or chunk under way still needs: 0 where a message or a chunk has ended, null where the end of a
   * line, of a head or of the connection is awaited.
   */
  get awaited(): number | null {
    switch (this.#state) {
      case 'body':
        return this.#remaining;
      case 'chunk-data':
        return this.#remaining + CRLF_BYTES;
      case 'chunk-end':
        return CRLF_BYTES - this.#line.length;
      case 'start-line':
      case 'chunk-size':
        return this.#line.length > 0 ? null : 0;
      case 'headers':
      case 'trailers':
      case 'until-eof':
        return null;
      default:
        return 0;
    }
  }

  /** Takes the next octets of the stream and tells what they complete. Octets of the body are views of `chunk`. */
  feed(chunk: Uint8Array): HttpEvent<H>[] {
    this.#events = [];
    let at = 0;
    while (at < chunk.length && this.#state !== 'failed') at = this.#step(chunk, at);
    return this.#events;
  }

  /** The peer closed its direction: completes a body that lasts until then, or reports what is cut off. */
  eof(): HttpEvent<H>[] {
    this.#events = [];
    if (this.#state === 'until-eof') this.#endMessage();
    else if (this.incomplete) this.#fail('http-truncated', this.#offset);
    if (this.#state !== 'failed') this.#state = 'ended';
    return this.#events;
  }

  /** Consumes at least one octet at `at` and returns the position behind what it consumed. */
  #step(chunk: Uint8Array, at: number): number {
    switch (this.#state) {
      case 'body':
      case 'chunk-data':
        return this.#takeData(chunk, at, Math.min(this.#remaining, chunk.length - at));
      case 'until-eof':
        return this.#takeData(chunk, at, chunk.length - at);
      case 'upgraded':
        return this.#takeRest('rest', chunk, at);
      case 'ended':
        return chunk.length; // After `eof()` there is no stream left to speak of.
      default:
        return this.#takeLine(chunk, at);
    }
  }

  #takeData(chunk: Uint8Array, at: number, count: number): number {
    const data = count === chunk.length ? chunk : chunk.subarray(at, at + count);
    this.#events.push({ kind: 'data', bytes: data, from: this.#offset, to: this.#offset + count });
    this.#offset += count;
    if (this.#state === 'until-eof') return at + count;
    this.#remaining -= count;
    if (this.#remaining === 0) {
      if (this.#state === 'chunk-data') this.#enterLine('chunk-end');
      else this.#endMessage();
    }
    return at + count;
  }

  #takeRest(kind: 'upgrade' | 'rest', chunk: Uint8Array, at: number): number {
    const rest = chunk.subarray(at);
    const to = this.#offset + rest.length;
    this.#events.push({ kind, rest, from: this.#offset, to });
    this.#offset = to;
    return chunk.length;
  }

  #takeLine(chunk: Uint8Array, at: number): number {
    const limit = this.#lineLimit();
    if ((this.#state === 'headers' || this.#state === 'trailers') && this.#line.length === 0) {
      const taken = this.#fieldLines.take(chunk, at, limit, this.#headers);
      this.#offset += taken;
      this.#lineFrom = this.#offset;
      if (taken > 0) return at + taken;
    }
    const lf = chunk.indexOf(LF, at);
    const behind = lf < 0 ? chunk.length : lf + 1;
    if (this.#line.length + (behind - at) > limit) {
      this.#fail(this.#lineLimitCode(limit), this.#lineFrom + limit);
      return behind;
    }
    this.#offset += behind - at;
    if (lf < 0) {
      this.#line.append(chunk.subarray(at));
      return behind;
    }
    if (this.#line.length > 0) {
      this.#line.append(chunk.subarray(at, behind));
      const line = this.#line.take();
      this.#useContent(line, 0, line.length);
    } else this.#useContent(chunk, at, behind);
    this.#lineFrom = this.#offset;
    return this.#state === 'upgraded' ? this.#takeRest('upgrade', chunk, behind) : behind;
  }

  /** How long the current line may be, its CRLF included. */
  #lineLimit(): number {
    const { maxLineBytes, maxHeadBytes } = this.#limits;
    if (this.#state === 'chunk-end') return 2;
    if (this.#state === 'headers' || this.#state === 'trailers')
      return Math.min(maxLineBytes, maxHeadBytes - (this.#lineFrom - this.#sectionFrom));
    return maxLineBytes;
  }

  #lineLimitCode(limit: number): ProtocolErrorCode {
    if (this.#state === 'chunk-end') return 'http-chunk-end';
    return limit < this.#limits.maxLineBytes ? 'http-head-too-large' : 'http-line-too-long';
  }

  /** Uses the line that ends, with its LF, before `behind`. */
  #useContent(octets: Uint8Array, from: number, behind: number): void {
    const end = behind - CRLF_BYTES;
    const cr = octets.indexOf(CR, from);
    if (cr < 0 || cr > end) this.#fail('http-bare-lf', this.#offset - 1);
    else if (cr === end) this.#useLine(cr === from ? EMPTY_LINE : octets.subarray(from, cr));
    else this.#fail('http-bare-cr', this.#lineFrom + (cr - from));
  }

  #useLine(line: Uint8Array): void {
    switch (this.#state) {
      case 'start-line':
        this.#useStartLine(line);
        break;
      case 'headers':
      case 'trailers':
        this.#useHeaderLine(line);
        break;
      case 'chunk-size':
        this.#useChunkLine(line);
        break;
      default:
        assert(this.#state === 'chunk-end', `no line is read in state ${this.#state}`);
        if (line.length > 0) this.#fail('http-chunk-end', this.#lineFrom);
        else this.#enterLine('chunk-size');
    }
  }

  #useStartLine(line: Uint8Array): void {
    // Section 2.2: empty lines before a start line are ignored.
    if (line.length === 0) return;
    const start = this.parseStartLine(line);
    if (!start.ok) {
      this.#fail(start.error, this.#lineFrom);
      return;
    }
    this.#start = start.value;
    this.#messageFrom = this.#lineFrom;
    this.#sectionFrom = this.#lineFrom;
    this.#headers = [];
    this.#enterLine('headers');
  }

  #useHeaderLine(line: Uint8Array): void {
    if (line.length === 0) {
      if (this.#state === 'headers') this.#endHead();
      else this.#endTrailers();
      return;
    }
    const header = parseHeaderLine(line);
    if (header.ok) this.#headers.push(header.value);
    else this.#fail(header.error, this.#lineFrom);
  }

  #endHead(): void {
    const head = this.headOf(ensure(this.#start, 'start line'), this.#headers);
    const framing = this.framing(head);
    if (typeof framing === 'string') {
      this.#fail(framing, this.#messageFrom);
      return;
    }
    const keepAlive = keepsAlive(head);
    this.#events.push({ kind: 'head', head, framing, keepAlive, from: this.#messageFrom, to: this.#offset });
    this.#remaining = framing.kind === 'length' ? framing.length : 0;
    if (framing.kind === 'chunked') this.#enterLine('chunk-size');
    else if (framing.kind === 'until-eof') this.#state = 'until-eof';
    else if (this.#remaining > 0) this.#state = 'body';
    else this.#endMessage(framing.kind === 'upgrade');
  }

  #useChunkLine(line: Uint8Array): void {
    const size = parseChunkLine(line);
    if (!size.ok) {
      this.#fail(size.error, this.#lineFrom);
      return;
    }
    this.#events.push({ kind: 'chunk', size: size.value, from: this.#lineFrom, to: this.#offset });
    this.#remaining = size.value;
    if (size.value > 0) {
      this.#state = 'chunk-data';
      return;
    }
    this.#headers = [];
    this.#sectionFrom = this.#offset;
    this.#enterLine('trailers');
  }

  #endTrailers(): void {
    const range = { from: this.#sectionFrom, to: this.#offset };
    if (this.#headers.length > 0) this.#events.push({ kind: 'trailers', headers: this.#headers, ...range });
    this.#endMessage();
  }

  #endMessage(upgrade = false): void {
    this.#events.push({ kind: 'end', from: this.#messageFrom, to: this.#offset });
    if (upgrade) this.#state = 'upgraded';
    else this.#enterLine('start-line');
  }

  #enterLine(state: ParserState): void {
    this.#state = state;
    this.#lineFrom = this.#offset;
  }

  #fail(code: ProtocolErrorCode, offset: number): void {
    this.#state = 'failed';
    this.#events.push({ kind: 'error', error: protocolError(code, offset) });
  }
}

/** Parses what a client sends. A request that asks to upgrade ends HTTP: see the `upgrade` event. */
export class RequestParser extends MessageParser<RequestLine, RequestHead> {
  protected override parseStartLine(line: Uint8Array): ReturnType<typeof parseRequestLine> {
    return parseRequestLine(line);
  }

  protected override headOf(start: RequestLine, headers: readonly Header[]): RequestHead {
    const { kind, method, target, version } = start;
    return { kind, method, target, version, headers };
  }

  protected override framing(head: RequestHead): Framing | ProtocolErrorCode {
    const framing = bodyFraming(head, head.method);
    if (typeof framing === 'string' || framing.kind !== 'none') return framing;
    return asksForUpgrade(head) ? { kind: 'upgrade' } : framing;
  }
}

export interface ResponseParserOptions extends Partial<ParserLimits> {
  /** The method of request number `n` (from 0) on this connection: HEAD and CONNECT change what a body is. */
  readonly methodOf?: (n: number) => string;
}

/** Parses what a server sends: final responses in the order of the requests, interim (1xx) ones between. */
export class ResponseParser extends MessageParser<StatusLine, ResponseHead> {
  readonly #methodOf: (n: number) => string;
  #answered = 0;

  constructor({ methodOf = () => 'GET', ...limits }: ResponseParserOptions = {}) {
    super(limits);
    this.#methodOf = methodOf;
  }

  protected override parseStartLine(line: Uint8Array): ReturnType<typeof parseStatusLine> {
    return parseStatusLine(line);
  }

  protected override headOf(start: StatusLine, headers: readonly Header[]): ResponseHead {
    const { kind, version, status, reason } = start;
    return { kind, version, status, reason, headers };
  }

  protected override framing(head: ResponseHead): Framing | ProtocolErrorCode {
    const method = this.#methodOf(this.#answered);
    if (head.status >= 200 || head.status === 101) this.#answered++;
    return bodyFraming(head, method);
  }
}
