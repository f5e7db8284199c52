/** The scenarios that can be run by name. */
import { err, ok, type Result } from '#base/result.ts';
import type { Feed, Intervention, LaneSpec, Recipe } from './recipe.ts';
import { SURVIVAL_SCENARIOS } from './scenarios-survival.ts';
import type { Settings } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings-parse.ts';

export interface Scenario {
  readonly id: string;
  readonly lanes: readonly LaneSpec[];
  readonly seed: number;
  readonly endMs: number;
  readonly settings: Settings;
  readonly feed: Feed;
  /** What happens in it; what the user does comes on top. */
  readonly interventions: readonly Intervention[];
}

export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'race',
    lanes: [
      { id: 'polling', transport: 'polling' },
      { id: 'longpoll', transport: 'longpoll' },
      { id: 'sse', transport: 'sse' },
      { id: 'ws', transport: 'ws' },
    ],
    seed: 7,
    endMs: 60_000,
    settings: DEFAULT_SETTINGS,
    feed: { kind: 'chat' },
    interventions: [],
  },
  ...SURVIVAL_SCENARIOS,
];

export function findScenario(id: string): Result<Scenario> {
  const found = SCENARIOS.find((scenario) => scenario.id === id);
  if (found) return ok(found);
  return err(`unknown scenario "${id}". Valid are: ${SCENARIOS.map((scenario) => scenario.id).join(', ')}.`);
}

/** The recipe of a scenario with nothing changed. */
export function recipeOf(
  scenario: Scenario,
  changes: Partial<Omit<Recipe, 'scenario' | 'lanes'>> = {},
): Recipe {
  return {
    scenario: scenario.id,
    lanes: scenario.lanes,
    seed: scenario.seed,
    settings: scenario.settings,
    feed: scenario.feed,
    feedEndMs: null,
    interventions: scenario.interventions,
    ...changes,
  };
}
