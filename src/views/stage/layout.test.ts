import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { stageEn } from '#words/stage.en.ts';
import { layFrame } from './frame.ts';
import { layStage, levelFor, type Layout, type LayoutInput } from './layout.ts';
import type { Mark } from './marks.ts';
import { Scene } from './scene.ts';
import { mockStory, Story } from './testing/story.ts';

const NOTHING = { msg: null, event: null, lane: null };
const SHAPES = ['polling', 'longpoll', 'sse', 'ws'] as const;

function lay(story: Story, playheadMs: number, more: Partial<LayoutInput> = {}): Layout {
  const scene = new Scene(4);
  scene.extend(story.trace());
  return layStage({
    ...{ scene, regions: [] },
    frame: layFrame({ kind: 'full', width: 800, height: 500, lanes: 4, fontPx: 12, openLane: 0 }),
    ...{ from: 0, spanUs: 8_000_000, playhead: fromMs(playheadMs), level: 'messages', shapes: SHAPES },
    ...{ selection: NOTHING, hovered: NOTHING, words: stageEn, measure: (text: string) => text.length * 6.4 },
    ...more,
  });
}

function of<K extends Mark['kind']>(layout: Layout, kind: K): Extract<Mark, { kind: K }>[] {
  return layout.marks.filter((mark): mark is Extract<Mark, { kind: K }> => mark.kind === kind);
}

const plain = (text: string): string => text.replaceAll('\u2009', ' ');
const texts = (layout: Layout): string[] => of(layout, 'text').map((mark) => plain(mark.text));

test('shows nothing later than the playhead', () => {
  for (const ms of [10, 700, 1600, 2700, 3200, 7380]) {
    const layout = lay(mockStory(), ms);
    const limit = (ms / 8000) * 800 + 0.01;
    for (const line of of(layout, 'line')) {
      const reachesRight = line.ink === 'rail' || line.ink === 'hair';
      if (!reachesRight) expect(Math.max(line.x1, line.x2)).toBeLessThanOrEqual(limit);
    }
    for (const tint of of(layout, 'tint'))
      for (const polygon of tint.polygons)
        for (let i = 0; i < polygon.length; i += 2) expect(polygon[i]).toBeLessThanOrEqual(limit);
    for (const glyph of of(layout, 'glyph')) expect(glyph.x).toBeLessThanOrEqual(limit);
  }
});

test('a message under way is its mark on the playhead line, at its true fraction of the way', () => {
  const layout = lay(mockStory(), 6310 + 50);
  const live = of(layout, 'glyph').filter((glyph) => Math.abs(glyph.x - 636) < 0.01);
  expect(live.map((glyph) => glyph.shape)).toEqual(['longpoll', 'sse', 'ws']);
  const [, , sse] = layFrame({
    kind: 'full',
    width: 800,
    height: 500,
    lanes: 4,
    fontPx: 12,
    openLane: 0,
  }).bands;
  const third = (sse?.server ?? 0) - ((sse?.server ?? 0) - (sse?.client ?? 0)) / 3;
  expect(live[1]?.y).toBeCloseTo(third);
});

test('a message on time leaves no tint, a late one a parallelogram as wide as the time lost', () => {
  const tints = of(lay(mockStory(), 7380), 'tint');
  expect(tints.filter((tint) => tint.ink === 'sse')).toEqual([]);
  const first = tints.find((tint) => tint.ink === 'polling')?.polygons[0] ?? [];
  // Published at 700 ms, due at 850 ms, delivered at 2300 ms.
  expect([first[0], first[2], first[4], first[6]].map((x) => Math.round(x ?? 0))).toEqual([70, 85, 230, 215]);
});

test('prints delays only where they exceed one way', () => {
  const said = texts(lay(mockStory(), 7380));
  expect(said).toContain('1.60 s');
  expect(said).toContain('650 ms');
  expect(said).not.toContain('150 ms');
});

test('marks a loss half-way, and dots the wait until it is sent again', () => {
  const layout = lay(mockStory(), 7380);
  expect(of(layout, 'cross').map((cross) => cross.x)).toEqual([77.5, 273.5]);
  const waits = of(layout, 'line').filter((line) => line.ink === 'red');
  expect(waits.map((line) => [line.x1, line.x2])).toEqual([
    [70, 160],
    [266, 316],
  ]);
  expect(texts(layout)).toContain('900 ms');
});

test('draws an empty poll hollow as soon as its answer is known', () => {
  const hollow = (ms: number) => of(lay(mockStory(), ms), 'line').filter((line) => line.hollow).length;
  expect(hollow(400)).toBe(0);
  expect(hollow(500)).toBe(2);
});

test('labels never overlap', () => {
  const story = new Story();
  for (let i = 0; i < 60; i++) {
    story.publish(100 * i, String(i + 1), [3]);
    story.pdu(100 * i, 3, 0, 'down', 'ws.frame', [String(i + 1)], i % 3 === 0 ? { resendAfterMs: 250 } : {});
  }
  const boxes = of(lay(story, 7500), 'text').map(({ x, y, text, align }) => {
    const width = text.length * 6.4;
    const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    return { left, right: left + width, y };
  });
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1))
      if (Math.abs(a.y - b.y) < 11) expect(a.right <= b.left || b.right <= a.left).toBe(true);
});

test('no label of a frame or segment stands on a stroke, and none is cut', () => {
  const story = new Story();
  for (let i = 0; i < 12; i++) {
    story.pdu(100 + 60 * i, 3, 0, 'down', 'ws.frame', [String(i + 1)]);
    if (i % 3 === 0) story.pdu(130 + 60 * i, 3, 0, 'up', 'ws.frame', []);
  }
  for (const [level, spanUs] of [
    ['frames', 1_000_000],
    ['segments', 400_000],
  ] as const) {
    const layout = lay(story, 1000, { level, spanUs });
    const labels = of(layout, 'text').filter(({ text }) => /^(frame|seq|ACK)/.test(text));
    expect(labels.length).toBeGreaterThan(0);
    for (const { x, y, text, align } of labels) {
      const left = (align === 'right' ? x - text.length * 6.4 : x) + 1;
      const right = left + text.length * 6.4 - 2;
      expect(left).toBeGreaterThanOrEqual(0);
      for (const { x1, y1, x2, y2 } of of(layout, 'line').filter((line) => line.ink === 'ws'))
        for (let share = 0; share <= 1; share += 0.01) {
          const [px, py] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
          expect(px > left && px < right && Math.abs(py - y) < 4).toBe(false);
        }
    }
  }
});

test('on a slim lane near marks share one label', () => {
  const story = new Story();
  for (const [i, ms] of [1000, 1200, 1400, 5000].entries()) {
    story.publish(ms, String(i + 1), [3]);
    story.pdu(ms, 3, 0, 'down', 'ws.frame', [String(i + 1)]);
  }
  const frame = layFrame({ kind: 'phone', width: 375, height: 370, lanes: 4, fontPx: 11, openLane: 0 });
  const said = texts(lay(story, 7000, { frame }));
  expect(said).toContain('1–3');
  expect(said).toContain('4');
  expect(said).not.toContain('2');
});

test('a stack that does not fit ends in a count', () => {
  const story = new Story();
  const msgs = Array.from({ length: 9 }, (_, i) => String(i + 1));
  for (const [i, msg] of msgs.entries()) story.publish(100 + i, msg, [0]);
  story.poll(500, 0, 1, msgs);
  const layout = lay(story, 2000);
  expect(of(layout, 'glyph').length).toBeLessThan(9);
  expect(texts(layout).some((text) => text.startsWith('+'))).toBe(true);
});

test('in an outage the waits are one flat union', () => {
  const story = new Story();
  story.link(100, 'down', true);
  for (let i = 0; i < 10; i++) story.publish(200 + 100 * i, String(i + 1), [3]);
  const tints = of(lay(story, 5000), 'tint');
  expect(tints).toHaveLength(1);
  expect(tints[0]?.polygons).toHaveLength(10);
});

test('picks the dot before the stroke, the stroke before the tint', () => {
  const layout = lay(mockStory(), 7380);
  const dot = of(layout, 'glyph').find((glyph) => glyph.shape === 'polling');
  expect(layout.pick(dot?.x ?? 0, dot?.y ?? 0)).toMatchObject({ lane: 0, msg: '1' });
  expect(layout.pick(130, 100)).toMatchObject({ lane: 0, msg: '2' });
  expect(layout.pick(500, 480)).toBe(null);
});

test('selecting dims the others and draws where the message waited', () => {
  const layout = lay(mockStory(), 7380, { selection: { msg: '5', event: null, lane: null } });
  expect(of(layout, 'glyph').filter((glyph) => glyph.alpha === 1)).toHaveLength(4);
  const thick = of(layout, 'line').filter((line) => line.ink === 'polling' && line.width === 3.2);
  // Waiting from 2990 ms to the answer at 4150 ms, then the way up.
  expect(thick.map((line) => [Math.round(line.x1), Math.round(line.x2)])).toEqual([
    [415, 430],
    [299, 415],
  ]);
});

test('a selection that has left the window dims nothing', () => {
  const selection = { msg: '1', event: null, lane: null };
  const later = lay(mockStory(), 7380, { selection, from: fromMs(3000), spanUs: 5_000_000 });
  expect(of(later, 'glyph').every((glyph) => glyph.alpha === 1)).toBe(true);
  const here = lay(mockStory(), 7380, { selection });
  expect(here.marks.length).toBeGreaterThan(0);
  expect(of(here, 'glyph').some((glyph) => glyph.alpha < 1)).toBe(true);
});

test('tells the playhead as exactly as the ticks beside it', () => {
  expect(texts(lay(mockStory(), 7384))).toContain('7.38 s');
  expect(texts(lay(mockStory(), 7384, { from: fromMs(7370), spanUs: 20_000 }))).toContain('7.384 s');
});

test('knows what stands nearest to an instant, and when there is nothing', () => {
  const layout = lay(mockStory(), 7380);
  expect(layout.empty).toBe(false);
  expect(layout.nearest(230)).toMatchObject({ lane: 0, event: expect.any(Number) as number });
  const nothing = lay(mockStory(), 7380, { from: fromMs(5900), spanUs: 50_000, playhead: fromMs(5940) });
  expect(nothing.empty).toBe(true);
  expect(nothing.nearest(400)).toBe(null);
});

test('the level follows the zoom', () => {
  expect([8e6, 2e6, 0.5e6].map(levelFor)).toEqual(['messages', 'frames', 'segments']);
});

test('the client’s rail is broken in doubt, dotted in a wait, plain during an attempt, and ends at the playhead', () => {
  const story = mockStory();
  for (const [ms, phase] of [
    [1000, 'suspect'],
    [2000, 'waiting'],
    [3000, 'connecting'],
    [4000, 'open'],
    [5000, 'offline'],
  ] as const)
    story.at(ms, () => ({ type: 'client.phase', lane: 3, phase, attempt: 1, until: -1 }));
  const layout = lay(story, 6000);
  const y = layFrame({ kind: 'full', width: 800, height: 500, lanes: 4, fontPx: 12, openLane: 0 }).bands[3]
    ?.client;
  const onRail = of(layout, 'line').filter((line) => line.y1 === y && line.y2 === y);
  const covered = onRail.filter(({ ink }) => ink === 'paper').map(({ x1, x2 }) => [x1, x2]);
  expect(covered).toEqual([
    [100, 200],
    [200, 300],
    [300, 400],
    [500, 600],
  ]);
  const over = covered.map(([x1]) => onRail.findLast((line) => line.x1 === x1 && line.ink !== 'paper'));
  expect(over.map((line) => [line?.ink, line?.dash !== null])).toEqual([
    ['ws', true],
    ['ink2', true],
    ['rail', false],
    ['ink2', true],
  ]);
});
