/** The accept step by step, the verdict on each line, and what a page sees of a handshake that goes wrong. */
import { expect, test } from 'vitest';
import { toHex } from '#base/bytes.ts';
import type { Header, RequestHead, ResponseHead } from '#codecs/http1/message.ts';
import { webSocketRequest, webSocketResponse } from '#codecs/profile.ts';
import { serializeRequest, serializeResponse } from '#codecs/http1/serializer.ts';
import { checkHandshake } from '#codecs/websocket/client-handshake.ts';
import { acceptKey } from '#codecs/websocket/key.ts';
import { answerHandshake } from '#codecs/websocket/server-handshake.ts';
import { acceptSteps } from './accept.ts';
import { askedBy, faultsOf, neededBytes, readHandshake, type HandshakeMessage } from './lines.ts';
import { TRIES, tryHandshake } from './tries.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const REQUEST: RequestHead = {
  kind: 'request',
  version: '1.1',
  ...webSocketRequest('AQIDBAUGBwgJCgsMDQ4PEC=='),
};
const asked = askedBy(REQUEST);
const RESPONSE: ResponseHead = {
  kind: 'response',
  version: '1.1',
  ...webSocketResponse(acceptKey(asked.key)),
};

const read = (request: RequestHead): HandshakeMessage => readHandshake(serializeRequest(request), 'request');
const readAnswer = (response: ResponseHead, request = REQUEST): HandshakeMessage =>
  readHandshake(serializeResponse(response), 'response', read(request));
const bad = (message: HandshakeMessage): string[] => faultsOf(message).map(({ purpose }) => purpose);
const verdict = ({ lines }: HandshakeMessage, name: string): unknown =>
  lines.find(({ purpose }) => purpose === name)?.verdict;

test('the example of RFC 6455 section 1.3, step by step', () => {
  const { joined, digest, groups, accept } = acceptSteps(KEY);
  expect(joined).toBe('dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
  expect(toHex(digest)).toBe('b37a4f2cc0624f1690f64606cf385945b2bec4ea');
  expect(groups).toHaveLength(7);
  expect(groups[0]).toEqual({
    octets: [0xb3, 0x7a, 0x4f],
    digits: [
      { bits: '101100', char: 's' },
      { bits: '110111', char: '3' },
      { bits: '101001', char: 'p' },
      { bits: '001111', char: 'P' },
    ],
  });
  expect(groups[6]?.digits.at(-1)).toEqual({ bits: null, char: '=' });
  expect(accept).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
});

test('any key gives what the codec computes', () => {
  for (const key of ['', 'a', asked.key, 'ÿ not a key']) expect(acceptSteps(key).accept).toBe(acceptKey(key));
});

test('of the profile’s handshake nothing is wrong, and what is not there is told', () => {
  const request = read(REQUEST);
  expect(bad(request)).toEqual([]);
  expect(verdict(request, 'sec-websocket-protocol')).toBe('absent');
  expect(verdict(request, 'sec-websocket-extensions')).toBe('optional');
  expect(verdict(request, 'origin')).toBe('required');
  expect(verdict(request, 'cookie')).toBe('other');
  expect(bad(readAnswer(RESPONSE))).toEqual([]);
});

test('what the handshake needs comes first, and its octets are counted', () => {
  const { lines, bytes } = read(REQUEST);
  const verdicts = lines.map((line) => line.verdict);
  expect(verdicts.lastIndexOf('required')).toBeLessThan(verdicts.indexOf('other'));
  expect(lines.reduce((sum, { from, to }) => sum + to - from, 2)).toBe(bytes);
  expect(neededBytes(readAnswer(RESPONSE))).toBe(serializeResponse(RESPONSE).length);
});

/** Each header once without, and once with a value that is no good. */
function spoilt(headers: readonly Header[]): Header[][] {
  return headers.flatMap(([name], i) => [
    headers.filter((_, j) => j !== i),
    headers.map((header, j): Header => (j === i ? [name, '?'] : header)),
  ]);
}

test('a line of a request is marked just when the server’s codec refuses', () => {
  for (const headers of spoilt(REQUEST.headers)) {
    const head = { ...REQUEST, headers };
    expect(bad(read(head)).length > 0).toBe(!answerHandshake(head).accepted);
  }
  expect(bad(read({ ...REQUEST, method: 'POST' }))).toEqual(['request-line']);
});

test('a line of an answer is marked just when the browser’s codec refuses', () => {
  const more: Header[] = [...RESPONSE.headers, ['Sec-WebSocket-Extensions', 'permessage-deflate']];
  for (const headers of [...spoilt(RESPONSE.headers), more, ...spoilt(more)]) {
    const head = { ...RESPONSE, headers };
    expect(bad(readAnswer(head)).length > 0).toBe(!checkHandshake(head, asked).accepted);
  }
  expect(bad(readAnswer({ ...RESPONSE, status: 200 }))).toEqual(['status-line']);
});

test('a browser that asked for subprotocols and got none marks the missing header, and only it', () => {
  const wish: RequestHead = { ...REQUEST, headers: [...REQUEST.headers, ['Sec-WebSocket-Protocol', 'chat']] };
  expect(bad(readAnswer(RESPONSE, wish))).toEqual(['sec-websocket-protocol']);
});

test('an answer without its request is not judged', () => {
  const { lines } = readHandshake(serializeResponse(RESPONSE), 'response');
  expect(new Set(lines.map((line) => line.verdict))).toEqual(new Set(['other']));
});

test('each thing that goes wrong has its status, and a page sees 1006 of all of them', () => {
  const statuses = TRIES.map((what) => {
    const { response, seen } = tryHandshake(REQUEST, what);
    return [what, response.status, seen.open ? 'open' : seen.code];
  });
  expect(statuses).toEqual([
    ['none', 101, 'open'],
    ['stripped', 426, 1006],
    ['version', 426, 1006],
    ['key', 400, 1006],
    ['method', 405, 1006],
    ['origin', 403, 1006],
    ['status', 502, 1006],
    ['accept', 101, 1006],
    ['protocol', 101, 1006],
    ['extension', 101, 1006],
  ]);
});

test('the server names the version that it knows', () => {
  expect(tryHandshake(REQUEST, 'version').response.headers).toContainEqual(['Sec-WebSocket-Version', '13']);
});

test('subprotocol and compression are what both sides know', () => {
  const wish: RequestHead = { ...REQUEST, headers: [...REQUEST.headers, ['Sec-WebSocket-Protocol', 'a, b']] };
  const { seen } = tryHandshake(wish, 'none', { protocols: ['b', 'a'], deflate: {} });
  expect(seen).toEqual({ open: true, protocol: 'a', extensions: 'permessage-deflate' });
  expect(tryHandshake(wish, 'none', { protocols: ['z'] })).toMatchObject({
    refused: { by: 'client', why: 'protocol-missing' },
  });
});
