import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat } from '#base/bytes.ts';
import {
  CLIENT_FINISHED,
  CLIENT_HELLO,
  openRecords,
  RecordReader,
  SERVER_FLIGHT,
  sealRecords,
} from './record.ts';

test('a record adds 22 octets to at most 2^14 octets of plaintext', () => {
  for (const [plain, records] of [
    [1, 1],
    [2 ** 14, 1],
    [2 ** 14 + 1, 2],
    [3 * 2 ** 14, 3],
  ] as const)
    expect(sealRecords(new Uint8Array(plain)).length - plain).toBe(22 * records);
});

test('a record begins with type 23, version 3.3 and its length', () => {
  expect([...sealRecords(Uint8Array.of(7, 8)).subarray(0, 8)]).toEqual([23, 3, 3, 0, 19, 7, 8, 23]);
});

test('records read whole or in any pieces give back what was written, and only whole records', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      (units, step) => {
        const wire = concat(units.map(sealRecords));
        expect(openRecords(wire)).toEqual(concat(units));
        const reader = new RecordReader();
        const got: Uint8Array[] = [];
        for (let at = 0; at < wire.length; at += step) got.push(reader.feed(wire.subarray(at, at + step)));
        expect(concat(got)).toEqual(concat(units));
        expect(new RecordReader().feed(sealRecords(concat(units)).subarray(0, -1))).toHaveLength(0);
      },
    ),
  );
});

test('the flights are as long as those of a full handshake with a post-quantum key share', () => {
  expect([CLIENT_HELLO.length, SERVER_FLIGHT.length, CLIENT_FINISHED.length]).toEqual([1750, 4379, 64]);
});
