/**
 * Which lines of an opening handshake are required, optional or wrong. The rules are not stated here: each line is put
 * into a handshake that is right in all else, and the codec that the lab uses decides.
 */
import {
  headerValue,
  headerValues,
  type Header,
  type RequestHead,
  type ResponseHead,
} from '#codecs/http1/message.ts';
import { checkHandshake, type ClientRequest } from '#codecs/websocket/client-handshake.ts';
import { acceptKey } from '#codecs/websocket/key.ts';
import { answerHandshake } from '#codecs/websocket/server-handshake.ts';

/** `absent`: optional and not there. `missing`: required and not there. `other`: says nothing about the WebSocket. */
export type Verdict = 'required' | 'optional' | 'other' | 'wrong' | 'missing' | 'absent';

/** What a line is for; the words are looked up by it. */
export type Purpose =
  | 'request-line'
  | 'status-line'
  | 'host'
  | 'upgrade'
  | 'connection'
  | 'sec-websocket-key'
  | 'sec-websocket-version'
  | 'origin'
  | 'sec-websocket-protocol'
  | 'sec-websocket-extensions'
  | 'sec-websocket-accept';

export interface Judged {
  readonly purpose: Purpose;
  readonly verdict: Verdict;
}

const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const REQUIRED_IN_REQUEST = [
  'host',
  'upgrade',
  'connection',
  'sec-websocket-key',
  'sec-websocket-version',
] as const;
const REQUIRED_IN_RESPONSE = ['upgrade', 'connection', 'sec-websocket-accept'] as const;
const NEGOTIATED = ['sec-websocket-protocol', 'sec-websocket-extensions'] as const;

const GOOD_REQUEST: RequestHead = {
  ...{ kind: 'request', method: 'GET', target: '/', version: '1.1' },
  headers: [
    ['Host', 'a'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', SAMPLE_KEY],
    ['Sec-WebSocket-Version', '13'],
  ],
};

/** The headers of `good`, but those called `name` as `actual` has them. */
function withActual(good: readonly Header[], actual: readonly Header[], name: string): Header[] {
  const isIt = ([other]: Header): boolean => other.toLowerCase() === name;
  return [...good.filter((header) => !isIt(header)), ...actual.filter(isIt)];
}

/** A verdict on the start line, and on each header that the handshake is about, there or not. */
export function judgeRequest(request: RequestHead): Judged[] {
  const { headers, method, version } = request;
  const passes = (head: RequestHead): boolean => answerHandshake(head).accepted;
  const fits = (name: string): boolean =>
    passes({ ...GOOD_REQUEST, headers: withActual(GOOD_REQUEST.headers, headers, name) });
  const isThere = (name: string): boolean => headerValues(headers, name).length > 0;
  return [
    { purpose: 'request-line', verdict: passes({ ...GOOD_REQUEST, method, version }) ? 'required' : 'wrong' },
    ...REQUIRED_IN_REQUEST.map((name) => verdictOf(name, 'required', isThere(name), fits(name))),
    // Only a browser has to send it (section 4.1, item 8): a request without it is not wrong.
    verdictOf('origin', isThere('origin') ? 'required' : 'optional', isThere('origin'), true),
    ...NEGOTIATED.map((name) => verdictOf(name, 'optional', isThere(name), fits(name))),
  ];
}

/** What the request said, as the client judges the answer by it. A browser's rules, not only the RFC's. */
export function askedBy(request: RequestHead): ClientRequest {
  const protocols = headerValue(request.headers, 'sec-websocket-protocol');
  return {
    key: headerValue(request.headers, 'sec-websocket-key') ?? '',
    protocols: protocols === null ? [] : protocols.split(',').map((name) => name.trim()),
    offer: headerValue(request.headers, 'sec-websocket-extensions'),
    profile: 'whatwg',
  };
}

/** The same of an answer, in the eyes of the browser that sent `request`. */
export function judgeResponse(response: ResponseHead, request: ClientRequest): Judged[] {
  const { headers, status, version } = response;
  const good: ResponseHead = {
    ...{ kind: 'response', version: '1.1', status: 101, reason: '' },
    headers: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', acceptKey(request.key)],
    ],
  };
  const isThere = (name: string): boolean => headerValues(headers, name).length > 0;
  const passes = (head: ResponseHead, asked = request): boolean => checkHandshake(head, asked).accepted;
  const fits = (name: string): boolean => {
    const asked = name === 'sec-websocket-protocol' ? request : { ...request, protocols: [] };
    return passes({ ...good, headers: withActual(good.headers, headers, name) }, asked);
  };
  const line = passes({ ...good, status, version }, { ...request, protocols: [] });
  return [
    { purpose: 'status-line', verdict: line ? 'required' : 'wrong' },
    ...REQUIRED_IN_RESPONSE.map((name) => verdictOf(name, 'required', isThere(name), fits(name))),
    ...NEGOTIATED.map((name) => verdictOf(name, 'optional', isThere(name), fits(name))),
  ];
}

function verdictOf(
  purpose: Purpose,
  where: 'required' | 'optional',
  isThere: boolean,
  fits: boolean,
): Judged {
  if (!isThere) return { purpose, verdict: fits ? 'absent' : 'missing' };
  return { purpose, verdict: fits ? where : 'wrong' };
}
