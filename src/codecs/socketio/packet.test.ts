import { expect, test } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import {
  decodeEnginePacket,
  decodeEnginePayload,
  encodeEnginePacket,
  encodeEnginePayload,
  encodeEngineText,
} from '../engineio/packet.ts';
import { annotatePacket, annotatePayload } from './annotate.ts';
import { SocketIoDecoder } from './packet.ts';

const shown = (text: string): unknown[] =>
  annotatePacket(utf8(text), 'text').map(({ name, offset, bitLength, value }) => [
    name,
    offset / 8,
    (offset + bitLength) / 8,
    value,
  ]);

test('octets are a message as they are, and Base64 where only text can travel', () => {
  const data = Uint8Array.of(251, 255);
  const view = Uint8Array.of(0, 251, 255, 0).subarray(1, 3);
  expect(encodeEnginePacket({ type: 'message', data })).toEqual(data);
  expect(encodeEngineText({ type: 'message', data })).toBe('b+/8=');
  expect(decodeEnginePacket(view)).toEqual({ type: 'message', data });
  expect(decodeEnginePayload('b+/8=')).toEqual([{ type: 'message', data }]);
  expect(encodeEnginePayload([{ type: 'ping', data: 'probe' }, { type: 'noop' }])).toBe('2probe\u001e6');
});

test('after an error nothing is taken any more, and nothing is kept', () => {
  const decoder = new SocketIoDecoder();
  expect(decoder.feed('51-["e",{"_placeholder":true,"num":7}]')).toEqual([]);
  expect(decoder.incomplete).toBe(true);
  expect(decoder.feed(Uint8Array.of(1))).toMatchObject([
    { kind: 'error', error: { code: 'sio-attachments', offset: 38 } },
  ]);
  expect(decoder.incomplete).toBe(false);
  expect(decoder.feed('2["e"]')).toEqual([]);
});

test.each([
  ['2["e"', 'sio-packet'],
  [Uint8Array.of(1), 'sio-order'],
  [`2["${'x'.repeat(100)}"]`, 'sio-too-big'],
])('%s is refused: %s', (message, code) => {
  expect(new SocketIoDecoder({ maxPayload: 99 }).feed(message)).toMatchObject([
    { kind: 'error', error: { code, offset: 0 } },
  ]);
});

test('the attachments of a packet count towards its length', () => {
  const decoder = new SocketIoDecoder({ maxPayload: 50 });
  expect(decoder.feed('51-["e",{"_placeholder":true,"num":0}]')).toEqual([]);
  expect(decoder.feed(new Uint8Array(20))).toMatchObject([{ error: { code: 'sio-too-big' } }]);
});

test('names each part of an event with attachments, in octets', () => {
  expect(shown('451-/größe,12["ü",{"_placeholder":true,"num":0}]')).toEqual([
    ['engine packet type', 0, 1, '4 message'],
    ['packet type', 1, 2, '5 BINARY_EVENT'],
    ['attachments', 2, 4, 1],
    ['namespace', 4, 13, '/größe'],
    ['ack id', 13, 15, 12],
    ['event', 16, 20, 'ü'],
    ['data', 21, 50, '{"_placeholder":true,"num":0}'],
  ]);
  expect(annotatePacket(Uint8Array.of(1, 2), 'binary', 3)).toMatchObject([
    { name: 'attachment', offset: 24, bitLength: 16 },
  ]);
});

test('names the packets of a polling body, and shows raw what is none', () => {
  const fields = annotatePayload(utf8('2probe\u001eb+/8=\u001e9\u001e40'), 1);
  expect(fields.map(({ name, offset, value }) => [name, offset / 8, value])).toEqual([
    ['engine packet type', 1, '2 ping'],
    ['data', 2, 'probe'],
    ['record separator', 7, 'U+001E'],
    ['engine packet type', 8, 'b message'],
    ['base64 data', 9, '+/8='],
    ['record separator', 13, 'U+001E'],
    ['not a packet', 14, '9'],
    ['record separator', 15, 'U+001E'],
    ['engine packet type', 16, '4 message'],
    ['packet type', 17, '0 CONNECT'],
  ]);
});
