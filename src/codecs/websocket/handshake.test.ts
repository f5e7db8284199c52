import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { headerValue, type RequestHead, type ResponseHead } from '../http1/message.ts';
import { webSocketRequest, webSocketResponse, WEBSOCKET_OFFER } from '../profile.ts';
import { checkHandshake } from './client-handshake.ts';
import type { DeflatePolicy } from './deflate-params.ts';
import { formatExtensions, parseExtensions } from './header-lists.ts';
import { acceptKey, clientKey, isClientKey } from './key.ts';
import { answerHandshake } from './server-handshake.ts';

const KEY = 'TvJ4K+Hk8FQKsL4tOHLJVg==';

const request = (offer?: string): RequestHead => {
  const { method, target, headers } = webSocketRequest(KEY);
  const others = headers.filter(([name]) => name !== 'Sec-WebSocket-Extensions');
  return {
    kind: 'request',
    method,
    target,
    version: '1.1',
    headers: offer === undefined ? others : [...others, ['Sec-WebSocket-Extensions', offer]],
  };
};

const response = (headers: ResponseHead['headers']): ResponseHead => ({
  kind: 'response',
  version: '1.1',
  status: 101,
  reason: '',
  headers,
});

test('the answer to the profile without extensions is the captured 101', () => {
  const answer = answerHandshake(request(WEBSOCKET_OFFER));
  expect(answer).toMatchObject({ accepted: true, accept: 'exU94A5nuwxH5Wbup9oV4X0RjBQ=', deflate: null });
  expect(answer.headers).toEqual(webSocketResponse(acceptKey(KEY)).headers);
});

test('a key stands for 16 octets', () => {
  expect(clientKey(Uint8Array.from({ length: 16 }, (_, i) => i + 1))).toBe('AQIDBAUGBwgJCgsMDQ4PEA==');
  expect(isClientKey('AQIDBAUGBwgJCgsMDQ4PEA==')).toBe(true);
  expect(isClientKey('AQIDBAUGBwgJCgsMDQ4PEBE=')).toBe(false);
});

test('a refusal says what the client should have done', () => {
  const { headers, ...rest } = request();
  const without = (name: string): RequestHead => ({
    ...rest,
    headers: headers.filter(([key]) => key !== name),
  });
  expect(answerHandshake(without('Upgrade'))).toMatchObject({
    status: 426,
    headers: [['Upgrade', 'websocket']],
  });
  expect(answerHandshake(without('Sec-WebSocket-Version'))).toMatchObject({
    reason: 'version',
    status: 426,
    headers: [
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
    ],
  });
  expect(answerHandshake({ ...request(), method: 'POST' })).toMatchObject({
    status: 405,
    headers: [['Allow', 'GET']],
  });
});

const bits = fc.integer({ min: 8, max: 15 });
const policy: fc.Arbitrary<DeflatePolicy> = fc.record(
  {
    serverNoContextTakeover: fc.boolean(),
    clientNoContextTakeover: fc.boolean(),
    serverMaxWindowBits: bits,
    clientMaxWindowBits: bits,
  },
  { requiredKeys: [] },
);
const offer = fc
  .record(
    {
      server_no_context_takeover: fc.constant(true as const),
      client_no_context_takeover: fc.constant(true as const),
      server_max_window_bits: bits.map(String),
      client_max_window_bits: fc.option(bits.map(String)).map((value) => value ?? (true as const)),
    },
    { requiredKeys: [] },
  )
  .map((params) => formatExtensions([{ name: 'permessage-deflate', params: Object.entries(params) }]));

test('whatever the client offers and the server asks for, both agree on the same parameters', () => {
  fc.assert(
    fc.property(offer, policy, (offered, deflate) => {
      const answer = answerHandshake(request(offered), { deflate });
      expect(answer.accepted).toBe(true);
      const result = checkHandshake(response(answer.headers), { key: KEY, offer: offered });
      expect(result).toMatchObject({
        accepted: true,
        deflate: ensure(answer.accepted ? answer.deflate : null, 'agreement'),
        extensions: headerValue(answer.headers, 'Sec-WebSocket-Extensions'),
      });
    }),
  );
});

test('any text: the grammar never throws, and what it accepts it writes back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ';', '=', ',', '"', '\\', ' ', '\t', '1', '@') }),
      (text) => {
        const parsed = parseExtensions(text);
        if (parsed !== null) expect(parseExtensions(formatExtensions(parsed))).toEqual(parsed);
      },
    ),
    { numRuns: 3000 },
  );
});
