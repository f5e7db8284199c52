import { expect, test } from 'vitest';
import { fromS } from '#base/time.ts';
import { stageEn } from '#words/stage.en.ts';
import {
  changesOf,
  factOfRegion,
  NEW,
  nudged,
  pulled,
  removeAt,
  snapStep,
  zonesOf,
  type Region,
} from './region.ts';

const TENTH = 100_000;
const region: Region = { id: 'r1', at: fromS(30), ms: 10_000, outage: 'both' };
const held = (how: 'move' | 'start' | 'end', s: number) => ({ how, region, fromUs: fromS(s) }) as const;

test('snaps to tenths of a second, and finer where they stand far apart', () => {
  const pxPerS = [5, 92, 120, 121, 1200, 45_000];
  expect(pxPerS.map((px) => snapStep(px / 1e6))).toEqual([TENTH, TENTH, TENTH, 10_000, 10_000, 1_000]);
});

test('draws an outage from one instant to the other, in either direction', () => {
  const drawn = { id: NEW, at: fromS(30), ms: 10_000, outage: 'both' };
  expect(pulled({ how: 'draw', fromUs: fromS(30.04) }, fromS(39.96), TENTH)).toEqual(drawn);
  expect(pulled({ how: 'draw', fromUs: fromS(39.96) }, fromS(30.04), TENTH)).toEqual(drawn);
});

test('what is drawn begins with the run and lasts a step at least', () => {
  expect(pulled({ how: 'draw', fromUs: fromS(-1) }, fromS(0.5), TENTH)).toMatchObject({ at: 0, ms: 500 });
  expect(pulled({ how: 'draw', fromUs: fromS(3) }, fromS(3.001), TENTH)).toMatchObject({ ms: 100 });
});

test('is moved as a whole, but not to before the run', () => {
  expect(pulled(held('move', 35), fromS(37.03), TENTH)).toEqual({ ...region, at: fromS(32) });
  expect(pulled(held('move', 35), fromS(-20), TENTH)).toEqual({ ...region, at: 0 });
});

test('is resized at either end and keeps the other', () => {
  expect(pulled(held('start', 30), fromS(32), TENTH)).toMatchObject({ at: fromS(32), ms: 8000 });
  expect(pulled(held('end', 40), fromS(38.5), TENTH)).toMatchObject({ at: fromS(30), ms: 8500 });
  expect(pulled(held('start', 30), fromS(60), TENTH)).toMatchObject({ at: fromS(39.9), ms: 100 });
  expect(pulled(held('end', 40), fromS(10), TENTH)).toMatchObject({ at: fromS(30), ms: 100 });
});

test('taken and not pulled it stays, even where it stands on no step', () => {
  const odd: Region = { ...region, at: fromS(12.345678) };
  expect(pulled({ how: 'move', region: odd, fromUs: fromS(15) }, fromS(15), TENTH)).toBe(odd);
});

test('arrows move by a tenth of a second, with Shift by one; with Alt they move the end', () => {
  const press = (key: string, more = {}) => nudged(region, { key, shift: false, alt: false, ...more });
  expect(press('ArrowRight')).toEqual({ ...region, at: fromS(30.1) });
  expect(press('ArrowLeft', { shift: true })).toEqual({ ...region, at: fromS(29) });
  expect(press('ArrowLeft', { alt: true })).toEqual({ ...region, ms: 9900 });
  expect(press('ArrowUp', { alt: true, shift: true })).toEqual({ ...region, ms: 11_000 });
  expect(press('Tab')).toBe(null);
});

test.each([
  ['wide', 100, 400],
  ['thin', 200, 201],
  ['of no width', 200, 200],
  ['cut off by the left edge', -5000, 60],
  ['larger than the plot', -1e9, 1e9],
])('a region that is %s can be taken at its body and both ends', (_, left, right) => {
  const { body, start, end, gripStart, gripEnd } = zonesOf(left, right, 800, 12);
  for (const { width } of [body, start, end]) expect(width).toBeGreaterThanOrEqual(24);
  expect(start.left + start.width).toBe(body.left);
  expect(body.left + body.width).toBe(end.left);
  expect(gripStart).toBeGreaterThanOrEqual(start.left);
  expect(gripStart).toBeLessThanOrEqual(body.left);
  expect(gripEnd).toBeGreaterThanOrEqual(end.left);
  expect(gripEnd).toBeLessThanOrEqual(end.left + end.width);
  expect(body.width).toBeLessThan(1000);
});

test('the ends of a wide region are taken where they are seen', () => {
  expect(zonesOf(100, 400, 800, 12)).toMatchObject({ gripStart: 100, gripEnd: 400 });
});

test('what removes a region stands in the plot, and beside a thin region', () => {
  for (const [left, right] of [
    [100, 600],
    [200, 210],
    [790, 800],
    [0, 800],
    [700, 5000],
  ] as const) {
    const zones = zonesOf(left, right, 800, 12);
    const at = removeAt(zones, 800);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at + zones.reach).toBeLessThanOrEqual(800);
  }
  const thin = zonesOf(200, 210, 800, 12);
  expect(removeAt(thin, 800)).toBe(thin.end.left + thin.end.width);
});

test('settings are told once when both directions have the same', () => {
  const both = { 'net.up.lossPct': 5, 'net.down.lossPct': 5, 'net.up.delayMs': 300 };
  expect(changesOf(both, stageEn)).toEqual(['loss 5%', 'latency up 300\u2009ms']);
  const worse: Region = { id: 'r2', at: fromS(1), ms: 1000, set: both };
  expect(factOfRegion(worse, stageEn)).toMatchObject({ kind: 'worse', changes: { length: 2 } });
});
