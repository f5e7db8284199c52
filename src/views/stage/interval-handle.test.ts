import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { intervalMsFor, lastInterval } from './interval-handle.ts';
import { Scene } from './scene.ts';
import { mockStory } from './testing/story.ts';

function between(playheadMs: number, intervalMs: number) {
  const scene = new Scene(4);
  scene.extend(mockStory().trace());
  const [lane] = scene.lanes;
  return lane ? lastInterval(lane, fromMs(playheadMs), fromMs(intervalMs)) : null;
}

test('spans the last two polls', () => {
  expect(between(7380, 2000)).toEqual({ from: fromMs(4000), to: fromMs(6000) });
  expect(between(1000, 2000)).toBe(null);
});

test('after a change spans the last poll and the one that is due', () => {
  expect(between(7380, 500)).toEqual({ from: fromMs(6000), to: fromMs(6500) });
});

test('a drag means tenths of a second, at least one', () => {
  expect([-5, 123_000, 1_949_000].map(intervalMsFor)).toEqual([100, 100, 1900]);
});
