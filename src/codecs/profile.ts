/**
 * The fixed browser and server profile of the modelled wire: which headers, in which order. What the visitor's own
 * browser sends must never get in, or the hash of a run would differ between browsers.
 *
 * Everything but the POST is what a Chrome-like client and a Node server were captured saying to each other for the
 * calibration, byte for byte. The POST is built by analogy: the GET's headers, with
 * Content-Length, Content-Type and Origin where Chromium 156 was seen to put them in a same-origin `fetch` of JSON.
 */
import type { Header } from './http1/message.ts';
import type { RequestParts, ResponseParts } from './http1/serializer.ts';

export const HOST = 'feed.example.com';
export const ORIGIN = `https://${HOST}`;
/** The room that every scenario uses. */
export const ROOM = '7';

const USER_AGENT: Header = [
  'User-Agent',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
];
const HOST_LINE: Header = ['Host', HOST];
const KEEP_ALIVE: Header = ['Connection', 'keep-alive'];
const PLATFORM: Header = ['sec-ch-ua-platform', '"Windows"'];
const BRANDS: Header = ['sec-ch-ua', '"Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"'];
const MOBILE: Header = ['sec-ch-ua-mobile', '?0'];
const NO_CACHE: Header = ['Cache-Control', 'no-cache'];
const ORIGIN_LINE: Header = ['Origin', ORIGIN];
const FETCH_METADATA: readonly Header[] = [
  ['Sec-Fetch-Site', 'same-origin'],
  ['Sec-Fetch-Mode', 'cors'],
  ['Sec-Fetch-Dest', 'empty'],
  ['Referer', `${ORIGIN}/`],
];
const ACCEPTED_AND_COOKIE: readonly Header[] = [
  ['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ['Accept-Language', 'en-US,en;q=0.9'],
  ['Cookie', 'sid=3f9c2a7be0514d68a1c7f0e94b2d8856'],
];

/** A short poll: everything after message `since`. 592 octets and the digits of `since`. */
export function pollRequest(since: number, room = ROOM): RequestParts {
  return getJson(`/api/messages?room=${room}&since=${String(since)}`);
}

/** A long poll: the server answers when there is something after `since`. 597 octets and its digits. */
export function longPollRequest(since: number, room = ROOM): RequestParts {
  return getJson(`/api/messages/wait?room=${room}&since=${String(since)}`);
}

/** What `EventSource` sends; an empty `lastEventId` means a first connection. 622 octets, 641 with an id of two. */
export function streamRequest(lastEventId = '', room = ROOM): RequestParts {
  const reconnection: Header[] = lastEventId === '' ? [] : [['Last-Event-ID', lastEventId]];
  return {
    method: 'GET',
    target: `/api/stream?room=${room}`,
    headers: [
      HOST_LINE,
      KEEP_ALIVE,
      PLATFORM,
      NO_CACHE,
      ...reconnection,
      USER_AGENT,
      ['Accept', 'text/event-stream'],
      BRANDS,
      MOBILE,
      ...FETCH_METADATA,
      ...ACCEPTED_AND_COOKIE,
    ],
  };
}

/** What `new WebSocket(url)` sends; `key` is 16 random octets in Base64. 557 octets without subprotocols. */
export function webSocketRequest(key: string, room = ROOM, protocols: readonly string[] = []): RequestParts {
  return {
    method: 'GET',
    target: `/ws?room=${room}`,
    headers: [
      HOST_LINE,
      ['Pragma', 'no-cache'],
      NO_CACHE,
      USER_AGENT,
      ORIGIN_LINE,
      ...ACCEPTED_AND_COOKIE,
      ['Sec-WebSocket-Extensions', WEBSOCKET_OFFER],
      ...(protocols.length > 0 ? [['Sec-WebSocket-Protocol', protocols.join(', ')] as const] : []),
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', key],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
    ],
  };
}

/** The extensions that `webSocketRequest` offers. */
export const WEBSOCKET_OFFER = 'permessage-deflate; client_max_window_bits';

/** A line going up: `fetch` with POST and a JSON body of `contentLength` octets. */
export function postRequest(contentLength: number, room = ROOM): RequestParts {
  return {
    method: 'POST',
    target: `/api/messages?room=${room}`,
    headers: [
      HOST_LINE,
      KEEP_ALIVE,
      ['Content-Length', String(contentLength)],
      PLATFORM,
      USER_AGENT,
      ['Accept', '*/*'],
      BRANDS,
      ['Content-Type', 'application/json'],
      MOBILE,
      ORIGIN_LINE,
      ...FETCH_METADATA,
      ...ACCEPTED_AND_COOKIE,
    ],
  };
}

/** An answer with a JSON body. The 200 is 226 octets and the length's digits. */
export function jsonResponse(contentLength: number, dateMs: number): ResponseParts {
  return {
    status: 200,
    reason: 'OK',
    headers: [
      ['Content-Type', 'application/json; charset=utf-8'],
      ...SERVER_LINES,
      ['Content-Length', String(contentLength)],
      dateLine(dateMs),
      KEEP_ALIVE,
      ['Keep-Alive', 'timeout=75'],
    ],
  };
}

/** An answer without a body: to a POST, or to an `EventSource` that shall not come back (HTML section 9.2.3). */
export function noContentResponse(dateMs: number): ResponseParts {
  return {
    status: 204,
    reason: 'No Content',
    headers: [...SERVER_LINES, dateLine(dateMs), KEEP_ALIVE, ['Keep-Alive', 'timeout=75']],
  };
}

/** An answer that is only a status, such as 400 or 404: its length is said to be 0, so that the connection goes on. */
export function emptyResponse(status: number, reason: string, dateMs: number): ResponseParts {
  return {
    status,
    reason,
    headers: [
      ...SERVER_LINES,
      ['Content-Length', '0'],
      dateLine(dateMs),
      KEEP_ALIVE,
      ['Keep-Alive', 'timeout=75'],
    ],
  };
}

/** The answer to a plain GET where only a WebSocket is served (RFC 9110 section 15.5.22). */
export function upgradeRequiredResponse(dateMs: number): ResponseParts {
  return {
    status: 426,
    reason: 'Upgrade Required',
    headers: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ...SERVER_LINES,
      ['Content-Length', '0'],
      dateLine(dateMs),
    ],
  };
}

/** The same message as the last one of its connection (RFC 9112 section 9.6). */
export function closing<P extends RequestParts | ResponseParts>(parts: P): P {
  const headers = parts.headers
    .filter(([name]) => name !== 'Keep-Alive')
    .map((header): Header => (header === KEEP_ALIVE ? ['Connection', 'close'] : header));
  return { ...parts, headers };
}

/** The head of an event stream; the events follow in chunks. 221 octets, 248 if it asks proxies not to buffer it. */
export function streamResponse(dateMs: number, unbuffered = false): ResponseParts {
  return {
    status: 200,
    reason: 'OK',
    headers: [
      ['Content-Type', 'text/event-stream'],
      ...SERVER_LINES,
      ...(unbuffered ? [NO_BUFFERING] : []),
      dateLine(dateMs),
      KEEP_ALIVE,
      ['Keep-Alive', 'timeout=5'],
      ['Transfer-Encoding', 'chunked'],
    ],
  };
}

/** The 101 that opens a WebSocket; `accept` is made by `acceptKey`. 129 octets. */
export function webSocketResponse(accept: string): ResponseParts {
  return {
    status: 101,
    reason: 'Switching Protocols',
    headers: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', accept],
    ],
  };
}

const NO_BUFFERING: Header = ['X-Accel-Buffering', 'no'];

const SERVER_LINES: readonly Header[] = [
  ['Cache-Control', 'no-store'],
  ['Access-Control-Allow-Origin', '*'],
];

/** An IMF-fixdate (RFC 9110 section 5.6.7): always 29 octets, as `toUTCString` writes it. */
function dateLine(ms: number): Header {
  return ['Date', new Date(ms).toUTCString()];
}

function getJson(target: string): RequestParts {
  return {
    method: 'GET',
    target,
    headers: [
      HOST_LINE,
      KEEP_ALIVE,
      PLATFORM,
      USER_AGENT,
      ['Accept', '*/*'],
      BRANDS,
      MOBILE,
      ...FETCH_METADATA,
      ...ACCEPTED_AND_COOKIE,
    ],
  };
}
