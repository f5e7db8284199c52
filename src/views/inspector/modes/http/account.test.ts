/** What a message costs, and how it ends. */
import { expect, test } from 'vitest';
import { latin1, utf8 } from '#base/bytes.ts';
import {
  serializeChunk,
  serializeLastChunk,
  serializeRequest,
  serializeResponse,
} from '#codecs/http1/serializer.ts';
import { closing, jsonResponse, pollRequest, streamResponse, webSocketRequest } from '#codecs/profile.ts';
import { accountOf, chunkCells, chunkSize } from './account.ts';

test('the rows of a message cost, together, all its octets', () => {
  const bytes = serializeResponse(jsonResponse(2, 0), utf8('{}'));
  const { rows, headBytes, bodyBytes } = accountOf(bytes, 'response');
  expect(rows.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(bytes.length);
  expect([headBytes, bodyBytes]).toEqual([bytes.length - 2, 2]);
  expect(rows.map(({ part }) => part).filter((part) => part !== 'header')).toEqual([
    'start-line',
    'blank',
    'body',
  ]);
  expect(rows[0]?.value).toBe('HTTP/1.1 200 OK');
});

test('says how the end of a message is known, and whether another may follow', () => {
  const facts = (bytes: Uint8Array, kind: 'request' | 'response'): unknown[] => {
    const { understood } = accountOf(bytes, kind);
    return [understood?.framing.kind, understood?.keepAlive];
  };
  expect(facts(serializeRequest(pollRequest(3)), 'request')).toEqual(['none', true]);
  expect(facts(serializeResponse(jsonResponse(5, 0)), 'response')).toEqual(['length', true]);
  expect(facts(serializeResponse(closing(jsonResponse(5, 0))), 'response')).toEqual(['length', false]);
  expect(facts(serializeResponse(streamResponse(0)), 'response')).toEqual(['chunked', true]);
  expect(facts(latin1('HTTP/1.1 200 OK\r\n\r\n'), 'response')).toEqual(['until-eof', true]);
  expect(facts(serializeRequest(webSocketRequest('dGhlIHNhbXBsZSBub25jZQ==')), 'request')[0]).toBe('upgrade');
});

test('octets that are no HTTP have rows of their own and are not understood', () => {
  expect(accountOf(latin1('hello'), 'request')).toMatchObject({ understood: null, bodyBytes: 5 });
  expect(accountOf(latin1('hello\r\n'), 'request').rows).toMatchObject([
    { part: 'start-line', value: 'hello' },
  ]);
});

test('a chunk falls into a cell an octet, its data into one', () => {
  const cells = chunkCells(serializeChunk(utf8('data: 0123456789\n\n')));
  expect(cells.map(({ part, text, from, to }) => [part, text, to - from])).toEqual([
    ['size', '1', 1],
    ['size', '2', 1],
    ['size-end', 'CR', 1],
    ['size-end', 'LF', 1],
    ['data', '', 18],
    ['data-end', 'CR', 1],
    ['data-end', 'LF', 1],
  ]);
  expect(cells.at(-1)?.to).toBe(24);
});

test('the last chunk ends with an empty line, behind its trailers', () => {
  expect(chunkCells(serializeLastChunk()).map(({ text }) => text)).toEqual(['0', 'CR', 'LF', 'CR', 'LF']);
  expect(chunkCells(serializeLastChunk([['X-Sum', '6']])).map(({ part }) => part)).toEqual([
    'size',
    'size-end',
    'size-end',
    'trailer',
    'last-end',
    'last-end',
  ]);
});

test('a size is hexadecimal, may have an extension, and is nothing else', () => {
  expect(chunkSize(latin1('1a;x=1\r\n'))).toBe(26);
  expect(chunkCells(latin1('1;x\r\nA\r\n')).map(({ part }) => part)).toContain('extension');
  expect(chunkSize(latin1('zz\r\n'))).toBe(null);
  expect(chunkCells(latin1('5')).map(({ part }) => part)).toEqual(['size']);
});
