/** Vectors of kind socketio: Engine.IO packets and payloads, Socket.IO packets, and the one in the other. */
import { ensureHex } from './hex.ts';
import { toHex } from '#base/bytes.ts';
import {
  decodeEnginePacket,
  decodeEnginePayload,
  encodeEnginePacket,
  encodeEnginePayload,
  encodeEngineText,
  type EngineMessage,
  type EnginePacket,
} from '../engineio/packet.ts';
import { encodeSocketIo, SocketIoDecoder, type SocketIoPacket } from '../socketio/packet.ts';
import { anyOf, same, type JudgeOptions, type Vector, type WithAlternatives } from './vector.ts';

interface Outcome {
  readonly value?: unknown;
  /** A label of the vectors' own; any error of ours passes. */
  readonly error?: string;
  /** What was reported before the error. */
  readonly packets?: unknown;
}

interface PacketVector extends Vector {
  readonly op: string;
  readonly input: unknown;
  readonly expect: WithAlternatives<Outcome>;
}

interface Got {
  readonly value: unknown;
  readonly error: string | null;
}

/** What the codecs make of a vector: null when right. Whole messages come in, so that there is nothing to split. */
export function judgeSocketIo(vector: Vector, options: JudgeOptions): string | null {
  const { op, input, expect } = vector as PacketVector;
  const got = run(op, withOctets(input));
  if (got === null) return `no codec for ${op}`;
  const value = withHex(got.value);
  return anyOf(expect, options, (expected) => {
    if (expected.error === undefined)
      return got.error === null ? same('value', withHex(expected.value), value) : `error: ${got.error}`;
    if (got.error === null) return `want an error, got ${JSON.stringify(value)}`;
    return expected.packets === undefined ? null : same('packets', withHex(expected.packets), value);
  });
}

function run(op: string, input: unknown): Got | null {
  switch (op) {
    case 'eio-decode':
      return done(decodeEnginePacket(input as EngineMessage));
    case 'eio-encode': {
      const { packet, supportsBinary } = input as { packet: EnginePacket; supportsBinary: boolean };
      return done(supportsBinary ? encodeEnginePacket(packet) : encodeEngineText(packet));
    }
    case 'eio-decode-payload':
      return done(decodeEnginePayload(input as string));
    case 'eio-encode-payload':
      return done(encodeEnginePayload(input as EnginePacket[]));
    case 'sio-decode':
      return decodeAll(input as EngineMessage[]);
    case 'sio-encode':
      return done(encodeSocketIo(input as SocketIoPacket));
    case 'stack-decode':
      return decodeStack(input as EngineMessage[]);
    default:
      return null;
  }
}

function done(value: unknown): Got {
  return { value, error: null };
}

function decodeAll(messages: readonly EngineMessage[]): Got {
  const decoder = new SocketIoDecoder();
  const items = messages.flatMap((message) => decoder.feed(message));
  return {
    value: items.flatMap((item) => (item.kind === 'packet' ? [item.packet] : [])),
    error: items.flatMap((item) => (item.kind === 'error' ? [item.error.code] : []))[0] ?? null,
  };
}

/** The messages of a WebSocket: what Engine.IO keeps to itself, and the packets that it carries. */
function decodeStack(messages: readonly EngineMessage[]): Got {
  const decoder = new SocketIoDecoder();
  const value: unknown[] = [];
  for (const message of messages) {
    const { type, data } = decodeEnginePacket(message);
    if (type !== 'message') {
      value.push({ eio: type, ...(data === undefined ? {} : { data }) });
      continue;
    }
    for (const item of decoder.feed(data ?? '')) {
      if (item.kind === 'error') return { value, error: item.error.code };
      value.push({ eio: type, sio: item.packet });
    }
  }
  return done(value);
}

/** `{"$bin": hex}` as octets. */
function withOctets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withOctets);
  if ('$bin' in value) return ensureHex(String(value.$bin));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withOctets(part)]));
}

/** Octets as hexadecimal and keys in one order, for comparison as JSON. */
function withHex(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return { $bin: toHex(value) };
  if (Array.isArray(value)) return value.map(withHex);
  const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, withHex(part)]));
}
