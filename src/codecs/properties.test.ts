import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OctetBuffer } from './octet-buffer.ts';
import { PROPERTIES } from './testing/properties.ts';
import { fullestBuffer, property } from './testing/property.ts';

test.each(PROPERTIES)('$name', ({ check }) => {
  expect(check({ numRuns: 400 })).toEqual({ runs: 400, failure: null });
});

test('a property that does not hold is reported with its smallest counterexample and its seed', () => {
  const { failure } = property('less than 100', fc.nat(), (n) => {
    if (n >= 100) throw new Error('too much');
  }).check({ numRuns: 100, seed: 7 });
  expect(failure).toContain('Counterexample: [100]');
  expect(failure).toContain('seed: 7');
});

test('what a buffer holds at most is seen', () => {
  const most = fullestBuffer(() => {
    const buffer = new OctetBuffer();
    buffer.append(new Uint8Array(3));
    buffer.append(new Uint8Array(4));
    buffer.take();
    buffer.append(new Uint8Array(1));
  });
  expect(most).toBe(7);
});
