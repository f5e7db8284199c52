/** What is done by words of four octets gives the same as octet by octet. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromUtf8Strict, utf8 } from '#base/bytes.ts';
import { spoiled } from '../testing/property.ts';
import { applyMask } from './encode.ts';
import { Utf8Validator } from './utf8.ts';

/** Index of the first octet that is refused when they come one by one, or -1. */
function refusedOneByOne(octets: Uint8Array): number {
  const validator = new Utf8Validator();
  return octets.findIndex((octet) => validator.feed(Uint8Array.of(octet)) >= 0);
}

test('a validator refuses the same octet, and ends in the same place, however the octets arrive', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 }).map(utf8);
  const octets = fc.oneof(spoiled(text), fc.uint8Array({ minLength: 4, maxLength: 12 }));
  fc.assert(
    fc.property(octets, (input) => {
      const whole = new Utf8Validator();
      const bad = whole.feed(input);
      expect(bad).toBe(refusedOneByOne(input));
      expect(bad < 0 && whole.complete).toBe(fromUtf8Strict(input) !== null);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['an overlong form of two octets', [0xc1, 0xbf, 0x41, 0x41], 0],
  ['an overlong form of three', [0xe0, 0x9f, 0xbf, 0x41], 1],
  ['a surrogate', [0xed, 0xa0, 0x80, 0x41], 1],
  ['an overlong form of four', [0xf0, 0x8f, 0xbf, 0xbf], 1],
  ['a code point past U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 1],
])('%s is refused where it shows', (_, octets, index) => {
  expect(new Utf8Validator().feed(Uint8Array.from(octets))).toBe(index);
});

test('masking is the XOR with the key from any phase on, at any length and place in memory', () => {
  const key = Uint8Array.of(0x37, 0xfa, 0x21, 0xbd);
  for (let phase = 0; phase < 4; phase++) {
    for (let length = 0; length < 80; length++) {
      const octets = new Uint8Array(length + phase).subarray(phase).fill(0xa5);
      applyMask(octets, key, phase);
      expect([...octets]).toEqual([...octets.keys()].map((i) => 0xa5 ^ (key[(phase + i) % 4] ?? 0)));
    }
  }
});
