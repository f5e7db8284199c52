import { expect, test } from 'vitest';
import type { Header, RequestHead, ResponseHead } from '../http1/message.ts';
import { serializeRequest } from '../http1/serializer.ts';
import { webSocketRequest, webSocketResponse, WEBSOCKET_OFFER } from '../profile.ts';
import { judgeHandshake, type JudgedHandshake } from './judge.ts';
import { acceptKey } from './key.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** The profile's request with one header changed, added (in front) or, with null, left out. */
function request(change: Readonly<Record<string, string | null>> = {}, line = {}): RequestHead {
  const { method, target, headers } = webSocketRequest(KEY);
  const kept = headers.filter(([name]) => !(name in change));
  const added = Object.entries(change).flatMap(([name, value]): Header[] =>
    value === null ? [] : [[name, value]],
  );
  return { kind: 'request', method, target, version: '1.1', headers: [...added, ...kept], ...line };
}

function response(headers: readonly Header[], status = 101, version = '1.1'): ResponseHead {
  return { kind: 'response', version, status, reason: '', headers };
}

const marked = ({ headers }: JudgedHandshake, mark: string): string[] =>
  headers.filter((header) => header.mark === mark).map(({ name }) => name);

test('of a browser’s request five headers are required, the others cost octets', () => {
  const judged = judgeHandshake(request());
  expect(marked(judged, 'required').sort()).toEqual([
    'Connection',
    'Host',
    'Sec-WebSocket-Key',
    'Sec-WebSocket-Version',
    'Upgrade',
  ]);
  expect(marked(judged, 'wrong')).toEqual([]);
  expect(judged).toMatchObject({ missing: [], startLine: [], faults: [] });
  const total = judged.headers.reduce((sum, { bytes }) => sum + bytes, 0);
  const whole = serializeRequest(webSocketRequest(KEY)).length;
  expect(whole - total).toBe('GET /ws?room=7 HTTP/1.1\r\n'.length + '\r\n'.length);
  expect(judged.headers.find(({ name }) => name === 'Cookie')).toMatchObject({
    mark: 'optional',
    purpose: 'cookie',
  });
});

test.each([
  [{ Upgrade: 'h2c' }, 'Upgrade', 'upgrade'],
  [{ Connection: 'keep-alive' }, 'Connection', 'connection'],
  [{ 'Sec-WebSocket-Key': 'short' }, 'Sec-WebSocket-Key', 'key'],
  [{ 'Sec-WebSocket-Version': '8' }, 'Sec-WebSocket-Version', 'version'],
  [{ 'Sec-WebSocket-Protocol': 'a, a' }, 'Sec-WebSocket-Protocol', 'protocol-syntax'],
  [{ 'Sec-WebSocket-Extensions': 'a;;' }, 'Sec-WebSocket-Extensions', 'extension-syntax'],
  [{ Origin: 'https://evil.example' }, 'Origin', 'origin'],
])('a request with %o: %s is wrong', (change, name, fault) => {
  const judged = judgeHandshake(request(change), { origins: ['https://feed.example.com'] });
  expect(marked(judged, 'wrong')).toEqual([name]);
  expect(judged.faults).toEqual([fault]);
});

test('every fault is told, not only the one that it is refused for', () => {
  const judged = judgeHandshake(
    request({ Host: null, 'Sec-WebSocket-Key': null }, { method: 'POST', version: '1.0' }),
  );
  expect(judged.missing).toEqual([
    { name: 'Host', purpose: 'host' },
    { name: 'Sec-WebSocket-Key', purpose: 'key' },
  ]);
  expect(judged.startLine).toEqual(['method', 'http-version']);
  expect(judged.faults).toEqual(['method', 'http-version', 'host', 'key']);
});

const asked = { key: KEY, offer: WEBSOCKET_OFFER, profile: 'whatwg' } as const;
const good = webSocketResponse(acceptKey(KEY)).headers;

test('of a good 101 all three headers are required', () => {
  const judged = judgeHandshake(response(good), asked);
  expect(marked(judged, 'required')).toEqual(['Upgrade', 'Connection', 'Sec-WebSocket-Accept']);
  expect(judged.faults).toEqual([]);
});

test.each([
  [[...good.slice(0, 2), ['Sec-WebSocket-Accept', 'x'] as const], 'Sec-WebSocket-Accept', 'accept'],
  [[...good, ['Sec-WebSocket-Protocol', 'chat'] as const], 'Sec-WebSocket-Protocol', 'protocol-unrequested'],
  [
    [...good, ['Sec-WebSocket-Extensions', 'mux'] as const],
    'Sec-WebSocket-Extensions',
    'extension-unrequested',
  ],
  [
    [...good, ['Sec-WebSocket-Extensions', 'permessage-deflate; server_max_window_bits=7'] as const],
    'Sec-WebSocket-Extensions',
    'extension-params',
  ],
])('a response with %j: %s is wrong', (headers, name, fault) => {
  const judged = judgeHandshake(response(headers), asked);
  expect(marked(judged, 'wrong')).toEqual([name]);
  expect(judged.faults).toEqual([fault]);
});

test('a subprotocol that was asked for and not chosen fails a browser, and is about no header', () => {
  const judged = judgeHandshake(response(good), { ...asked, protocols: ['chat'] });
  expect(judged.faults).toEqual(['protocol-missing']);
  expect(marked(judged, 'wrong')).toEqual([]);
  expect(judgeHandshake(response(good), { key: KEY, protocols: ['chat'] }).faults).toEqual([]);
});

test('a refusal need not open anything: only its status says no', () => {
  const refusal = response(
    [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Content-Length', '0'],
    ],
    426,
  );
  const judged = judgeHandshake(refusal, asked);
  expect(judged).toMatchObject({ missing: [], startLine: ['status'], faults: ['status'] });
  expect(marked(judged, 'optional')).toHaveLength(3);
});
