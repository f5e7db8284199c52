/**
 * What would have happened: a handshake with one thing changed, answered and judged by the codecs that the lab uses,
 * and what the page's script gets to see of it (WebSockets Standard, "fail the WebSocket connection").
 */
import type { Header, RequestHead, ResponseHead } from '#codecs/http1/message.ts';
import { checkHandshake, type ClientRefusal } from '#codecs/websocket/client-handshake.ts';
import { acceptKey } from '#codecs/websocket/key.ts';
import {
  answerHandshake,
  type ServerConfig,
  type ServerRefusal,
} from '#codecs/websocket/server-handshake.ts';
import { askedBy } from './lines.ts';

/** One thing that goes wrong; `none` changes nothing. */
export type TryId =
  | 'none'
  /** On the way up: a proxy took Upgrade and Connection out; another version; a key that is none; another method. */
  | 'stripped'
  | 'version'
  | 'key'
  | 'method'
  /** The server does not serve this origin (RFC 6455 section 4.2.2, item 4: 403). */
  | 'origin'
  /** In the answer: a proxy's error page; Accept of another key; a subprotocol or extension nobody asked for. */
  | 'status'
  | 'accept'
  | 'protocol'
  | 'extension';

export const TRIES: readonly TryId[] = [
  ...(['none', 'stripped', 'version', 'key', 'method', 'origin'] as const),
  ...(['status', 'accept', 'protocol', 'extension'] as const),
];

/** What the page's script gets: with a refusal two events that do not say why. */
export type Seen =
  | { readonly open: true; readonly protocol: string; readonly extensions: string }
  | { readonly open: false; readonly code: 1006; readonly reason: ''; readonly wasClean: false };

export interface Outcome {
  readonly request: RequestHead;
  readonly response: ResponseHead;
  /** Who refused, and why; null when the WebSocket opened. */
  readonly refused:
    | { readonly by: 'server'; readonly why: ServerRefusal }
    | { readonly by: 'client'; readonly why: ClientRefusal }
    | null;
  readonly seen: Seen;
}

const FAILED: Seen = { open: false, code: 1006, reason: '', wasClean: false };
/** The example of RFC 6455 section 1.3: it belongs to another key than any that the lab draws. */
const OTHER_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const REASONS: Readonly<Record<number, string>> = {
  101: 'Switching Protocols',
  400: 'Bad Request',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  426: 'Upgrade Required',
  502: 'Bad Gateway',
  505: 'HTTP Version Not Supported',
};

/** Plays the handshake that begins with `request`, with one thing changed on its way. */
export function tryHandshake(request: RequestHead, what: TryId, config: ServerConfig = {}): Outcome {
  const arrived = changeRequest(request, what);
  const answer = answerHandshake(arrived, what === 'origin' ? { ...config, origins: [] } : config);
  if (!answer.accepted) return refusedBy(arrived, answer, { by: 'server', why: answer.reason });
  const response = changeResponse(responseOf(101, answer.headers), what);
  // The browser judges by what it sent, not by what arrived.
  const check = checkHandshake(response, askedBy(request));
  if (!check.accepted)
    return { request: arrived, response, refused: { by: 'client', why: check.reason }, seen: FAILED };
  const seen: Seen = { open: true, protocol: check.protocol ?? '', extensions: check.extensions };
  return { request: arrived, response, refused: null, seen };
}

function refusedBy(
  request: RequestHead,
  answer: { readonly status: number; readonly headers: readonly Header[] },
  refused: Outcome['refused'],
): Outcome {
  return { request, response: responseOf(answer.status, answer.headers), refused, seen: FAILED };
}

function responseOf(status: number, headers: readonly Header[]): ResponseHead {
  return { kind: 'response', version: '1.1', status, reason: REASONS[status] ?? '', headers };
}

/** `headers` with the value of one replaced, or without it. */
function having(headers: readonly Header[], name: string, value: string | null): Header[] {
  const others = headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  return value === null ? others : [...others, [name, value]];
}

function changeRequest(request: RequestHead, what: TryId): RequestHead {
  const { headers } = request;
  switch (what) {
    case 'stripped':
      return { ...request, headers: having(having(headers, 'Upgrade', null), 'Connection', null) };
    case 'version':
      return { ...request, headers: having(headers, 'Sec-WebSocket-Version', '8') };
    case 'key':
      return { ...request, headers: having(headers, 'Sec-WebSocket-Key', 'short') };
    case 'method':
      return { ...request, method: 'POST' };
    case 'origin':
      return { ...request, headers: having(headers, 'Origin', 'https://elsewhere.example') };
    default:
      return request;
  }
}

function changeResponse(response: ResponseHead, what: TryId): ResponseHead {
  const { headers } = response;
  switch (what) {
    case 'status':
      return responseOf(502, [['Content-Length', '0']]);
    case 'accept':
      return { ...response, headers: having(headers, 'Sec-WebSocket-Accept', acceptKey(OTHER_KEY)) };
    case 'protocol':
      return { ...response, headers: having(headers, 'Sec-WebSocket-Protocol', 'chat.v9') };
    case 'extension':
      return { ...response, headers: having(headers, 'Sec-WebSocket-Extensions', 'x-shrink') };
    default:
      return response;
  }
}

/** A head as the lines that would be written. */
export function linesOf(head: RequestHead | ResponseHead): string[] {
  const start =
    head.kind === 'request'
      ? `${head.method} ${head.target} HTTP/${head.version}`
      : `HTTP/${head.version} ${String(head.status)} ${head.reason}`;
  return [start, ...head.headers.map(([name, value]) => `${name}: ${value}`)];
}
