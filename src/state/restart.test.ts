import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS, ZERO } from '#base/time.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { restarted, withLane } from './restart.ts';
import { forkRecipe } from './run-record.ts';

const recipe = (id: string) =>
  recipeOf(
    ensure(
      SCENARIOS.find((one) => one.id === id),
      id,
    ),
  );

test('free play begins anew with what was set, and without what was done', () => {
  const race = recipe('race');
  const played = {
    ...race,
    interventions: [
      { at: fromS(3), set: { 'net.up.lossPct': 5 } },
      { at: fromS(4), say: 'hello', id: 'u1' },
      { at: fromS(9), set: { 'net.up.lossPct': 20 } },
    ],
  };
  const anew = restarted(played, fromS(5), { seed: 8 });
  expect(anew).toMatchObject({ seed: 8, interventions: [], feed: race.feed });
  expect(anew.settings['net.up.lossPct']).toBe(5);
});

test('a scenario keeps what happens in it, and what it sets by itself is not taken for the user’s', () => {
  const captive = recipe('captive');
  const played = {
    ...captive,
    interventions: [...captive.interventions, { at: fromS(70), set: { 'net.up.lossPct': 5 } }],
  };
  const anew = restarted(played, fromS(80));
  expect(anew.interventions).toEqual(captive.interventions);
  expect(anew.settings).toEqual({ ...captive.settings, 'net.up.lossPct': 5 });
});

test('a fork keeps what happens in its scenario later, and not what the user did later', () => {
  const lift = recipe('lift');
  const later = { at: fromS(12), say: 'mine', id: 'u99' };
  const cut = { at: fromS(5), set: { 'net.up.lossPct': 5 } };
  const played = { ...lift, interventions: [...lift.interventions, later] };
  const { interventions } = forkRecipe(JSON.parse(JSON.stringify(played)) as typeof lift, fromS(5), cut);
  expect(interventions).toEqual([...lift.interventions, cut]);
});

test('what was set in one lane stays in that lane', () => {
  const lift = recipe('lift');
  const set = { 'client.ack': 0 };
  const played = { ...lift, interventions: [...lift.interventions, { at: fromS(2), lane: 3, set }] };
  const anew = restarted(played, fromS(5));
  expect(anew.lanes.map(({ own }) => own?.['client.ack'])).toEqual([0, undefined, undefined, 0]);
  expect(restarted(played, ZERO).lanes).toEqual(lift.lanes);
});

test('a lane’s settings from the start win over what was set of them later, in that lane only', () => {
  const lift = recipe('lift');
  const played = {
    ...lift,
    interventions: [
      { at: fromS(2), lane: 3, set: { 'client.ack': 1, 'client.resume': 0 } },
      { at: fromS(3), lane: 2, set: { 'client.ack': 1 } },
      { at: fromS(4), lane: 3, set: { 'client.ack': 1 } },
    ],
  };
  const changed = withLane(played, 3, { 'client.ack': 0 });
  expect(changed.lanes[3]?.own).toEqual({ 'client.ack': 0 });
  expect(changed.interventions).toEqual([
    { at: fromS(2), lane: 3, set: { 'client.resume': 0 } },
    { at: fromS(3), lane: 2, set: { 'client.ack': 1 } },
  ]);
});
