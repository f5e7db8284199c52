/** The recipe of a run that begins anew: what was set stays, what happened is gone, but for what its scenario does. */
import type { SimTime } from '#base/time.ts';
import { settingsAt, type Feed, type Intervention, type LaneSpec, type Recipe } from '#lab/recipe.ts';
import type { SettingKey } from '#lab/settings.ts';
import { scripted, scriptOf } from './script.ts';

export interface RestartOptions {
  readonly seed?: number;
  readonly feed?: Feed;
  readonly settings?: Partial<Record<SettingKey, number>>;
}

/** `at` is the instant up to which counts what was set. */
export function restarted(recipe: Recipe, at: SimTime, options: RestartOptions = {}): Recipe {
  const isScripted = scripted(recipe);
  const mine = recipe.interventions.filter((one) => !isScripted(one) && one.at <= at);
  const settings = settingsAt({ ...recipe, interventions: mine }, at);
  return {
    ...recipe,
    lanes: recipe.lanes.map((spec, lane) => withOwn(spec, setIn(mine, lane))),
    seed: options.seed ?? recipe.seed,
    feed: options.feed ?? recipe.feed,
    settings: { ...settings, ...options.settings },
    interventions: scriptOf(recipe),
  };
}

/** The recipe with `values` in one lane from its start, whatever was set of them in that lane later. */
export function withLane(recipe: Recipe, lane: number, values: LaneSpec['own'] = {}): Recipe {
  return {
    ...recipe,
    lanes: recipe.lanes.map((spec, i) => (i === lane ? withOwn(spec, values) : spec)),
    interventions: recipe.interventions.flatMap((one) => {
      if (!('set' in one) || one.lane !== lane) return [one];
      const set = Object.fromEntries(Object.entries(one.set).filter(([key]) => !(key in values)));
      return Object.keys(set).length > 0 ? [{ ...one, set }] : [];
    }),
  };
}

function withOwn(spec: LaneSpec, own: LaneSpec['own'] = {}): LaneSpec {
  return Object.keys(own).length > 0 ? { ...spec, own: { ...spec.own, ...own } } : spec;
}

function setIn(interventions: readonly Intervention[], lane: number): LaneSpec['own'] {
  let own: LaneSpec['own'] = {};
  for (const one of interventions) if ('set' in one && one.lane === lane) own = { ...own, ...one.set };
  return own;
}
