import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pattern } from '../testing.ts';
import { Reassembly } from './reassembly.ts';

const stream = pattern(4000);
const part = (from: number, to: number): [number, Uint8Array, boolean] => [
  from,
  stream.subarray(from, to),
  false,
];

test('reports what waits ahead of a gap, the latest first, and no more than fits', () => {
  const r = new Reassembly();
  expect(r.accept(...part(100, 200))).toBe('ahead');
  expect(r.accept(...part(300, 400))).toBe('ahead');
  expect(r.accept(...part(500, 600))).toBe('ahead');
  expect(r.accept(...part(200, 250))).toBe('ahead');
  expect(r.accept(...part(700, 800))).toBe('ahead');
  expect(r.takeSack()).toEqual([700, 800, 100, 250, 500, 600]);
  expect(r.takeSack(1)).toEqual([700, 800]);
  expect(r.take()).toBeNull();
});

test('hands up everything at once when the gap is filled', () => {
  const r = new Reassembly();
  r.accept(...part(100, 200));
  r.accept(...part(200, 300));
  expect(r.accept(...part(0, 100))).toBe('in-order');
  expect(r.take()).toEqual({ bytes: stream.slice(0, 300), from: 0 });
  expect(r.next).toBe(300);
  expect(r.takeSack()).toEqual([]);
});

test('reports octets that came twice once, and first (RFC 2883)', () => {
  const r = new Reassembly();
  r.accept(...part(0, 100));
  r.accept(...part(200, 300));
  expect(r.accept(...part(0, 100))).toBe('old');
  expect(r.takeSack()).toEqual([0, 100, 200, 300]);
  expect(r.takeSack()).toEqual([200, 300]);
  expect(r.accept(...part(200, 300))).toBe('old');
  expect(r.takeSack()).toEqual([200, 300, 200, 300]);
});

test('a FIN ends the stream only when everything before it is there', () => {
  const r = new Reassembly();
  r.accept(100, stream.subarray(100, 150), true);
  expect([r.ended, r.takeSack()]).toEqual([false, [100, 151]]);
  r.accept(...part(0, 100));
  expect([r.ended, r.next, r.dataEnd]).toEqual([true, 151, 150]);
});

test('puts any overlapping pieces in any order together', () => {
  const piece = fc.tuple(fc.nat(3999), fc.integer({ min: 1, max: 600 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const r = new Reassembly();
      const have = new Set<number>();
      let got = 0;
      for (const [from, length] of [...pieces, [0, 1] as const]) {
        const to = Math.min(from + length, 4000);
        r.accept(...part(from, to));
        for (let i = from; i < to; i++) have.add(i);
        const ready = r.take();
        if (ready) {
          expect(ready.from).toBe(got);
          expect(ready.bytes).toEqual(stream.slice(got, got + ready.bytes.length));
          got += ready.bytes.length;
        }
        expect(have.has(got)).toBe(false);
        const blocks = r.takeSack(3);
        for (let b = 0; b < blocks.length; b += 2)
          for (let i = blocks[b] ?? 0; i < (blocks[b + 1] ?? 0); i++)
            if (!have.has(i)) throw new Error(`octet ${String(i)} is reported, but has not come`);
      }
    }),
  );
});
