import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { stageEn } from '#words/stage.en.ts';
import { layFrame } from './frame.ts';
import { layStage, type LayoutInput } from './layout.ts';
import type { Mark } from './marks.ts';
import type { Region } from './region.ts';
import { Scene } from './scene.ts';
import { mockStory } from './testing/story.ts';

const NOTHING = { msg: null, event: null, lane: null };
const frame = layFrame({ kind: 'full', width: 800, height: 500, lanes: 4, fontPx: 12, openLane: 0 });

function lay(regions: readonly Region[], more: Partial<LayoutInput> = {}): readonly Mark[] {
  const scene = new Scene(4);
  scene.extend(mockStory().trace());
  return layStage({
    ...{ scene, regions, frame, from: 0, spanUs: 8_000_000, playhead: fromMs(5000), level: 'messages' },
    ...{ shapes: ['polling', 'longpoll', 'sse', 'ws'], selection: NOTHING, hovered: NOTHING },
    ...{ words: stageEn, measure: (text: string) => text.length * 6.4 },
    ...more,
  }).marks;
}

const region = (atMs: number, ms: number, outage: 'both' | 'up' | 'down' = 'both'): Region => ({
  ...{ id: 'r1', at: fromMs(atMs), ms, outage },
});
const hatches = (marks: readonly Mark[]) => marks.filter((mark) => mark.kind === 'hatch');
const texts = (marks: readonly Mark[]): string[] =>
  marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text.replaceAll('\u2009', ' ')] : []));

test('an outage is hatched across all lanes and named once', () => {
  const marks = lay([region(1000, 2000)]);
  const height = frame.gridBottom - frame.gridTop;
  expect(hatches(marks)).toMatchObject([{ x: 100, width: 200, y: frame.gridTop, height, alpha: 1 }]);
  expect(texts(marks).filter((text) => text.startsWith('line cut'))).toEqual(['line cut, 2 s']);
});

test('what is still to come is fainter, and its hatching goes on without a seam', () => {
  const [past, ahead] = hatches(lay([region(4000, 2000)]));
  expect(past).toMatchObject({ x: 400, width: 100, alpha: 1 });
  expect(ahead).toMatchObject({ x: 500, width: 100, anchor: past?.anchor });
  expect(ahead?.alpha).toBeLessThan(1);
});

test.each(['up', 'down'] as const)('an outage %s is hatched where its packets set out', (dir) => {
  const [strip, ...lanes] = hatches(lay([region(1000, 2000, dir)]));
  expect(strip).toMatchObject({ y: frame.line.top });
  expect(lanes).toHaveLength(4);
  for (const [i, { y, height }] of lanes.entries()) {
    const { client = 0, server = 0 } = frame.bands[i] ?? {};
    expect(height).toBeCloseTo((server - client) / 2);
    expect(y).toBeCloseTo(dir === 'up' ? client : (client + server) / 2);
  }
});

test('a narrow region has a short name or none', () => {
  expect(texts(lay([region(1000, 500)])).filter((text) => text.includes('cut'))).toEqual(['cut']);
  expect(texts(lay([region(1000, 100)])).filter((text) => text.includes('cut'))).toEqual([]);
});

test('the line is broken where nothing gets through, and only there', () => {
  const middle = (frame.line.top + frame.line.bottom) / 2;
  const line = (regions: readonly Region[]): (readonly number[])[] =>
    lay(regions).flatMap((mark) =>
      mark.kind === 'line' && mark.ink === 'hair' && mark.y1 === middle && mark.y2 === middle
        ? [[mark.x1, mark.x2]]
        : [],
    );
  expect(line([])).toEqual([[0, 800]]);
  expect(line([region(1000, 2000)])).toEqual([
    [0, 100],
    [300, 800],
  ]);
  expect(line([region(1000, 2000, 'up')])).toEqual([[0, 800]]);
});

test('the line does not strike out the words on it', () => {
  const marks = lay([region(1000, 3000, 'up')]);
  const at = marks.findIndex((mark) => mark.kind === 'text' && mark.text.startsWith('line cut to server'));
  const [gap, label] = [marks[at - 1], marks[at]];
  expect(gap).toMatchObject({ kind: 'line', ink: 'paper' });
  expect(label).toMatchObject({ kind: 'text', x: 250 });
  if (gap?.kind === 'line') expect((gap.x1 + gap.x2) / 2).toBe(250);
});

test('a worse line is a wash without hatching, named by what is worse', () => {
  const worse: Region = {
    id: 'r1',
    at: fromMs(1000),
    ms: 3000,
    set: { 'net.up.lossPct': 5, 'net.down.lossPct': 5 },
  };
  const before = lay([]).filter((mark) => mark.kind === 'tint').length;
  const marks = lay([worse]);
  expect(hatches(marks)).toEqual([]);
  expect(marks.filter((mark) => mark.kind === 'tint')).toHaveLength(before + 1);
  expect(texts(marks)).toContain('loss 5%, 3 s');
});

test('what is outside the window leaves no mark', () => {
  expect(lay([region(20_000, 2000)])).toHaveLength(lay([]).length);
});
