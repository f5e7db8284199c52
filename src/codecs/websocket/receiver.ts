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
  /** The message, when all of it stands in the chunk as it is; else it is in `#message`. */
  #unsplit: Uint8Array | null = null;
  /** The message as text, once its last octet has come and if it is valid. */
  #text: string | null = null;

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
    const piece = chunk.subarray(at, at + count);
    if (isControl(frame.opcode)) appendUnmasked(this.#control, piece, frame, done);
    else if (this.#compressed) this.#inflate(piece, frame, done);
    else this.#keepPlain(piece, frame, done);
    this.#offset += count;
    if (this.#state === 'payload' && done + count === frame.length) this.#endFrame(frame);
    return count;
  }

  /** Octets that the message may still grow by. */
  #room(): number {
    return this.#maxPayload - this.#message.length;
  }

  /** Adds octets that are the message's own; `done` octets of the frame's payload came before. */
  #keepPlain(piece: Uint8Array, frame: FrameHeader, done: number): void {
    const endsMessage = frame.fin && done + piece.length === frame.length;
    let octets = piece;
    // A message that arrives in one piece is used where it stands.
    if (endsMessage && frame.maskKey === null && this.#message.length === 0) this.#unsplit = piece;
    else octets = appendUnmasked(this.#message, piece, frame, done);
    if (this.#opcode !== TEXT) return;
    // The decoder validates too, and faster; where a message breaks off or goes wrong, only the validator can tell.
    if (endsMessage) this.#text = fromUtf8Strict(this.#unsplit ?? this.#message.view());
    if (this.#text === null) this.#validate(octets, this.#offset);
  }

  #inflate(piece: Uint8Array, frame: FrameHeader, done: number): void {
    let octets = piece;
    if (frame.maskKey !== null) {
      octets = piece.slice();
      applyMask(octets, frame.maskKey, done & 3);
    }
    this.#keepInflated(ensure(this.#inflater, 'inflater').push(octets, this.#room()));
  }

  #keepInflated({ octets, failure }: Inflated): void {
    if (this.#opcode === TEXT) this.#validate(octets, null);
    if (this.#state !== 'failed') this.#message.append(octets);
    if (this.#state === 'failed' || failure === null) return;
    this.#fail(failure === 'corrupt' ? 'ws-deflate' : 'ws-too-big', this.#frameFrom);
  }

  /** Fails at the first octet that is not UTF-8; `offset` is the first one's in the stream, if it stands there as it is. */
  #validate(octets: Uint8Array, offset: number | null): void {
    const bad = this.#utf8.feed(octets);
    if (bad >= 0) this.#fail('ws-utf8', offset === null ? this.#frameFrom : offset + bad);
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
    const octets = this.#unsplit ?? this.#message.view();
    const compressed = this.#compressed;
    const from = this.#messageFrom;
    const to = this.#offset;
    if (this.#opcode !== TEXT) {
      this.#items.push({ kind: 'binary', data: octets.slice(), compressed, from, to });
    } else {
      // All that is valid so far and no text ends within a character.
      const data = this.#text ?? fromUtf8Strict(octets);
      if (data === null) this.#fail('ws-utf8', this.#offset - 1);
      else this.#items.push({ kind: 'text', data, compressed, from, to });
    }
    this.#message.clear();
    this.#unsplit = null;
    this.#text = null;
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

/** Adds a piece of payload, unmasked, and returns it where it then stands; `done` octets of the payload came before. */
function appendUnmasked(
  buffer: OctetBuffer,
  piece: Uint8Array,
  { maskKey }: FrameHeader,
  done: number,
): Uint8Array {
  const start = buffer.length;
  buffer.append(piece);
  const octets = buffer.view(start);
  if (maskKey !== null) applyMask(octets, maskKey, done & 3);
  return octets;
}
