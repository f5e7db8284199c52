import { expect, test } from 'vitest';
import { fromS } from '#base/time.ts';
import { SCENARIOS, recipeOf } from '#lab/scenarios.ts';
import type { Recipe } from '#lab/recipe.ts';
import { ensure } from '#base/assert.ts';
import { recipeDifferences } from './recipe-difference.ts';
import { withLane } from './restart.ts';
import { scenarioRecipe } from './survival.ts';

const race = recipeOf(ensure(SCENARIOS[0], 'scenario'), {});
const lift = scenarioRecipe('lift');
const lane = (recipe: Recipe, i: number) => ensure(recipe.lanes[i], 'lane');

test('a recipe does not differ from itself', () => {
  expect(recipeDifferences(lift, { ...lift, interventions: [...lift.interventions] })).toEqual([]);
});

test('a strategy that is off in one lane is told as that, and not by its settings', () => {
  const without = withLane(lift, 3, { 'client.ack': 0 });
  expect(recipeDifferences(lift, without)).toEqual([
    { kind: 'strategy', lane: lane(without, 3), id: 'ack', onInB: false },
  ]);
  expect(recipeDifferences(without, lift)).toEqual([
    { kind: 'strategy', lane: lane(lift, 3), id: 'ack', onInB: true },
  ]);
});

test('seed, and settings of all lanes, are told once', () => {
  const other = { ...race, seed: 8, settings: { ...race.settings, 'net.up.lossPct': 5 } };
  expect(recipeDifferences(race, other)).toEqual([
    { kind: 'seed', a: 7, b: 8 },
    { kind: 'setting', lane: null, key: 'net.up.lossPct', a: 0, b: 5 },
  ]);
});

test('a setting of one lane names the lane', () => {
  const slower = withLane(race, 0, { 'polling.intervalMs': 5000 });
  expect(recipeDifferences(race, slower)).toEqual([
    { kind: 'setting', lane: lane(slower, 0), key: 'polling.intervalMs', a: 2000, b: 5000 },
  ]);
});

test('what is done in one run only is told with its time, in order of time', () => {
  const cut = { at: fromS(9), region: { id: 'r1', ms: 3000, outage: 'both' } } as const;
  const say = { at: fromS(5), say: 'hello', id: 'u1' } as const;
  const twice = { ...race, interventions: [say, say] };
  expect(recipeDifferences({ ...race, interventions: [cut, say] }, twice)).toEqual([
    { kind: 'deed', in: 'b', at: fromS(5), what: 'say' },
    { kind: 'deed', in: 'a', at: fromS(9), what: 'outage' },
  ]);
});

test('another scenario is another world', () => {
  expect(recipeDifferences(race, { ...lift, seed: 9 })).toEqual([
    { kind: 'scenario', a: 'race', b: 'lift' },
    { kind: 'seed', a: 7, b: 9 },
  ]);
});

test('a lane that one of them lacks is told', () => {
  expect(recipeDifferences(race, { ...race, lanes: race.lanes.slice(1) })).toEqual([{ kind: 'lanes' }]);
});
