/**
 * WebSocket frames one behind the other, as they stand in a stream, named bit by bit (RFC 6455 section 5.2). Reads what
 * can be read, also of frames that break rules: judging them is the receiver's business (codecs/websocket/receiver.ts).
 */
import type { Field } from '#codecs/fields.ts';
import { annotateFrame } from '#codecs/websocket/annotate.ts';
import { applyMask } from '#codecs/websocket/encode.ts';
import { CONTINUATION, isControl } from '#codecs/websocket/opcode.ts';

/** One frame; positions are octets from the start of what was given. */
export interface FrameFacts {
  readonly from: number;
  readonly payloadFrom: number;
  /** Behind its last octet, or behind what is there of it. */
  readonly to: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: number;
  readonly key: Uint8Array | null;
  /** Width of the length field in bits. */
  readonly lengthForm: 7 | 16 | 64;
  /** What the header says, in octets. */
  readonly length: number;
  /** Octets of payload that the header promises and that are not there. */
  readonly missing: number;
  /** The payload without its mask: what is there of it. */
  readonly plain: Uint8Array;
  /** Index of the frame that began its message; its own for that frame and for control frames. */
  readonly begin: number;
}

/** More frames than this are not read: nobody looks through them by hand. */
const MAX_FRAMES = 500;

/** The frames in `octets`; of the last one perhaps only a part. A header that is cut off ends the list. */
export function framesIn(octets: Uint8Array): FrameFacts[] {
  const frames: FrameFacts[] = [];
  let begin = 0;
  for (let at = 0; at < octets.length && frames.length < MAX_FRAMES;) {
    const index = frames.length;
    const frame = frameAt(octets, at);
    if (!frame) break;
    const control = isControl(frame.opcode);
    if (!control && frame.opcode !== CONTINUATION) begin = index;
    frames.push({ ...frame, begin: control ? index : begin });
    at = frame.to;
  }
  return frames;
}

function frameAt(octets: Uint8Array, from: number): Omit<FrameFacts, 'begin'> | null {
  const first = octets[from];
  const second = octets[from + 1];
  if (first === undefined || second === undefined) return null;
  const short = second & 0x7f;
  const lengthForm = short === 126 ? 16 : short === 127 ? 64 : 7;
  const keyFrom = from + 2 + (lengthForm === 7 ? 0 : lengthForm / 8);
  const payloadFrom = keyFrom + ((second & 0x80) === 0 ? 0 : 4);
  if (octets.length < payloadFrom) return null;
  let length = lengthForm === 7 ? short : 0;
  if (lengthForm !== 7) for (let at = from + 2; at < keyFrom; at++) length = length * 256 + (octets[at] ?? 0);
  const to = Math.min(octets.length, payloadFrom + length);
  const key = payloadFrom === keyFrom ? null : octets.slice(keyFrom, payloadFrom);
  const plain = octets.slice(payloadFrom, to);
  if (key) applyMask(plain, key, 0);
  return {
    ...{ from, payloadFrom, to, lengthForm, length, key, plain },
    ...{ fin: (first & 0x80) !== 0, opcode: first & 0x0f },
    ...{ rsv1: (first & 0x40) !== 0, rsv2: (first & 0x20) !== 0, rsv3: (first & 0x10) !== 0 },
    missing: payloadFrom + length - to,
  };
}

/** The fields of all frames in `octets`, and of a header that is cut off what is there. */
export function annotateFrames(octets: Uint8Array): Field[] {
  const frames = framesIn(octets);
  const fields = frames.flatMap(({ from, to, begin }) =>
    moved(annotateFrame(octets.subarray(from, to), frames[begin]?.rsv1 ?? false), from),
  );
  const rest = frames.at(-1)?.to ?? 0;
  if (rest < octets.length && frames.length < MAX_FRAMES)
    fields.push(...moved(annotateFrame(octets.subarray(rest)), rest));
  return fields;
}

function moved(fields: readonly Field[], octets: number): readonly Field[] {
  return octets === 0 ? fields : fields.map((field) => ({ ...field, offset: field.offset + octets * 8 }));
}

/** The whole message that a frame belongs to: its data frames' payloads, unmasked, in order. */
export function messageOf(frames: readonly FrameFacts[], index: number): readonly FrameFacts[] {
  const begin = frames[index]?.begin;
  return frames.filter((frame, i) => frame.begin === begin && (i === begin || !isControl(frame.opcode)));
}
