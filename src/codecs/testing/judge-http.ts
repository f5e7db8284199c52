/** Vectors of kind http1. */
import { concat, fromLatin1 } from '#base/bytes.ts';
import { MessageCollector, type HttpMessage } from '../http1/collector.ts';
import type { Head, Header } from '../http1/message.ts';
import { RequestParser, ResponseParser, type HttpEvent } from '../http1/parser.ts';
import {
  serializeChunk,
  serializeLastChunk,
  serializeRequest,
  serializeResponse,
} from '../http1/serializer.ts';
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

type ExpectedMessage = Readonly<Record<string, unknown>>;

interface ExpectedParse {
  readonly messages?: readonly ExpectedMessage[];
  readonly rest?: BytesSpec;
  readonly incomplete?: boolean;
  /** A label of the vectors' own; any error of ours passes. */
  readonly error?: string;
  readonly bytes?: BytesSpec;
}

interface HttpVector extends Vector {
  readonly op: 'parse-response' | 'parse-request' | 'serialize';
  readonly chunks: ChunksSpec;
  readonly eof?: boolean;
  readonly requestMethod?: string;
  readonly message: {
    readonly kind: 'request' | 'response';
    readonly status: number;
    readonly reason: string;
    readonly method: string;
    readonly target: string;
    readonly headers: readonly Header[];
    readonly body?: BytesSpec;
    readonly chunks?: readonly BytesSpec[];
    readonly trailers?: readonly Header[];
  };
  readonly expect: WithAlternatives<ExpectedParse>;
}

/** What parser or serializer make of a vector: null when right. */
export function judgeHttp(vector: Vector, options: JudgeOptions): string | null {
  const http = vector as HttpVector;
  if (http.op === 'serialize') return judgeSerializer(http, options);
  const got = http.op === 'parse-request' ? parseRequests(http, options) : parseResponses(http, options);
  return anyOf(http.expect, options, (expected) => firstOf(complaints(expected, got)));
}

interface Parsed {
  readonly messages: HttpMessage[];
  readonly rest: Uint8Array;
  readonly error: string | null;
  readonly incomplete: boolean;
}

function parseRequests(vector: HttpVector, options: JudgeOptions): Parsed {
  return parse(new RequestParser(), vector, options);
}

function parseResponses(vector: HttpVector, options: JudgeOptions): Parsed {
  const { requestMethod = 'GET' } = vector;
  return parse(new ResponseParser({ methodOf: () => requestMethod }), vector, options);
}

function parse<H extends Head>(
  parser: {
    feed: (chunk: Uint8Array) => HttpEvent<H>[];
    eof: () => HttpEvent<H>[];
    readonly incomplete: boolean;
  },
  { chunks, eof = true }: HttpVector,
  options: JudgeOptions,
): Parsed {
  const events = chunksOf(chunks, options).flatMap((chunk) => parser.feed(chunk));
  const { incomplete } = parser;
  if (eof) events.push(...parser.eof());
  const failure = events.find((event) => event.kind === 'error');
  return {
    messages: new MessageCollector<H>().push(events),
    rest: concat(events.flatMap((event) => ('rest' in event ? [event.rest] : []))),
    error: failure?.error.code ?? null,
    incomplete,
  };
}

function* complaints(expected: ExpectedParse, got: Parsed): Generator<string | null> {
  const failed = got.error !== null;
  if (failed !== (expected.error !== undefined))
    yield `error: want ${expected.error ?? 'none'}, got ${got.error ?? 'none'}`;
  if (expected.error !== undefined && expected.messages === undefined) return;
  const wanted = expected.messages ?? [];
  yield same('number of messages', wanted.length, got.messages.length);
  for (const [i, message] of got.messages.entries()) {
    const facts = factsOf(message);
    for (const [name, value] of Object.entries(wanted[i] ?? {}))
      yield same(`message ${String(i)} ${name}`, comparable(name, value), comparable(name, facts[name]));
  }
  if (expected.rest !== undefined) yield same('rest', octets(expected.rest), got.rest);
  if (expected.incomplete !== undefined) yield same('incomplete', expected.incomplete, got.incomplete);
}

function factsOf({ head, body, chunkSizes, trailers, upgrade }: HttpMessage): Record<string, unknown> {
  return { ...head, body, chunkSizes, trailers, upgrade };
}

function comparable(name: string, value: unknown): unknown {
  if (name === 'body') return value instanceof Uint8Array ? value : octets(value as BytesSpec);
  if (name !== 'headers' && name !== 'trailers') return value;
  return (value as readonly Header[]).map(([key, text]) => [key.toLowerCase(), text]);
}

function judgeSerializer({ message, expect }: HttpVector, options: JudgeOptions): string | null {
  let bytes: Uint8Array | null = null;
  try {
    bytes = serialize(message);
  } catch {
    bytes = null; // Serializers assert that their caller hands in a message that can be written.
  }
  return anyOf(expect, options, (expected) => {
    if (expected.error !== undefined)
      return bytes === null ? null : `want an error, got ${fromLatin1(bytes)}`;
    return bytes === null ? 'unexpected error' : same('octets', octets(expected.bytes), bytes);
  });
}

function serialize(message: HttpVector['message']): Uint8Array {
  const body = message.body === undefined ? undefined : octets(message.body);
  const head =
    message.kind === 'request' ? serializeRequest(message, body) : serializeResponse(message, body);
  if (message.chunks === undefined) return head;
  const chunks = message.chunks.map(octets).filter((chunk) => chunk.length > 0);
  return concat([head, ...chunks.map(serializeChunk), serializeLastChunk(message.trailers)]);
}
