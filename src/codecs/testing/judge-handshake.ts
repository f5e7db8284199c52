/** Vectors of kind ws-handshake. */
import { answerHandshake, type ServerHandshake } from '../websocket/server-handshake.ts';
import { checkHandshake } from '../websocket/client-handshake.ts';
import { PERMESSAGE_DEFLATE } from '../websocket/deflate-params.ts';
import { parseExtensions, parseProtocols } from '../websocket/header-lists.ts';
import { acceptKey } from '../websocket/key.ts';
import { headerValue, type Head } from '../http1/message.ts';
import { RequestParser, ResponseParser, type HttpEvent } from '../http1/parser.ts';
import type { ProtocolError } from '../protocol-error.ts';
import {
  anyOf,
  chunksOf,
  same,
  type BytesSpec,
  type JudgeOptions,
  type Vector,
  type WithAlternatives,
} from './vector.ts';

type ParamRule =
  'required' | 'forbidden' | 'optional' | { readonly max: number; readonly required?: boolean };

interface ExpectedOutcome {
  readonly accepted?: boolean;
  readonly accept?: string;
  readonly protocol?: string | null | { readonly oneOf: readonly (string | null)[] };
  readonly deflate?: null | {
    readonly params?: Readonly<Record<string, ParamRule>>;
    readonly mayDecline?: boolean;
  };
  readonly reason?: string | readonly string[];
  readonly status?: readonly number[];
  readonly value?: unknown;
  readonly error?: unknown;
}

interface HandshakeVector extends Vector {
  readonly op: 'accept-key' | 'parse-extensions' | 'parse-protocols' | 'server' | 'client';
  readonly key?: string;
  readonly header?: string;
  readonly request?: BytesSpec;
  readonly config?: { readonly protocols?: readonly string[] | null; readonly deflate?: false | object };
  readonly protocols?: readonly string[];
  readonly offer?: string | null;
  readonly profile?: 'rfc6455' | 'whatwg';
  readonly response?: BytesSpec;
  readonly expect: WithAlternatives<ExpectedOutcome>;
}

interface Outcome {
  readonly accepted: boolean;
  readonly accept?: string;
  readonly protocol?: string | null;
  /** The agreed extension's parameters as the response header writes them, or null without one. */
  readonly deflate?: ReadonlyMap<string, string | true> | null;
  readonly reason?: string;
  readonly status?: number;
}

/** What the handshake code makes of a vector: null when right. */
export function judgeHandshake(vector: Vector, options: JudgeOptions): string | null {
  const handshake = vector as HandshakeVector;
  const { op, expect, key = '', header = '' } = handshake;
  switch (op) {
    case 'accept-key':
      return same('accept', expect.accept, acceptKey(key));
    case 'parse-extensions':
      return judgeList(expect, parseExtensions(header), options);
    case 'parse-protocols':
      return judgeList(expect, parseProtocols(header), options);
    case 'server':
      return judgeOutcome(expect, serve(handshake, options), options);
    case 'client':
      return judgeOutcome(expect, connect(handshake, options), options);
  }
}

function judgeList(expect: HandshakeVector['expect'], got: unknown, options: JudgeOptions): string | null {
  return anyOf(expect, options, ({ error, value }) => {
    if (error !== undefined) return got === null ? null : 'want an error';
    return same('value', sorted(value), sorted(got));
  });
}

/** Objects with their keys in one order, for comparison as JSON. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}

function serve({ request, config = {} }: HandshakeVector, options: JudgeOptions): Outcome {
  const head = readHead(new RequestParser(), request, options);
  if (!('head' in head)) return { accepted: false, reason: serverReason(head.error), status: 400 };
  const answer = answerHandshake(head.head, {
    protocols: config.protocols ?? null,
    deflate: config.deflate === undefined || config.deflate === false ? null : config.deflate,
  });
  return answer.accepted ? { ...answer, deflate: agreedParams(answer) } : answer;
}

function connect(vector: HandshakeVector, options: JudgeOptions): Outcome {
  const { response, key = '', protocols = [], offer = null, profile = 'rfc6455' } = vector;
  const head = readHead(new ResponseParser(), response, options);
  if (!('head' in head)) return { accepted: false, reason: 'malformed' };
  const result = checkHandshake(head.head, { key, protocols, offer, profile });
  return result.accepted ? { ...result, deflate: paramsIn(result.extensions) } : result;
}

function readHead<H extends Head>(
  parser: { feed: (chunk: Uint8Array) => HttpEvent<H>[]; eof: () => HttpEvent<H>[] },
  bytes: BytesSpec | undefined,
  options: JudgeOptions,
): { readonly head: H } | { readonly error: ProtocolError | null } {
  const chunks = chunksOf(bytes === undefined ? [] : [bytes], options);
  for (const event of [...chunks.flatMap((chunk) => parser.feed(chunk)), ...parser.eof()]) {
    if (event.kind === 'head') return { head: event.head };
    if (event.kind === 'error') return { error: event.error };
  }
  return { error: null };
}

function serverReason(error: ProtocolError | null): string {
  if (error?.code === 'http-request-line') return 'request-line';
  return error?.code === 'http-version' ? 'http-version' : 'header-syntax';
}

function agreedParams(answer: ServerHandshake): ReadonlyMap<string, string | true> | null {
  return paramsIn(headerValue(answer.headers, 'sec-websocket-extensions') ?? '');
}

function paramsIn(header: string): ReadonlyMap<string, string | true> | null {
  const extension = parseExtensions(header)?.find(({ name }) => name === PERMESSAGE_DEFLATE);
  return extension === undefined ? null : new Map(extension.params);
}

function judgeOutcome(expect: HandshakeVector['expect'], got: Outcome, options: JudgeOptions): string | null {
  return anyOf(expect, options, (expected) => {
    const accepted = same('accepted', expected.accepted, got.accepted);
    if (accepted !== null) return `${accepted} (${got.reason ?? 'no reason'})`;
    return got.accepted ? judgeAgreement(expected, got) : judgeRefusal(expected, got, options);
  });
}

function judgeRefusal(
  { status, reason }: ExpectedOutcome,
  got: Outcome,
  { strict }: JudgeOptions,
): string | null {
  if (status !== undefined && got.status !== undefined && !status.includes(got.status))
    return `status: want ${status.join(' or ')}, got ${String(got.status)}`;
  const reasons: readonly string[] = reason === undefined ? [] : [reason].flat();
  const known = reasons.length === 0 || reasons.includes(got.reason ?? '');
  return !strict || known ? null : `reason: want ${reasons.join(' or ')}, got ${String(got.reason)}`;
}

function judgeAgreement({ accept, protocol, deflate }: ExpectedOutcome, got: Outcome): string | null {
  if (accept !== undefined && got.accept !== undefined && accept !== got.accept)
    return same('accept', accept, got.accept);
  const choices = typeof protocol === 'object' && protocol !== null ? protocol.oneOf : [protocol];
  if (protocol !== undefined && !choices.includes(got.protocol ?? null))
    return same('protocol', protocol, got.protocol);
  if (deflate === undefined) return null;
  const agreed = got.deflate ?? null;
  if (deflate === null) return agreed === null ? null : 'deflate: want none';
  if (agreed === null) return deflate.mayDecline === true ? null : 'deflate: want it negotiated';
  return judgeParams(deflate.params ?? {}, agreed);
}

function judgeParams(
  rules: Readonly<Record<string, ParamRule>>,
  params: ReadonlyMap<string, string | true>,
): string | null {
  for (const [name, rule] of Object.entries(rules)) {
    const value = params.get(name);
    if (rule === 'optional') continue;
    if (rule === 'forbidden') {
      if (value !== undefined) return `${name}: must be absent`;
    } else if (value === undefined) {
      if (rule === 'required' || rule.required === true) return `${name}: missing`;
    } else if (rule !== 'required' && !(Number(value) >= 8 && Number(value) <= rule.max)) {
      return `${name}: ${String(value)} is not 8 to ${String(rule.max)}`;
    }
  }
  return null;
}
