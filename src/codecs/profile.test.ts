import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromLatin1, utf8 } from '#base/bytes.ts';
import { serializeRequest, serializeResponse, serializeChunk } from './http1/serializer.ts';
import {
  emptyResponse,
  jsonResponse,
  longPollRequest,
  noContentResponse,
  pollRequest,
  postRequest,
  streamRequest,
  streamResponse,
  webSocketRequest,
  webSocketResponse,
} from './profile.ts';
import { serializeEvent } from './sse/serializer.ts';

/** Payloads of the calibration's captures: one file a message, CRLF kept as in the capture. */
const captured = JSON.parse(
  readFileSync(new URL('./testing/captured.json', import.meta.url), 'utf8'),
) as Record<string, string>;

const at = (time: string): number => Date.parse(`Sat, 21 Nov 2026 ${time} GMT`);
const request = (parts: Parameters<typeof serializeRequest>[0]): string =>
  fromLatin1(serializeRequest(parts));
const response = (parts: Parameters<typeof serializeResponse>[0], body = ''): string =>
  fromLatin1(serializeResponse(parts, utf8(body)));

const ONE = '{"messages":[{"id":13,"t":1763694013000,"text":"hello from the room, ho"}]}';

test('the requests are the captured ones, octet for octet', () => {
  expect(request(pollRequest(12))).toBe(captured['poll.4']);
  expect(request(pollRequest(13))).toBe(captured['poll.8']);
  expect(request(longPollRequest(12))).toBe(captured['longpoll.4']);
  expect(request(streamRequest('12'))).toBe(captured['sse.4']);
  expect(request(webSocketRequest('TvJ4K+Hk8FQKsL4tOHLJVg=='))).toBe(captured['ws.4']);
});

test('the responses are the captured ones, octet for octet', () => {
  expect(response(jsonResponse(75, at('03:48:29')), ONE)).toBe(captured['poll.6']);
  expect(response(jsonResponse(15, at('03:48:30')), '{"messages":[]}')).toBe(captured['poll.9']);
  expect(response(jsonResponse(75, at('03:48:31')), ONE)).toBe(captured['longpoll.6']);
  expect(response(streamResponse(at('03:48:32')))).toBe(captured['sse.6']);
  expect(response(webSocketResponse('exU94A5nuwxH5Wbup9oV4X0RjBQ='))).toBe(captured['ws.6']);
});

test('an event in its chunk is the captured one, octet for octet', () => {
  const data = '{"id":13,"t":1763694013000,"text":"hello from the room, ho"}';
  expect(fromLatin1(serializeChunk(serializeEvent({ id: '13', data })))).toBe(captured['sse.8']);
});

test('the sizes are the ones that the lessons and the model quote', () => {
  for (const since of [0, 12, 4711]) {
    const digits = String(since).length;
    expect(request(pollRequest(since)).length).toBe(592 + digits);
    expect(request(longPollRequest(since)).length).toBe(597 + digits);
  }
  expect(request(streamRequest()).length).toBe(622);
  expect(request(streamRequest('12')).length).toBe(641);
  expect(request(webSocketRequest('TvJ4K+Hk8FQKsL4tOHLJVg==')).length).toBe(557);
  for (const length of [7, 75, 1234])
    expect(response(jsonResponse(length, 0)).length).toBe(226 + String(length).length);
  expect(response(streamResponse(0)).length).toBe(221);
  expect(response(webSocketResponse('exU94A5nuwxH5Wbup9oV4X0RjBQ=')).length).toBe(129);
});

test('a POST differs from a poll in three headers, its method and its target', () => {
  const poll = pollRequest(12).headers;
  const post = postRequest(27).headers;
  const added = new Set(['Content-Length', 'Content-Type', 'Origin']);
  expect(post.filter(([name]) => !added.has(name))).toEqual(poll);
  expect(request(postRequest(27)).startsWith('POST /api/messages?room=7 HTTP/1.1\r\nHost: ')).toBe(true);
});

test('answers to a POST differ from the 200 by status and body', () => {
  expect(response(emptyResponse(400, 'Bad Request', 0))).toContain('\r\nContent-Length: 0\r\n');
  expect(noContentResponse(0).headers.map(([name]) => name)).toEqual([
    'Cache-Control',
    'Access-Control-Allow-Origin',
    'Date',
    'Connection',
    'Keep-Alive',
  ]);
});
