/** Writes WebSocket frames (RFC 6455 section 5). Masking keys are handed in: the simulation draws them by key. */
import { assert } from '#base/assert.ts';
import { utf8, utf8View } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import {
  BINARY,
  CLOSE,
  CONTINUATION,
  isControl,
  isWireCloseCode,
  MAX_CONTROL_PAYLOAD,
  PING,
  PONG,
  TEXT,
} from './opcode.ts';

/** Four octets when a client sends, null when a server does (section 5.1). */
export type MaskKey = Uint8Array | null;

export interface FrameParts {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly maskKey: MaskKey;
  readonly fin?: boolean;
  /** permessage-deflate: the message is compressed (RFC 7692 section 6). */
  readonly rsv1?: boolean;
}

/** From this many octets on, words of four are worth the view that they are read through. */
const WORDS_FROM = 32;

/** One frame, with the payload length in its shortest form (section 5.2). The payload is copied, not masked in place. */
export function encodeFrame(parts: FrameParts): Uint8Array<ArrayBuffer> {
  const { opcode, payload, maskKey, fin = true, rsv1 = false } = parts;
  assert(maskKey === null || maskKey.length === 4, 'a masking key has four octets');
  assert(
    !isControl(opcode) || (fin && payload.length <= MAX_CONTROL_PAYLOAD),
    'a control frame is short and whole',
  );
  const extended = payload.length <= 125 ? 0 : payload.length <= 0xffff ? 2 : 8;
  const headerLength = 2 + extended + (maskKey === null ? 0 : 4);
  const frame = new Uint8Array(headerLength + payload.length);
  frame[0] = (fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode;
  const maskBit = maskKey === null ? 0 : 0x80;
  if (extended === 0) {
    frame[1] = maskBit | payload.length;
  } else if (extended === 2) {
    frame[1] = maskBit | 126;
    frame[2] = payload.length >> 8;
    frame[3] = payload.length & 0xff;
  } else {
    frame[1] = maskBit | 127;
    new DataView(frame.buffer).setBigUint64(2, BigInt(payload.length));
  }
  frame.set(payload, headerLength);
  if (maskKey !== null) {
    frame.set(maskKey, headerLength - 4);
    applyMask(frame.subarray(headerLength), maskKey, 0);
  }
  return frame;
}

/** XORs `octets` in place; `phase` is the position of the first one in the payload (section 5.3). */
export function applyMask(octets: Uint8Array, key: Uint8Array, phase: number): void {
  let at = 0;
  if (octets.length >= WORDS_FROM) {
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    const word = keyWord(key, phase);
    for (; at + 4 <= octets.length; at += 4) view.setUint32(at, view.getUint32(at) ^ word);
  }
  for (; at < octets.length; at++) octets[at] = (octets[at] ?? 0) ^ (key[(phase + at) & 3] ?? 0);
}

/** The key as a big-endian word that begins with its octet `phase`. */
function keyWord(key: Uint8Array, phase: number): number {
  let word = 0;
  for (let i = 0; i < 4; i++) word = (word << 8) | (key[(phase + i) & 3] ?? 0);
  return word;
}

/** A text message in one frame; unpaired surrogates become U+FFFD, as in `WebSocket.send`. */
export function encodeText(text: string, maskKey: MaskKey): Uint8Array<ArrayBuffer> {
  return encodeFrame({ opcode: TEXT, payload: utf8View(text), maskKey });
}

/** A binary message in one frame. */
export function encodeBinary(payload: Uint8Array, maskKey: MaskKey): Uint8Array<ArrayBuffer> {
  return encodeFrame({ opcode: BINARY, payload, maskKey });
}

/** The frames of a message cut every `size` octets, not characters (section 5.4). `nextKey` is asked once a frame. */
export function encodeFragments(
  opcode: typeof TEXT | typeof BINARY,
  payload: Uint8Array,
  size: number,
  nextKey: () => MaskKey,
): Uint8Array<ArrayBuffer>[] {
  assert(Number.isInteger(size) && size > 0, 'fragments have at least one octet');
  const frames: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at === 0 || at < payload.length; at += size) {
    frames.push(
      encodeFrame({
        opcode: at === 0 ? opcode : CONTINUATION,
        payload: payload.subarray(at, at + size),
        fin: at + size >= payload.length,
        maskKey: nextKey(),
      }),
    );
  }
  return frames;
}

/** A ping or pong, or an error when the payload exceeds 125 octets (section 5.5). */
export function encodePing(payload: Uint8Array, maskKey: MaskKey): Result<Uint8Array<ArrayBuffer>> {
  return encodeControl(PING, payload, maskKey);
}

export function encodePong(payload: Uint8Array, maskKey: MaskKey): Result<Uint8Array<ArrayBuffer>> {
  return encodeControl(PONG, payload, maskKey);
}

/** A close frame (section 5.5.1); `code` null sends an empty one. The reason has at most 123 octets of UTF-8. */
export function encodeClose(
  code: number | null,
  reason: string,
  maskKey: MaskKey,
): Result<Uint8Array<ArrayBuffer>> {
  if (code === null)
    return reason === '' ? encodeControl(CLOSE, new Uint8Array(0), maskKey) : err('a reason needs a code');
  if (!isWireCloseCode(code)) return err(`close code ${String(code)} must not be sent`);
  const text = utf8(reason);
  const payload = new Uint8Array(2 + text.length);
  payload.set([code >> 8, code & 0xff]);
  payload.set(text, 2);
  return encodeControl(CLOSE, payload, maskKey);
}

function encodeControl(
  opcode: number,
  payload: Uint8Array,
  maskKey: MaskKey,
): Result<Uint8Array<ArrayBuffer>> {
  if (payload.length > MAX_CONTROL_PAYLOAD)
    return err(`the payload has ${String(payload.length)} octets; a control frame carries at most 125`);
  return ok(encodeFrame({ opcode, payload, maskKey }));
}
