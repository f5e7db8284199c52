import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ensureHex } from '../testing/hex.ts';
import { fromUtf8Strict, utf8 } from '#base/bytes.ts';
import { cuts, splitAt, wireLike } from '../testing/splits.ts';
import { Deflater, directionOf, Inflater } from './deflate.ts';
import { encodeText } from './encode.ts';
import { isWireCloseCode } from './opcode.ts';
import { WsReceiver } from './receiver.ts';
import { Utf8Validator } from './utf8.ts';

const DEFAULTS = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
};

const KEY = ensureHex('37fa213d');

test('gives the frame with its ranges, then the message: RFC 6455 section 5.7', () => {
  const items = new WsReceiver({ role: 'server', offset: 557 }).feed(ensureHex('818537fa213d7f9f4d5158'));
  expect(items).toEqual([
    {
      kind: 'frame',
      header: { fin: true, rsv: 0, opcode: 1, masked: true, maskKey: KEY, length: 5, lengthForm: 7 },
      from: 557,
      payloadFrom: 563,
      to: 568,
    },
    { kind: 'text', data: 'Hello', compressed: false, from: 557, to: 568 },
  ]);
});

test('a message spans its frames, a ping between them included', () => {
  const items = new WsReceiver({ role: 'client' }).feed(ensureHex('010348656c 890161 80026c6f'));
  expect(items.filter(({ kind }) => kind !== 'frame')).toEqual([
    { kind: 'ping', data: utf8('a'), from: 5, to: 8 },
    { kind: 'text', data: 'Hello', compressed: false, from: 0, to: 12 },
  ]);
});

test('invalid UTF-8 fails at the octet, before the frame is complete', () => {
  const receiver = new WsReceiver({ role: 'client' });
  expect(receiver.feed(ensureHex('817d 6161ed'))).toEqual([]);
  expect(receiver.feed(ensureHex('a0'))).toMatchObject([
    { kind: 'error', error: { code: 'ws-utf8', closeCode: 1007, offset: 5 } },
  ]);
  expect(receiver.feed(ensureHex('8100'))).toEqual([]);
  expect(receiver.incomplete).toBe(false);
});

test('a declared length beyond the limit fails at the header and takes no memory', () => {
  const items = new WsReceiver({ role: 'client' }).feed(ensureHex('827f0000ffffffffffff'));
  expect(items).toMatchObject([{ kind: 'error', error: { code: 'ws-too-big', closeCode: 1009, offset: 0 } }]);
});

test('close codes that may be sent', () => {
  const allowed = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999];
  for (const code of allowed) expect(isWireCloseCode(code)).toBe(true);
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 1000.5, NaN])
    expect(isWireCloseCode(code)).toBe(false);
});

test('the validator agrees with TextDecoder on any octets in any split', () => {
  const leads = ['e0', 'ed', 'f0', 'f4', 'c2', '80', '9f', 'bf', 'a0', '90', '61'].map(ensureHex);
  fc.assert(
    fc.property(wireLike(leads), cuts, (octets, positions) => {
      const validator = new Utf8Validator();
      const valid =
        splitAt(octets, positions).every((piece) => validator.feed(piece) === -1) && validator.complete;
      expect(valid).toBe(fromUtf8Strict(octets) !== null);
    }),
    { numRuns: 3000 },
  );
});

test('text survives, unpaired surrogates become U+FFFD', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const items = new WsReceiver({ role: 'client' }).feed(encodeText(text, null));
      expect(items.at(-1)).toMatchObject({ kind: 'text', data: fromUtf8Strict(utf8(text)) });
    }),
  );
  expect(new WsReceiver({ role: 'client' }).feed(encodeText('a\ud800', null)).at(-1)).toMatchObject({
    data: 'a\ufffd',
  });
});

test('compresses as RFC 7692 section 7.2.3 shows, and an empty message to one octet', () => {
  const deflater = new Deflater(directionOf(DEFAULTS, 'server'));
  expect(deflater.deflate(utf8('Hello'))).toEqual(ensureHex('f248cdc9c90700'));
  expect(deflater.deflate(utf8('Hello'))).toEqual(ensureHex('f200110000'));
  expect(new Deflater(directionOf(DEFAULTS, 'server')).deflate(utf8(''))).toEqual(ensureHex('00'));
  expect(deflater.deflate(utf8(''))).toEqual(ensureHex('00'));
  expect(deflater.deflate(utf8(''))).toEqual(ensureHex('00'));
});

test('a message cut off inside a block is corrupt', () => {
  const receiver = new WsReceiver({
    role: 'client',
    inflater: new Inflater(directionOf(DEFAULTS, 'server')),
  });
  expect(receiver.feed(ensureHex('c103f248cd'))).toMatchObject([
    { kind: 'frame' },
    { kind: 'error', error: { code: 'ws-deflate' } },
  ]);
});
