import { expect, test } from 'vitest';
import { fromMs, fromS } from '#base/time.ts';
import type { Direction } from '#trace/events.ts';
import type { Recipe } from './recipe.ts';
import { cutUntilAt, firstDifference, regionsOf, withRegion, type Region } from './regions.ts';
import { LabRun } from './run.ts';
import { recipeOf, SCENARIOS } from './scenarios.ts';
import { inPageTransport } from './transports/in-page.ts';
import { ensure } from '#base/assert.ts';

const RACE = recipeOf(ensure(SCENARIOS[0], 'a scenario'));

function outage(atS: number, forS: number, outage: Direction | 'both' = 'both', id = 'r1'): Region {
  return { id, at: fromS(atS), ms: 1000 * forS, outage };
}

async function played(recipe: Recipe, untilS: number): Promise<LabRun> {
  const run = new LabRun(recipe, inPageTransport);
  await run.runTo(fromS(untilS));
  return run;
}

/** By which rules packets of a direction died, and when, in seconds. */
function deaths({ trace }: LabRun, dir: Direction): { rule: string; t: number }[] {
  return Array.from({ length: trace.length }, (_, id) => trace.at(id))
    .filter((event) => event.type === 'segment.lost')
    .filter((event) => event.dir === dir)
    .map(({ rule, t }) => ({ rule, t: t / 1e6 }));
}

test('an outage of one direction kills in that direction alone, and only while it lasts', async () => {
  const run = await played(withRegion(RACE, outage(5, 4, 'down')), 20);
  const down = deaths(run, 'down');
  expect(down.length).toBeGreaterThan(0);
  for (const { rule, t } of down) {
    expect(rule).toBe('outage');
    expect(t).toBeGreaterThanOrEqual(5);
    expect(t).toBeLessThan(9);
  }
  expect(deaths(run, 'up')).toEqual([]);
});

test('a region lays settings over those in force and takes them off again', async () => {
  const run = await played(
    withRegion(RACE, { id: 'r1', at: fromS(2), ms: 3000, set: { 'net.down.delayMs': 200 } }),
    10,
  );
  const delays = Array.from({ length: run.trace.length }, (_, id) => run.trace.at(id))
    .filter((event) => event.type === 'net.changed')
    .filter((event) => event.lane === 0 && event.dir === 'down')
    .map(({ t, link }) => [t / 1e6, link.delayMs]);
  expect(delays).toEqual([
    [0, 60],
    [2, 200],
    [5, 60],
  ]);
});

test('where regions overlap, the line is dead until the last of them ends', () => {
  const recipe = withRegion(withRegion(RACE, outage(2, 5)), outage(4, 6, 'both', 'r2'));
  expect(cutUntilAt(recipe, fromS(3))).toBe(fromS(7));
  expect(cutUntilAt(recipe, fromS(5))).toBe(fromS(10));
  expect(cutUntilAt(recipe, fromS(10))).toBeNull();
});

test('the first difference of two regions is where the run would change', () => {
  expect(firstDifference(null, outage(30, 10))).toBe(fromS(30));
  expect(firstDifference(outage(30, 10), null)).toBe(fromS(30));
  expect(firstDifference(outage(30, 10), outage(25, 10))).toBe(fromS(25));
  expect(firstDifference(outage(30, 10), outage(30, 5))).toBe(fromS(35));
  expect(firstDifference(outage(30, 10), outage(30, 10))).toBeNull();
  expect(firstDifference(outage(30, 10), outage(30, 10, 'up'))).toBe(fromS(30));
});

test('what lies ahead is changed in place, and replays exactly so', async () => {
  const run = await played(withRegion(RACE, outage(5, 10)), 8);
  expect(run.changeRegion('r1', outage(5, 6))).toBe(true);
  expect(run.changeRegion('r2', outage(30, 2, 'both', 'r2'))).toBe(true);
  expect(run.changeRegion('r2', outage(20, 3, 'up', 'r2'))).toBe(true);
  expect(run.changeRegion('r3', outage(15, 3, 'both', 'r3'))).toBe(true);
  expect(run.changeRegion('r3', null)).toBe(true);
  await run.runTo(fromS(40));
  const replay = await played(run.recipe, 40);
  expect(replay.trace.hash()).toBe(run.trace.hash());
  expect(regionsOf(run.recipe)).toEqual([outage(5, 6), outage(20, 3, 'up', 'r2')]);
});

test('what has happened is not changed: the run says no and stays as it was', async () => {
  const run = await played(withRegion(RACE, outage(5, 10)), 8);
  const before = run.recipe;
  expect(run.changeRegion('r1', outage(4, 10))).toBe(false);
  expect(run.changeRegion('r1', outage(5, 2))).toBe(false);
  expect(run.changeRegion('r1', null)).toBe(false);
  expect(run.changeRegion('r2', outage(7, 10, 'both', 'r2'))).toBe(false);
  expect(run.recipe).toBe(before);
});

test('two lanes of one run can have settings of their own', async () => {
  const lanes = [
    { id: 'often', transport: 'polling', own: { 'polling.intervalMs': 500, 'net.down.delayMs': 10 } },
    { id: 'seldom', transport: 'polling' },
  ] as const;
  const run = await played({ ...RACE, lanes }, 20.4);
  const polls = (lane: number): number =>
    Array.from({ length: run.trace.length }, (_, id) => run.trace.at(id)).filter(
      (event) => event.type === 'request.issued' && event.lane === lane,
    ).length;
  expect([polls(0), polls(1)]).toEqual([41, 11]);
  expect(run.lanes.map(({ path }) => path.params.down.delayMs)).toEqual([10, 60]);
});

test('a long poll without a cursor loses what is published between two requests', async () => {
  const recipe = {
    ...RACE,
    lanes: [{ id: 'longpoll', transport: 'longpoll' }] as const,
    settings: { ...RACE.settings, 'longpoll.cursor': 0 },
    feed: { kind: 'file', name: 'none', rows: [] } as const,
    // The second is published while the answer with the first is under way.
    interventions: ['x1', 'x2'].map((id, i) => ({ at: fromMs(3000 + 50 * i), publish: id, id })),
  };
  const delivered = (run: LabRun): string[] =>
    Array.from({ length: run.trace.length }, (_, id) => run.trace.at(id))
      .filter((event) => event.type === 'app.delivered')
      .map(({ msg }) => msg);
  expect(delivered(await played(recipe, 10))).toEqual(['x1']);
  const settings = { ...recipe.settings, 'longpoll.cursor': 1 };
  expect(delivered(await played({ ...recipe, settings }, 10))).toEqual(['x1', 'x2']);
});

test('a message published by hand reaches every lane under its own id', async () => {
  const run = await played({ ...RACE, interventions: [{ at: fromS(3), publish: 'hello', id: 'x1' }] }, 10);
  const lanes = Array.from({ length: run.trace.length }, (_, id) => run.trace.at(id))
    .filter((event) => event.type === 'app.delivered')
    .filter(({ msg }) => msg === 'x1')
    .map(({ lane }) => lane);
  expect(lanes.sort()).toEqual([0, 1, 2, 3]);
});
