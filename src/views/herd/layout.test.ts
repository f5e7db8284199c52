import { expect, test } from 'vitest';
import type { HerdResult } from '#state/herd-figures.ts';
import { areaPath, curvesOf, highest, instantOf, timeAxis } from './layout.ts';

/** A run of three seconds: in its first tenth 40 attempts, of which 30 are refused; then 10 come back, at 2 s. */
function result(endMs = 3000): HerdResult {
  const counts = (at: Readonly<Record<number, number>>): Uint32Array =>
    Uint32Array.from({ length: endMs / 100 }, (_, i) => at[i] ?? 0);
  return {
    series: {
      attempts: counts({ 0: 40, 20: 10 }),
      vain: counts({}),
      accepts: counts({ 1: 10, 21: 10 }),
      refusals: counts({ 0: 30 }),
      timeouts: counts({}),
      connected: Uint32Array.from({ length: endMs / 100 }, (_, i) => (i < 1 ? 0 : i < 21 ? 10 : 20)),
    },
    dots: { atMs: new Float32Array(), client: new Uint16Array(), refused: new Uint8Array() },
    sums: {
      attempts: 50,
      vain: 0,
      refusals: 30,
      timeouts: 0,
      wasted: 0,
      peakPerS: 40,
      recoveredMs: [100, null, null],
      upAtMs: 0,
      connected: 20,
      endMs,
    },
  };
}

test('the axis holds the longest of the runs, with room behind it', () => {
  const { endMs, ticks } = timeAxis([result(), result(9000)]);
  expect(endMs).toBeGreaterThan(9000);
  expect(endMs).toBeLessThan(10_000);
  expect(ticks[0]).toBe(0);
  expect(ticks.every((ms) => ms <= endMs)).toBe(true);
});

test('the scale holds each peak and the rate of the server', () => {
  expect(highest([result()], 10)).toBeGreaterThanOrEqual(40);
  expect(highest([result()], 100)).toBeGreaterThan(100);
});

test('a column shows the highest of its buckets, and what was let in is no more than what came', () => {
  const axis = { endMs: 3000, ticks: [] };
  const { attempts, letIn } = curvesOf(result(), 6, axis);
  // Half a second each; what counts is the second that ends there.
  expect(attempts).toEqual([40, 40, 0, 0, 10, 10]);
  expect(letIn).toEqual([10, 10, 0, 0, 10, 10]);
  // More columns than buckets: a spike keeps its height.
  expect(Math.max(...curvesOf(result(), 200, axis).attempts)).toBe(40);
});

test('an area begins and ends on the ground', () => {
  expect(areaPath([2, 2, 0], 10, 4)).toBe('M0 10V5.0H2V10.0H3V10Z');
});

test('an instant counts the second that ends with it, and who is connected then', () => {
  expect(instantOf(result(), 850)).toEqual({ atMs: 850, attempts: 40, refused: 30, connected: 10 });
  expect(instantOf(result(), 1500)).toMatchObject({ attempts: 0, connected: 10 });
  expect(instantOf(result(), 2500)).toMatchObject({ attempts: 10, refused: 0, connected: 20 });
  // Behind the end all stays as it was.
  expect(instantOf(result(), 99_000)).toMatchObject({ attempts: 0, connected: 20 });
});
