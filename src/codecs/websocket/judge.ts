/** What each header of an opening handshake is for, and whether it is as RFC 6455 sections 4.1 and 4.2 want it. */
import type { Header, RequestHead, ResponseHead } from '../http1/message.ts';
import { responseFaults, type ClientRefusal, type ClientRequest } from './client-handshake.ts';
import { requestFaults, type ServerConfig, type ServerRefusal } from './server-handshake.ts';

/** Without a `required` header there is no WebSocket; a `wrong` one breaks a rule. */
export type HeaderMark = 'required' | 'optional' | 'wrong';

/** What a header is for; what a reader is told is looked up by it. */
export type HandshakePurpose =
  | 'host'
  | 'upgrade'
  | 'connection'
  | 'key'
  | 'version'
  | 'accept'
  | 'protocol'
  | 'extensions'
  | 'origin'
  | 'cookie'
  | 'authentication'
  | 'redirect'
  | 'cache'
  | 'client-hints'
  | 'languages'
  | 'user-agent'
  | 'body'
  | 'other';

export type HandshakeFault = ServerRefusal | ClientRefusal;

export interface JudgedHeader {
  readonly name: string;
  readonly value: string;
  readonly mark: HeaderMark;
  readonly purpose: HandshakePurpose;
  /** The rule that it breaks; null unless it is wrong. */
  readonly fault: HandshakeFault | null;
  /** Octets of the line as a serializer writes it: name, colon, space, value, CRLF. */
  readonly bytes: number;
}

export interface JudgedHandshake {
  /** In the order of the message. */
  readonly headers: readonly JudgedHeader[];
  /** Required, and not there. */
  readonly missing: readonly { readonly name: string; readonly purpose: HandshakePurpose }[];
  /** What is wrong with the start line: method or status, and version. */
  readonly startLine: readonly HandshakeFault[];
  /** Every rule that is broken, in the order in which they are checked. Empty: the other side goes on. */
  readonly faults: readonly HandshakeFault[];
}

const PURPOSES: Readonly<Record<string, HandshakePurpose>> = {
  host: 'host',
  upgrade: 'upgrade',
  connection: 'connection',
  'sec-websocket-key': 'key',
  'sec-websocket-version': 'version',
  'sec-websocket-accept': 'accept',
  'sec-websocket-protocol': 'protocol',
  'sec-websocket-extensions': 'extensions',
  origin: 'origin',
  cookie: 'cookie',
  'set-cookie': 'cookie',
  authorization: 'authentication',
  'www-authenticate': 'authentication',
  location: 'redirect',
  'cache-control': 'cache',
  pragma: 'cache',
  'sec-ch-ua': 'client-hints',
  'sec-ch-ua-mobile': 'client-hints',
  'sec-ch-ua-platform': 'client-hints',
  'accept-language': 'languages',
  'user-agent': 'user-agent',
  'content-length': 'body',
  'content-type': 'body',
  'accept-encoding': 'body',
  'transfer-encoding': 'body',
};

/** Section 4.1, items 2 to 9, and 4.2.2, item 5. */
const REQUIRED = {
  request: ['Host', 'Upgrade', 'Connection', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version'],
  response: ['Upgrade', 'Connection', 'Sec-WebSocket-Accept'],
} as const;

/** The header that a rule is about; the others are about the start line. */
const ABOUT: Readonly<Partial<Record<HandshakeFault, HandshakePurpose>>> = {
  host: 'host',
  upgrade: 'upgrade',
  connection: 'connection',
  key: 'key',
  version: 'version',
  origin: 'origin',
  accept: 'accept',
  'protocol-syntax': 'protocol',
  'protocol-unrequested': 'protocol',
  'protocol-mismatch': 'protocol',
  'protocol-missing': 'protocol',
  'extension-syntax': 'extensions',
  'extension-unrequested': 'extensions',
  'extension-params': 'extensions',
};

const START_LINE: readonly HandshakeFault[] = ['method', 'status', 'http-version'];

/** Judges a request as a server with `context` does, or a response as the client that asked `context` does. */
export function judgeHandshake(head: RequestHead, context?: ServerConfig): JudgedHandshake;
export function judgeHandshake(head: ResponseHead, context: ClientRequest): JudgedHandshake;
export function judgeHandshake(
  head: RequestHead | ResponseHead,
  context: ServerConfig | ClientRequest = {},
): JudgedHandshake {
  const faults: HandshakeFault[] =
    head.kind === 'request'
      ? [...requestFaults(head, context)]
      : [...responseFaults(head, context as ClientRequest)];
  // A refusal has no need of the headers that open a WebSocket.
  const refusal = head.kind === 'response' && head.status !== 101;
  const required = refusal ? [] : REQUIRED[head.kind];
  const present = new Set(head.headers.map(([name]) => name.toLowerCase()));
  return {
    headers: head.headers.map((header) => judged(header, required, refusal ? [] : faults)),
    missing: required
      .filter((name) => !present.has(name.toLowerCase()))
      .map((name) => ({ name, purpose: purposeOf(name) })),
    startLine: faults.filter((fault) => START_LINE.includes(fault)),
    faults: refusal ? faults.filter((fault) => START_LINE.includes(fault)) : faults,
  };
}

/** What a header is for. */
export function purposeOf(name: string): HandshakePurpose {
  return PURPOSES[name.toLowerCase()] ?? 'other';
}

function judged(
  [name, value]: Header,
  required: readonly string[],
  faults: readonly HandshakeFault[],
): JudgedHeader {
  const purpose = purposeOf(name);
  const fault = faults.find((broken) => ABOUT[broken] === purpose) ?? null;
  const needed = required.some((one) => one.toLowerCase() === name.toLowerCase());
  const mark = fault !== null ? 'wrong' : needed ? 'required' : 'optional';
  return { name, value, mark, purpose, fault, bytes: name.length + value.length + 4 };
}
