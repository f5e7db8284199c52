/** Each strategy is worth its name: without it, and with all others, the figure that it is for is worse in each lane. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { ensure } from '#base/assert.ts';
import type { LaneSpec } from '#lab/recipe.ts';
import { LabRun } from '#lab/run.ts';
import { SURVIVOR_LANES } from '#lab/scenarios-survival.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import {
  ALL_OFF,
  ALL_ON,
  isOn,
  STRATEGIES,
  STRATEGY_IDS,
  type Strategy,
  type StrategySettings,
} from '#lab/strategies.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { VerdictBoard } from '#trace/verdict.ts';
import { DRAIN_MS, survivalRecipe } from '../scripts/soak/survive.ts';

const SEEDS = [7, 1, 2];
/** Less is no difference that one would see. */
const VISIBLY = 1.25;

/** The strategy's figure in each lane. Null, where there was nothing to measure, is as good as none. */
async function figures(
  { scenario, metric }: Strategy,
  seed: number,
  lanes: readonly LaneSpec[],
  set: StrategySettings,
): Promise<number[]> {
  const recipe = survivalRecipe(scenario, seed, lanes, set);
  const run = new LabRun(recipe, inPageTransport);
  const end = fromMs(ensure(recipe.feedEndMs, 'the end of the feed') + DRAIN_MS);
  await run.runTo(end);
  const verdict = new VerdictBoard(run.trace, lanes.length).at(end);
  run.dispose();
  return verdict.map((lane) => lane[metric]?.value ?? 0);
}

describe.each(STRATEGIES)('$id', (strategy) => {
  test(`improves ${strategy.metric} in ${strategy.scenario}`, async () => {
    const lanes = SURVIVOR_LANES.filter(({ transport }) => strategy.transports.includes(transport));
    const worse = new Set<string>();
    for (const seed of SEEDS) {
      const on = await figures(strategy, seed, lanes, {});
      const off = await figures(strategy, seed, lanes, strategy.off);
      for (const [i, { id }] of lanes.entries()) if ((off[i] ?? 0) > VISIBLY * (on[i] ?? 0)) worse.add(id);
    }
    expect([...worse].sort()).toEqual(lanes.map(({ id }) => id).sort());
  });

  test('is on and off by its settings', () => {
    expect(isOn(strategy, { ...DEFAULT_SETTINGS, ...ALL_ON })).toBe(true);
    expect(isOn(strategy, { ...DEFAULT_SETTINGS, ...ALL_OFF })).toBe(false);
    expect(isOn(strategy, { ...DEFAULT_SETTINGS, ...ALL_ON, ...strategy.off })).toBe(false);
    expect(isOn(strategy, { ...DEFAULT_SETTINGS, ...ALL_OFF, ...strategy.on })).toBe(true);
  });

  test('has code to show', () => {
    for (const file of strategy.files) expect(readFileSync(`src/${file}`, 'utf8').length).toBeGreaterThan(0);
  });
});

test('the catalogue has each strategy once', () => {
  expect(STRATEGIES.map(({ id }) => id)).toEqual(STRATEGY_IDS);
});
