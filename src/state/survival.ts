/** Scenarios and strategies for the views: what there is, what is on, and how it is changed. */
import { ensure } from '#base/assert.ts';
import { plus, toMs, us, type SimTime } from '#base/time.ts';
import { laneSettingsAt, settingsAt, type LaneSpec, type Recipe } from '#lab/recipe.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import type { SettingKey, Settings } from '#lab/settings.ts';
import {
  ALL_OFF,
  ALL_ON,
  isOn,
  STRATEGIES,
  SURVIVAL_SCENARIO_IDS,
  type Strategy,
  type StrategyId,
  type SurvivalScenarioId,
} from '#lab/strategies.ts';
import type { SessionView } from './contract.ts';
import { withLane } from './restart.ts';

export { STRATEGY_IDS, SURVIVAL_SCENARIO_IDS } from '#lab/strategies.ts';
export type { StrategyId, SurvivalScenarioId } from '#lab/strategies.ts';

export function isSurvivalScenario(id: string | null): id is SurvivalScenarioId {
  return SURVIVAL_SCENARIO_IDS.some((one) => one === id);
}

/** The scenario's recipe, as it is with another seed and other settings. */
export function scenarioRecipe(
  id: SurvivalScenarioId,
  seed: number | null = null,
  settings: Partial<Settings> = {},
): Recipe {
  const scenario = ensure(
    SCENARIOS.find((one) => one.id === id),
    `scenario ${id}`,
  );
  return recipeOf(scenario, {
    seed: seed ?? scenario.seed,
    settings: { ...scenario.settings, ...settings },
  });
}

/** The first scene, as a visitor finds it. */
export function freePlay(): Recipe {
  return recipeOf(ensure(SCENARIOS[0], 'the first scenario'));
}

/** The settings that a scenario has by itself at `t`. */
export function scenarioSettings(id: SurvivalScenarioId, t: SimTime): Settings {
  return settingsAt(scenarioRecipe(id), t);
}

/** Whether a lane's client can take strategies. */
export function survives({ client }: LaneSpec): boolean {
  return client?.survival === true;
}

function settingsOf(session: SessionView, lane: number): Settings {
  // Whatever was asked for while live stands in the recipe already, a microsecond ahead.
  const { recipe } = session.shown;
  return laneSettingsAt(recipe, lane, session.live ? plus(session.head, us(1)) : session.playhead);
}

/** Which strategies are at work in a lane at the playhead; null: it changes nothing in this lane. */
export function strategiesAt(
  session: SessionView,
  lane: number,
): Readonly<Record<StrategyId, boolean | null>> {
  const spec = session.lanes[lane];
  const settings = settingsOf(session, lane);
  return Object.fromEntries(
    STRATEGIES.map((strategy) => {
      const applies = spec !== undefined && survives(spec) && strategy.transports.includes(spec.transport);
      return [strategy.id, applies ? isOn(strategy, settings) : null];
    }),
  ) as Record<StrategyId, boolean | null>;
}

function settingsFor(id: StrategyId | 'all', on: boolean): Partial<Record<SettingKey, number>> {
  if (id === 'all') return on ? ALL_ON : ALL_OFF;
  const strategy = strategyOf(id);
  return on ? strategy.on : strategy.off;
}

/** From the playhead on, in one lane; forks when the playhead is in the past. */
export function switchStrategy(
  session: SessionView,
  lane: number,
  id: StrategyId | 'all',
  on: boolean,
): void {
  session.setLane(lane, settingsFor(id, on));
}

/**
 * The same run with a strategy on or off in one lane from the start, computed as far as this one has got. False when that
 * was cancelled, or failed.
 */
export async function runAgain(
  session: SessionView,
  lane: number,
  id: StrategyId,
  on: boolean,
): Promise<boolean> {
  const untilMs = toMs(session.head);
  const playing = session.status === 'playing';
  session.startRun(withLane(session.shown.recipe, lane, settingsFor(id, on)), { play: false });
  const done = await session.skipAhead(untilMs);
  if (done && playing) session.play();
  return done;
}

function strategyOf(id: StrategyId): Strategy {
  return ensure(
    STRATEGIES.find((one) => one.id === id),
    `strategy ${id}`,
  );
}

/** What a strategy is measured by, and which scenario shows its absence. */
export function aboutStrategy(id: StrategyId): Pick<Strategy, 'metric' | 'scenario'> {
  return strategyOf(id);
}

const SOURCES = import.meta.glob<string>(
  [
    '/src/clients/survival/*.ts',
    '/src/servers/*.ts',
    '/src/codecs/websocket/deflate.ts',
    '!/src/**/*.test.ts',
    '!/src/**/testing.ts',
  ],
  { query: '?raw', import: 'default' },
);

export interface SourceFile {
  /** Below `src/`: 'clients/survival/backoff.ts'. */
  readonly path: string;
  /** The very file that runs. */
  readonly load: () => Promise<string>;
}

/** The code of a strategy that a lane of this transport runs. */
export function codeOf(id: StrategyId): readonly SourceFile[] {
  return strategyOf(id).files.flatMap((path) => {
    const load = SOURCES[`/src/${path}`];
    return load ? [{ path, load }] : [];
  });
}
