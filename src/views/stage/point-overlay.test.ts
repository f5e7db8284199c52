import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import type { PointTarget } from '#course/points.ts';
import { layFrame } from './frame.ts';
import { pointRects, type Rect } from './point-overlay.ts';
import { Scene } from './scene.ts';
import { mockStory } from './testing/story.ts';

const LANES = ['polling', 'longpoll', 'sse', 'ws'];
const frame = layFrame({ kind: 'full', width: 800, height: 500, lanes: 4, fontPx: 12, openLane: 0 });

/** The mock's story in a window of eight seconds: 100 px a second. */
function lit(target: PointTarget, playheadMs = 7900, from = 0): readonly Rect[] {
  const scene = new Scene(4);
  scene.extend(mockStory().trace());
  const playhead = fromMs(playheadMs);
  const intervalsUs = LANES.map(() => 2_000_000);
  return pointRects({ target, scene, frame, from, spanUs: 8_000_000, playhead, lanes: LANES, intervalsUs });
}

const middles = (rects: readonly Rect[]): number[] =>
  rects.map(({ left, width }) => Math.round(left + width / 2));

test('a rail is lit from end to end, and only that of its lane', () => {
  const [rail, ...more] = lit({ kind: 'lane', lane: 'sse', part: 'server' });
  expect(more).toEqual([]);
  expect(rail?.width).toBeGreaterThanOrEqual(800);
  expect((rail?.top ?? 0) + (rail?.height ?? 0) / 2).toBeCloseTo(frame.bands[2]?.server ?? 0);
});

test('empty polls are lit, not those that brought messages', () => {
  const empty = lit({ kind: 'lane', lane: 'polling', part: 'empty' });
  expect(middles(empty)).toEqual([45, 615]);
  expect(lit({ kind: 'lane', lane: 'polling', part: 'requests' }).length).toBe(4);
});

test('deliveries are lit where they happened, and none that are still to come', () => {
  expect(middles(lit({ kind: 'lane', lane: 'sse', part: 'delivered' }, 2100))).toEqual([85, 124, 203]);
});

test('a loss is lit where the packet died', () => {
  expect(lit({ kind: 'lane', lane: 'ws', part: 'losses' }).length).toBe(1);
  expect(lit({ kind: 'lane', lane: 'sse', part: 'losses' })).toEqual([]);
});

test('the interval reaches from one poll to the next', () => {
  const [span] = lit({ kind: 'lane', lane: 'polling', part: 'interval' });
  expect(span?.width).toBeCloseTo(200 + 10);
});

test('what has left the window, other lanes and other panels light nothing', () => {
  expect(lit({ kind: 'lane', lane: 'sse', part: 'published' }, 7900, fromMs(60_000))).toEqual([]);
  expect(lit({ kind: 'lane', lane: 'none', part: null })).toEqual([]);
  expect(lit({ kind: 'panel', panel: 'scoreboard' })).toEqual([]);
});
