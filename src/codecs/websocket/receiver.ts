/** Incremental WebSocket receiver (RFC 6455 sections 5 and 6.2): octets to frames and messages. */
import { ensure } from '#base/assert.ts';
import { fromUtf8Strict } from '#base/bytes.ts';
import { OctetBuffer } from '../octet-buffer.ts';
import { protocolError, type ProtocolError, type ProtocolErrorCode } from '../protocol-error.ts';
import { applyMask } from './encode.ts';
import { FrameHeaderReader, type FrameHeader } from './frame-header.ts';
import { CLOSE, CONTINUATION, isControl, isWireCloseCode, NO_STATUS_RECEIVED, PING, TEXT } from './opcode.ts';
import { Utf8Validator } from './utf8.ts';

/** Stream offsets in octets: [from, to). */
interface Range {
  readonly from: number;
  readonly to: number;
}

export type WsItem =
  /** A frame is complete; its payload is [payloadFrom, to). Comes before the message that it ends. */
  | (Range & { readonly kind: 'frame'; readonly header: FrameHeader; readonly payloadFrom: number })
  /** A whole message; the range runs from its first frame to its last, other frames between them included. */
  | (Range & { readonly kind: 'text'; readonly data: string; readonly compressed: boolean })
  | (Range & { readonly kind: 'binary'; readonly data: Uint8Array; readonly compressed: boolean })
  | (Range & { readonly kind: 'ping' | 'pong'; readonly data: Uint8Array })
  /** Code 1005 stands for an empty close frame. Nothing comes after this. */
  | (Range & { readonly kind: 'close'; readonly code: number; readonly reason: string })
  /** The connection must be failed with `error.closeCode`. Nothing comes after this. */
  | { readonly kind: 'error'; readonly error: ProtocolError };

/** What a piece inflated to before, possibly, it failed: `limit` octets or fewer. */
export interface Inflated {
  readonly octets: Uint8Array;
  readonly failure: 'corrupt' | 'too-big' | null;
}

/** Undoes permessage-deflate for one direction; see deflate.ts. */
export interface MessageInflater {
  /** The next octets of a compressed message. */
  push(piece: Uint8Array, limit: number): Inflated;
  /** The end of the message. */
  end(limit: number): Inflated;
}

export interface ReceiverOptions {
  /** The endpoint that receives: a server must get masked frames, a client unmasked ones (section 5.1). */
  readonly role: 'client' | 'server';
  /** Largest message in octets, after inflation. */
  readonly maxPayload?: number;
  /** Given when permessage-deflate was negotiated. */
  readonly inflater?: MessageInflater | null;
  /** Offset of the first octet in its stream: the length of the HTTP head before it. */
  readonly offset?: number;
}

export type ReceiverState = 'header' | 'payload' | 'closed' | 'failed';

export class WsReceiver {
  readonly #maxPayload: number;
  readonly #inflater: MessageInflater | null;
  readonly #header: FrameHeaderReader;
  #state: ReceiverState = 'header';
  #items: WsItem[] = [];
  #offset: number;

  #frame: FrameHeader | null = null;
  #frameFrom: number;
  #payloadFrom = 0;
  readonly #control = new OctetBuffer();

  #opcode = CONTINUATION;
  #compressed = false;
  #messageFrom = 0;
  readonly #message = new OctetBuffer();
  #utf8 = new Utf8Validator();

  constructor({ role, maxPayload = 67_108_864, inflater = null, offset = 0 }: ReceiverOptions) {
    this.#maxPayload = maxPayload;
    this.#inflater = inflater;
    this.#header = new FrameHeaderReader({ masked: role === 'server', rsv1: inflater !== null });
    this.#offset = offset;
    this.#frameFrom = offset;
  }

  get state(): ReceiverState {
    return this.#state;
  }

  /** A frame or a fragmented message has begun and not ended. */
  get incomplete(): boolean {
    if (this.#state === 'closed' || this.#state === 'failed') return false;
    return this.#state === 'payload' || this.#header.state !== 'opcode' || this.#header.fragmented;
  }

  /** Octets that the frame under way still needs: 0 between messages, null where a header or a fragment is awaited. */
  get awaited(): number | null {
    if (!this.incomplete) return 0;
    if (this.#state !== 'payload' || this.#frame === null) return null;
    return this.#frame.length - (this.#offset - this.#payloadFrom);
  }

  /** Takes the next octets of the stream and tells what they complete. */
  feed(chunk: Uint8Array): WsItem[] {
    this.#items = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'header') this.#takeHeaderOctet(chunk[at++] ?? 0);
      else if (this.#state === 'payload') at += this.#takePayload(chunk, at);
      else break; // After a close frame or a failure the rest is discarded (section 5.5.1, 7.1.7).
    }
    return this.#items;
  }

  #takeHeaderOctet(octet: number): void {
    const result = this.#header.push(octet);
    this.#offset++;
    if (result === null) return;
    if (typeof result === 'string') this.#fail(result, this.#offset - 1);
    else this.#beginFrame(result);
  }

  #beginFrame(frame: FrameHeader): void {
    this.#frame = frame;
    this.#payloadFrom = this.#offset;
    this.#state = 'payload';
    if (!isControl(frame.opcode)) {
      if (frame.opcode !== CONTINUATION) this.#beginMessage(frame);
      // The header alone tells that a message is too big; only inflation has to be awaited.
      if (!this.#compressed && this.#message.length + frame.length > this.#maxPayload) {
        this.#fail('ws-too-big', this.#frameFrom);
        return;
      }
    }
    if (frame.length === 0) this.#endFrame(frame);
  }

  #beginMessage(frame: FrameHeader): void {
    this.#opcode = frame.opcode;
    this.#compressed = (frame.rsv & 4) !== 0;
    this.#messageFrom = this.#frameFrom;
    this.#utf8 = new Utf8Validator();
  }

  #takePayload(chunk: Uint8Array, at: number): number {
    const frame = ensure(this.#frame, 'frame in state payload');
    const done = this.#offset - this.#payloadFrom;
    const count = Math.min(frame.length - done, chunk.length - at);
    let octets = chunk.subarray(at, at + count);
    if (frame.maskKey !== null) {
      octets = octets.slice();
      applyMask(octets, frame.maskKey, done & 3);
    }
    if (isControl(frame.opcode)) this.#control.append(octets);
    else if (this.#compressed)
      this.#keepInflated(ensure(this.#inflater, 'inflater').push(octets, this.#room()));
    else this.#keep(octets, this.#offset);
    this.#offset += count;
    if (this.#state === 'payload' && done + count === frame.length) this.#endFrame(frame);
    return count;
  }

  /** Octets that the message may still grow by. */
  #room(): number {
    return this.#maxPayload - this.#message.length;
  }

  #keepInflated({ octets, failure }: Inflated): void {
    this.#keep(octets, null);
    if (this.#state === 'failed' || failure === null) return;
    this.#fail(failure === 'corrupt' ? 'ws-deflate' : 'ws-too-big', this.#frameFrom);
  }

  /** Adds to the message; `offset` is the stream offset of the first octet, when it stands there as it is. */
  #keep(octets: Uint8Array, offset: number | null): void {
    if (this.#opcode === TEXT) {
      const bad = this.#utf8.feed(octets);
      if (bad >= 0) {
        this.#fail('ws-utf8', offset === null ? this.#frameFrom : offset + bad);
        return;
      }
    }
    this.#message.append(octets);
  }

  #endFrame(frame: FrameHeader): void {
    this.#state = 'header';
    const range = { from: this.#frameFrom, to: this.#offset };
    this.#items.push({ kind: 'frame', header: frame, payloadFrom: this.#payloadFrom, ...range });
    if (isControl(frame.opcode)) this.#useControl(frame.opcode, this.#control.take(), range);
    else if (frame.fin) this.#endMessage();
    this.#frameFrom = this.#offset;
  }

  #endMessage(): void {
    if (this.#compressed) this.#keepInflated(ensure(this.#inflater, 'inflater').end(this.#room()));
    if (this.#state === 'failed') return;
    const data = this.#message.take();
    const shared = { compressed: this.#compressed, from: this.#messageFrom, to: this.#offset };
    if (this.#opcode !== TEXT) this.#items.push({ kind: 'binary', data, ...shared });
    else if (this.#utf8.complete)
      this.#items.push({ kind: 'text', data: ensure(fromUtf8Strict(data), 'validated text'), ...shared });
    else this.#fail('ws-utf8', this.#offset - 1);
  }

  #useControl(opcode: number, data: Uint8Array, range: Range): void {
    if (opcode === CLOSE) this.#useClose(data, range);
    else this.#items.push({ kind: opcode === PING ? 'ping' : 'pong', data, ...range });
  }

  /** Section 5.5.1: nothing, or a code of two octets and a reason in UTF-8. */
  #useClose(data: Uint8Array, range: Range): void {
    const [high, low] = data;
    let code = NO_STATUS_RECEIVED;
    if (high !== undefined && low !== undefined) {
      code = (high << 8) | low;
      if (!isWireCloseCode(code)) {
        this.#fail('ws-close-code', this.#payloadFrom);
        return;
      }
    }
    const reason = fromUtf8Strict(data.subarray(2));
    if (reason === null) {
      this.#fail('ws-utf8', this.#payloadFrom + 2);
      return;
    }
    this.#state = 'closed';
    this.#items.push({ kind: 'close', code, reason, ...range });
  }

  #fail(code: ProtocolErrorCode, offset: number): void {
    this.#state = 'failed';
    this.#items.push({ kind: 'error', error: protocolError(code, offset) });
  }
}
