import { expect, test } from 'vitest';
import { fromMs, toMs } from '#base/time.ts';
import { toJiffies, wheelExpiry } from './timer-wheel.ts';

test.each([
  [0, 10, 44], // a delayed acknowledgement: one jiffy more
  [0, 62, 252],
  [0, 75, 320], // buckets of 32 ms from 252 ms on
  [1000, 75, 1312],
  [0, 250, 1024],
  [0, 600, 2560], // buckets of 256 ms from 2 s on
  [0, 5000, 20_480], // buckets of 2 s from 16 s on
])('at %i ms, %i jiffies end at %i ms', (now, delay, at) => {
  expect(toMs(wheelExpiry(fromMs(now), delay))).toBe(at);
});

test('a timer never fires early', () => {
  for (let now = 0; now < 3000; now += 7)
    for (const delay of [1, 50, 62, 63, 100, 503, 504, 4000, 4032])
      expect(wheelExpiry(fromMs(now), delay)).toBeGreaterThanOrEqual(fromMs(now) - 4000 + delay * 4000 + 1);
});

test('microseconds are rounded up to jiffies', () => {
  expect([toJiffies(1), toJiffies(4000), toJiffies(4001)]).toEqual([1, 1, 2]);
});
