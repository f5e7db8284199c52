import { expect, test } from 'vitest';
import { RttEstimator } from './rtt.ts';

/** Samples in milliseconds, each of its own window of data. */
function after(...samplesMs: number[]): RttEstimator {
  const rtt = new RttEstimator();
  samplesMs.forEach((ms, i) => {
    rtt.sample(ms * 1000, i * 100, i * 100 + 50);
  });
  return rtt;
}

const rtoMs = (rtt: RttEstimator): number => rtt.rto * 4;

test('the first time-out is a second without a sample, and three round trips or 200 ms more with one', () => {
  expect(rtoMs(new RttEstimator())).toBe(1000);
  expect(rtoMs(after(20))).toBe(220);
  expect(rtoMs(after(600))).toBe(1800);
});

test('steady round trips bring it down to one round trip and 200 ms', () => {
  const long = after(...Array.from({ length: 40 }, () => 600));
  // Decaying by quarters in whole microseconds, the variation stops 3 us short: a jiffy more.
  expect(rtoMs(long)).toBe(804);
});

test('one late sample raises it, and the raise decays a window at a time', () => {
  const steady = Array.from({ length: 20 }, () => 100);
  const late = after(...steady, 500);
  expect(rtoMs(late)).toBeGreaterThan(450);
  const settled = after(...steady, 500, ...steady, ...steady);
  expect(rtoMs(settled)).toBeLessThan(310);
});

test('a shorter round trip hardly raises it', () => {
  const steady = Array.from({ length: 20 }, () => 500);
  expect(rtoMs(after(...steady, 100))).toBeLessThanOrEqual(rtoMs(after(...steady)));
});

test('doubles up to two minutes', () => {
  const rtt = after(100);
  rtt.backOff();
  expect(rtoMs(rtt)).toBe(600);
  for (let i = 0; i < 20; i++) rtt.backOff();
  expect(rtoMs(rtt)).toBe(120_000);
});
