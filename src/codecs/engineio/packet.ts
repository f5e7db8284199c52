/**
 * Packets of Engine.IO, protocol 4, the layer under Socket.IO. The parsing is engine.io-parser's own; here it gets types
 * and one form of binary data. Load this room lazily: nothing of the lab needs it.
 */
import { decodePacket, decodePayload, encodePacket, type Packet } from 'engine.io-parser';
import { ensure } from '#base/assert.ts';
import { toBase64 } from '#base/bytes.ts';

/** The digits 0 to 6, in their order. */
export const ENGINE_TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const;

export type EngineType = (typeof ENGINE_TYPES)[number];

/** What travels in one message of a WebSocket, or between two separators of a polling body. */
export type EngineMessage = string | Uint8Array;

export interface EnginePacket {
  readonly type: EngineType;
  /** Absent when the packet is its type alone. Octets only in a `message`. */
  readonly data?: EngineMessage;
}

/** Stands for what is no packet; the `data` is the parser's. */
export interface EngineFault {
  readonly type: 'error';
  readonly data: string;
}

/** U+001E between the packets of a polling body (protocol 4, "HTTP long-polling"). */
export const RECORD_SEPARATOR = '\u001e';

/** One message of a WebSocket: text with a type in front, or octets, which are a `message` without one. */
export function decodeEnginePacket(message: EngineMessage): EnginePacket | EngineFault {
  // The parser hands on the whole buffer under a view.
  const whole = typeof message === 'string' ? message : message.slice().buffer;
  return withOctets(decodePacket(whole, 'arraybuffer'));
}

/** The packets of a polling body; what follows a fault is not read. */
export function decodeEnginePayload(body: string): (EnginePacket | EngineFault)[] {
  return decodePayload(body, 'arraybuffer').map(withOctets);
}

/** A packet as one message of a WebSocket. */
export function encodeEnginePacket(packet: EnginePacket): EngineMessage {
  let message: EngineMessage | null = null;
  // For text and octets the parser calls back at once.
  encodePacket({ ...packet }, true, (encoded: EngineMessage) => {
    message = encoded;
  });
  return ensure<EngineMessage>(message, 'an encoded packet');
}

/** The same where only text can travel: octets as `b` and Base64. The parser's way of doing so differs by browser. */
export function encodeEngineText({ type, data }: EnginePacket): string {
  if (data instanceof Uint8Array) return `b${toBase64(data)}`;
  return String(encodeEnginePacket(data === undefined ? { type } : { type, data }));
}

/** A polling body: every packet as text. */
export function encodeEnginePayload(packets: readonly EnginePacket[]): string {
  return packets.map(encodeEngineText).join(RECORD_SEPARATOR);
}

function withOctets({ type, data }: Packet): EnginePacket | EngineFault {
  if (type === 'error') return { type, data: String(data) };
  if (data instanceof ArrayBuffer) return { type, data: new Uint8Array(data) };
  return data === undefined ? { type } : { type, data: String(data) };
}
