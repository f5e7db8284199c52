import { expect, test } from 'vitest';
import { fromS } from '#base/time.ts';
import { draftOf, stretchOf, type Region } from './stretch.ts';

const OUTAGE: Region = { id: 'r1', at: fromS(30), ms: 10_000, outage: 'both' };
const WORSE: Region = {
  id: 'r2',
  at: fromS(5),
  ms: 2500,
  set: { 'net.up.lossPct': 20, 'net.up.corruptPct': 3 },
};

test('what the form shows gives the region back', () => {
  for (const region of [OUTAGE, WORSE])
    expect({ ...draftOf(region, stretchOf(region)), id: region.id }).toEqual(region);
  expect(stretchOf(WORSE)).toMatchObject({ fromS: 5, forS: 2.5, way: 'up', kind: 'worse' });
});

test('moving, resizing and another direction', () => {
  const moved = draftOf(OUTAGE, { ...stretchOf(OUTAGE), fromS: 12.3, forS: 0.5, way: 'down' });
  expect(moved).toEqual({ at: fromS(12.3), ms: 500, outage: 'down' });
});

test('a dead line that becomes a worse one has something to see', () => {
  const worse = draftOf(OUTAGE, { ...stretchOf(OUTAGE), kind: 'worse' });
  expect(worse).toMatchObject({ set: { 'net.up.lossPct': 20, 'net.down.lossPct': 20 } });
});

test('a value that is taken out is as the line has it, and others stay', () => {
  const stretch = stretchOf(WORSE);
  const draft = draftOf(WORSE, { ...stretch, worse: { ...stretch.worse, lossPct: null, delayMs: 300 } });
  expect(draft).toMatchObject({ set: { 'net.up.corruptPct': 3, 'net.up.delayMs': 300 } });
  expect('set' in draft && draft.set['net.up.lossPct']).toBe(undefined);
});
