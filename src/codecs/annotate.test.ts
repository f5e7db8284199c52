import { expect, test } from 'vitest';
import { concat, utf8 } from '#base/bytes.ts';
import { preview, type Field } from './fields.ts';
import { annotateChunk, annotateMessage } from './http1/annotate.ts';
import {
  serializeChunk,
  serializeLastChunk,
  serializeRequest,
  serializeResponse,
} from './http1/serializer.ts';
import { jsonResponse, pollRequest, streamRequest } from './profile.ts';
import { annotateEventStream } from './sse/annotate.ts';
import { serializeEvent } from './sse/serializer.ts';
import { ensureHex } from './testing/hex.ts';
import { annotateFrame } from './websocket/annotate.ts';
import { encodeFrame } from './websocket/encode.ts';

/** Name, octets and value: what a reader of the test wants to see. */
const brief = (fields: Field[]): unknown[] =>
  fields.map(({ name, offset, bitLength, value }) => [name, offset, offset + bitLength, value]);

/** Fields in order, without overlap, inside the unit. */
function expectOrdered(fields: readonly Field[], octets: Uint8Array): void {
  let end = 0;
  for (const { offset, bitLength } of fields) {
    expect(offset).toBeGreaterThanOrEqual(end);
    expect(bitLength).toBeGreaterThan(0);
    end = offset + bitLength;
  }
  expect(end).toBeLessThanOrEqual(octets.length * 8);
}

test('names every bit of a masked frame', () => {
  expect(brief(annotateFrame(ensureHex('818537fa213d7f9f4d5158')))).toEqual([
    ['fin', 0, 1, true],
    ['rsv1', 1, 2, false],
    ['rsv2', 2, 3, false],
    ['rsv3', 3, 4, false],
    ['opcode', 4, 8, '1 text'],
    ['mask', 8, 9, true],
    ['payload length', 9, 16, 5],
    ['masking-key', 16, 48, '37fa213d'],
    ['payload data', 48, 88, 'Hello'],
  ]);
});

test.each([
  [125, undefined],
  [126, [16, 32, 126]],
  [65_535, [16, 32, 65_535]],
  [65_536, [16, 80, 65_536]],
])('a payload of %i octets has the length field that it needs', (length, extended) => {
  const frame = encodeFrame({ opcode: 2, payload: new Uint8Array(length), maskKey: null });
  const fields = annotateFrame(frame);
  const found = fields.find(({ name }) => name === 'extended payload length');
  expect(found && [found.offset, found.offset + found.bitLength, found.value]).toEqual(extended);
  expect(fields.at(-1)).toMatchObject({ name: 'payload data', bitLength: length * 8 });
});

test('a close frame has a code and a reason, a compressed one neither text nor code', () => {
  expect(brief(annotateFrame(ensureHex('880503e8627965'))).slice(-2)).toEqual([
    ['close code', 16, 32, 1000],
    ['close reason', 32, 56, 'bye'],
  ]);
  expect(annotateFrame(ensureHex('c107f248cdc9c90700')).at(-1)).toMatchObject({ name: 'compressed payload' });
  expect(annotateFrame(ensureHex('80020700'), true).at(-1)).toMatchObject({ name: 'compressed payload' });
});

test('a request has a field for each part of its first line and for each header line', () => {
  const { headers, target } = pollRequest(12);
  const bytes = serializeRequest(pollRequest(12));
  const fields = annotateMessage(bytes);
  expect(fields.map(({ name }) => name)).toEqual([
    'method',
    'request-target',
    'HTTP-version',
    ...headers.map(([name]) => name),
    'CRLF',
  ]);
  expect(fields[1]).toMatchObject({ value: target, offset: 32 });
  expect(fields[3]).toEqual({
    name: 'Host',
    offset: bytes.indexOf(0x0a) * 8 + 8,
    bitLength: 24 * 8,
    value: 'feed.example.com',
    spec: 'RFC 9110 §7.2',
  });
  expectOrdered(fields, bytes);
});

test('every header of the profile says where it is defined', () => {
  const heads = [serializeRequest(streamRequest('12')), serializeResponse(jsonResponse(2, 0))];
  for (const head of heads)
    for (const { name, spec } of annotateMessage(head))
      expect([name, spec]).not.toEqual([name, 'RFC 9110 §5']);
});

test('a response has its body behind the head', () => {
  const fields = annotateMessage(serializeResponse(jsonResponse(2, 0), utf8('{}')));
  expect(fields.slice(0, 3).map(({ value }) => value)).toEqual(['HTTP/1.1', 200, 'OK']);
  expect(fields.at(-1)).toMatchObject({ name: 'body', value: '{}' });
});

test('an event in a chunk is named line by line, at its place in the chunk', () => {
  const chunk = serializeChunk(serializeEvent({ id: '13', data: 'x' }));
  expect(brief(annotateChunk(chunk, annotateEventStream))).toEqual([
    ['chunk-size', 0, 32, 16],
    ['id', 32, 88, '13'],
    ['data', 88, 152, 'x'],
    ['blank line', 152, 160, ''],
    ['CRLF', 160, 176, ''],
  ]);
});

test('the last chunk shows its trailers', () => {
  expect(brief(annotateChunk(serializeLastChunk([['X-Sum', '6']])))).toEqual([
    ['chunk-size', 0, 24, 0],
    ['X-Sum', 24, 104, '6'],
    ['CRLF', 104, 120, ''],
  ]);
});

test('comments and lines that the parser ignores are told apart', () => {
  const fields = annotateEventStream(utf8(': hi\r\nfoo: 1\rdata\n'));
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ['comment', ' hi'],
    ['ignored line', 'foo: 1'],
    ['data', ''],
  ]);
});

test('a preview is text where it can be, also when the cut falls inside a character', () => {
  expect(preview(utf8('你好'))).toBe('你好');
  expect(preview(ensureHex('ff00'))).toBe('ff00');
  expect(preview(concat([utf8('a'), utf8('你'.repeat(2000))]))).toBe(`a${'你'.repeat(1365)}`);
});
