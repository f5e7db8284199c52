/** Vectors of kind ws-frames, ws-deflate and ws-encode. */
import { concat, fromUtf8, toHex, utf8 } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { directionOf, Inflater } from '../websocket/deflate.ts';
import {
  encodeBinary,
  encodeClose,
  encodeFragments,
  encodePing,
  encodePong,
  encodeText,
  type MaskKey,
} from '../websocket/encode.ts';
import type { FrameHeader } from '../websocket/frame-header.ts';
import { BINARY, TEXT } from '../websocket/opcode.ts';
import { WsReceiver, type ReceiverOptions } from '../websocket/receiver.ts';
import {
  anyOf,
  chunksOf,
  firstOf,
  octets,
  same,
  type BytesSpec,
  type ChunksSpec,
  type JudgeOptions,
  type Vector,
  type WithAlternatives,
} from './vector.ts';

interface ExpectedEvent {
  readonly type: 'text' | 'binary' | 'ping' | 'pong' | 'close';
  readonly data?: BytesSpec;
  readonly code?: number;
  readonly reason?: string;
  readonly times?: number;
}

type ExpectedFrame = Readonly<Record<string, unknown>> & { readonly times?: number };

interface ExpectedReception {
  readonly events?: readonly ExpectedEvent[];
  readonly failure?: number;
  readonly failureAlso?: readonly number[];
  readonly incomplete?: boolean;
  readonly frames?: readonly ExpectedFrame[];
  readonly failByChunk?: number;
}

interface ReceptionVector extends Vector {
  readonly role: 'client' | 'server';
  readonly options?: {
    readonly maxPayload?: number;
    readonly deflate?: {
      readonly serverNoContextTakeover: boolean;
      readonly clientNoContextTakeover: boolean;
      readonly serverMaxWindowBits: number | null;
      readonly clientMaxWindowBits: number | null;
    };
  };
  readonly chunks: ChunksSpec;
  readonly expect: WithAlternatives<ExpectedReception>;
}

interface Reception {
  readonly events: { type: string; data: Uint8Array | { code: number; reason: string } }[];
  readonly frames: FrameHeader[];
  failure: number | null;
  /** Octets that had arrived, chunk by chunk, when the receiver failed. */
  failedAtOctet: number;
  incomplete: boolean;
}

/** What the receiver makes of a ws-frames or ws-deflate vector: null when right. */
export function judgeReception(vector: Vector, options: JudgeOptions): string | null {
  const reception = vector as ReceptionVector;
  const got = receive(reception, options);
  return anyOf(reception.expect, options, (expected) =>
    firstOf(complaints(expected, got, reception.chunks, options)),
  );
}

function receive({ role, options = {}, chunks }: ReceptionVector, judge: JudgeOptions): Reception {
  const receiver = new WsReceiver(receiverOptions(role, options));
  const got: Reception = { events: [], frames: [], failure: null, failedAtOctet: 0, incomplete: false };
  let arrived = 0;
  for (const chunk of chunksOf(chunks, judge)) {
    arrived += chunk.length;
    for (const item of receiver.feed(chunk)) {
      if (item.kind === 'frame') got.frames.push(item.header);
      else if (item.kind === 'error') {
        got.failure = item.error.closeCode ?? null;
        got.failedAtOctet = arrived;
      } else if (item.kind === 'close')
        got.events.push({ type: 'close', data: { code: item.code, reason: item.reason } });
      else if (item.kind === 'text') got.events.push({ type: 'text', data: utf8(item.data) });
      else got.events.push({ type: item.kind, data: item.data });
    }
  }
  got.incomplete = receiver.incomplete;
  return got;
}

function receiverOptions(
  role: 'client' | 'server',
  { maxPayload, deflate }: NonNullable<ReceptionVector['options']>,
): ReceiverOptions {
  const agreed = deflate && {
    ...deflate,
    serverMaxWindowBits: deflate.serverMaxWindowBits ?? 15,
    clientMaxWindowBits: deflate.clientMaxWindowBits ?? 15,
  };
  const inflater = agreed ? new Inflater(directionOf(agreed, role === 'server' ? 'client' : 'server')) : null;
  return maxPayload === undefined ? { role, inflater } : { role, inflater, maxPayload };
}

function* complaints(
  expected: ExpectedReception,
  got: Reception,
  chunks: ChunksSpec,
  options: JudgeOptions,
): Generator<string | null> {
  const events = repeat(expected.events ?? []);
  yield same('number of events', events.length, got.events.length);
  for (const [i, { type, data, code, reason = '' }] of events.entries()) {
    const wanted = type === 'close' ? { code, reason } : octetsOnce(data);
    yield same(`event ${String(i)} type`, type, got.events[i]?.type);
    yield same(`event ${String(i)} data`, wanted, got.events[i]?.data);
  }
  const failures: (number | null)[] =
    expected.failure === undefined ? [null] : [expected.failure, ...(expected.failureAlso ?? [])];
  if (!failures.includes(got.failure))
    yield `failure: want ${failures.join(' or ')}, got ${String(got.failure)}`;
  if (expected.incomplete !== undefined && expected.failure === undefined)
    yield same('incomplete', expected.incomplete, got.incomplete);
  if (expected.frames !== undefined) yield* frameComplaints(repeat(expected.frames), got.frames);
  if (options.strict && expected.failByChunk !== undefined) {
    const latest = chunksOf(chunks, { ...options, bytewise: false })
      .slice(0, expected.failByChunk + 1)
      .reduce((sum, chunk) => sum + chunk.length, 0);
    if (got.failedAtOctet > latest)
      yield `failed after ${String(got.failedAtOctet)} octets, must by ${String(latest)}`;
  }
}

/** A long message may be expected thousands of times: build its octets once. */
const built = new WeakMap<object, Uint8Array>();

function octetsOnce(spec: BytesSpec | undefined): Uint8Array {
  if (typeof spec !== 'object') return octets(spec);
  const known = built.get(spec) ?? octets(spec);
  built.set(spec, known);
  return known;
}

function* frameComplaints(expected: ExpectedFrame[], got: FrameHeader[]): Generator<string | null> {
  yield same('number of frames', expected.length, got.length);
  for (const [i, header] of got.entries()) {
    const facts: Record<string, unknown> = {
      ...header,
      maskKey: header.maskKey === null ? null : toHex(header.maskKey),
    };
    for (const [name, value] of Object.entries(expected[i] ?? {}))
      yield same(`frame ${String(i)} ${name}`, value, facts[name]);
  }
}

function repeat<T extends { readonly times?: number }>(list: readonly T[]): Omit<T, 'times'>[] {
  return list.flatMap(({ times = 1, ...rest }) => Array<Omit<T, 'times'>>(times).fill(rest));
}

interface EncodeVector extends Vector {
  readonly op: {
    readonly type: 'text' | 'binary' | 'ping' | 'pong' | 'close';
    readonly data?: BytesSpec;
    readonly utf16?: readonly number[];
    readonly mask: string | null;
    readonly fragmentSize?: number;
    readonly code?: number;
    readonly reason?: string;
    readonly reasonUtf16?: readonly number[];
  };
  readonly expect: WithAlternatives<{ readonly bytes?: BytesSpec; readonly error?: unknown }>;
}

/** What the encoder makes of a ws-encode vector: null when right. */
export function judgeEncoding(vector: Vector, options: JudgeOptions): string | null {
  const { op, expect } = vector as EncodeVector;
  const frame = encode(op);
  return anyOf(expect, options, ({ bytes, error }) => {
    if (error !== undefined) return frame.ok ? `want an error, got ${toHex(frame.value).slice(0, 60)}` : null;
    return frame.ok ? same('octets', octets(bytes), frame.value) : `error: ${frame.error}`;
  });
}

function encode(op: EncodeVector['op']): Result<Uint8Array> {
  const maskKey: MaskKey = op.mask === null ? null : octets(op.mask);
  const payload = op.utf16 === undefined ? octets(op.data) : utf8(String.fromCharCode(...op.utf16));
  const reason = op.reasonUtf16 === undefined ? (op.reason ?? '') : String.fromCharCode(...op.reasonUtf16);
  switch (op.type) {
    case 'ping':
      return encodePing(payload, maskKey);
    case 'pong':
      return encodePong(payload, maskKey);
    case 'close':
      return encodeClose(op.code ?? null, reason, maskKey);
    default:
      return encodeMessage(op, payload, maskKey);
  }
}

function encodeMessage(op: EncodeVector['op'], payload: Uint8Array, maskKey: MaskKey): Result<Uint8Array> {
  if (op.fragmentSize !== undefined) {
    const frames = encodeFragments(
      op.type === 'text' ? TEXT : BINARY,
      payload,
      op.fragmentSize,
      () => maskKey,
    );
    return ok(concat(frames));
  }
  if (op.type === 'binary') return ok(encodeBinary(payload, maskKey));
  if (op.type === 'text') return ok(encodeText(fromUtf8(payload), maskKey));
  return err(`no encoder for ${op.type}`);
}
