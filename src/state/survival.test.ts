import { expect, test } from 'vitest';
import { fromS, type SimTime } from '#base/time.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { SessionView } from './contract.ts';
import {
  codeOf,
  freePlay,
  isSurvivalScenario,
  scenarioRecipe,
  scenarioSettings,
  STRATEGY_IDS,
  strategiesAt,
  SURVIVAL_SCENARIO_IDS,
  switchStrategy,
} from './survival.ts';

/** A session that shows `recipe` at `t`, and what was set in it. */
function sessionAt(recipe: Recipe, t: SimTime): { session: SessionView; set: unknown[] } {
  const set: unknown[] = [];
  const session = {
    ...{ shown: { recipe }, lanes: recipe.lanes, live: false, playhead: t, head: t },
    setLane: (lane: number, values: object) => set.push([lane, values]),
  } as unknown as SessionView;
  return { session, set };
}

test('every scenario has a bare WebSocket and clients with all that applies to them', () => {
  for (const id of SURVIVAL_SCENARIO_IDS) {
    const recipe = scenarioRecipe(id);
    const { session } = sessionAt(recipe, fromS(0));
    const on = recipe.lanes.map((_, lane) => Object.values(strategiesAt(session, lane)));
    const [bare, ...others] = on;
    expect([id, recipe.lanes[0]?.id]).toEqual([id, 'ws-bare']);
    expect(bare?.every((one) => one !== true)).toBe(true);
    for (const lane of others) expect(lane.every((one) => one !== false) && lane.includes(true)).toBe(true);
  }
});

test('in free play no strategy changes anything', () => {
  const { session } = sessionAt(freePlay(), fromS(0));
  expect(new Set(Object.values(strategiesAt(session, 3)))).toEqual(new Set([null]));
  expect(isSurvivalScenario(freePlay().scenario)).toBe(false);
});

test('a strategy is on or off as it was set in its lane by the instant shown', () => {
  const recipe = scenarioRecipe('lift');
  const { session, set } = sessionAt(recipe, fromS(5));
  switchStrategy(session, 3, 'heartbeat', false);
  switchStrategy(session, 3, 'all', false);
  const [first] = set as [number, Record<string, number>][];
  const values = first?.[1] ?? {};
  expect(values['client.heartbeatMs']).toBe(0);
  const changed = {
    ...recipe,
    interventions: [...recipe.interventions, { at: fromS(8), lane: 3, set: values }],
  };
  const heartbeat = (s: number, lane: number) =>
    strategiesAt(sessionAt(changed, fromS(s)).session, lane).heartbeat;
  expect([heartbeat(7, 3), heartbeat(8, 3), heartbeat(8, 2)]).toEqual([true, false, true]);
});

test('the seed and the settings of the address are laid over the scenario', () => {
  const recipe = scenarioRecipe('lift', 99, { 'net.up.lossPct': 5 });
  expect([recipe.seed, recipe.settings['net.up.lossPct']]).toEqual([99, 5]);
});

test('what a scenario sets by itself is in its settings from then on', () => {
  const key = 'path.box';
  const before = scenarioSettings('captive', fromS(59))[key];
  const after = scenarioSettings('captive', fromS(60))[key];
  expect(before).not.toBe(after);
});

test('the code shown of each strategy is the file that runs, with its first line', async () => {
  for (const id of STRATEGY_IDS) {
    const files = codeOf(id);
    expect([id, files.length]).not.toEqual([id, 0]);
    for (const { path, load } of files) {
      expect(path).toMatch(/^(clients\/survival|servers|codecs)\//);
      expect(await load()).toMatch(/^\/\*\*/);
    }
  }
});
