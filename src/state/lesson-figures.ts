/** What a run showed, lane by lane: the evidence that a prediction is compared with. */
import type { SimTime } from '#base/time.ts';
import { laneSettings, settingsAt, type LaneSpec, type Recipe } from '#lab/recipe.ts';
import type { Trace } from '#trace/log.ts';
import { Scoreboard } from '#trace/metrics.ts';

/** One lane's part in the evidence. */
export interface LaneFigures {
  readonly lane: LaneSpec;
  /** Time between two polls at the end, in milliseconds. */
  readonly intervalMs: number;
  /** Mean age of the delivered messages, in microseconds; null while there is none. */
  readonly meanUs: number | null;
  readonly published: number;
  readonly delivered: number;
  readonly requests: number;
  /** Answers that brought nothing. */
  readonly empty: number;
}

export function figuresOf(trace: Trace, recipe: Recipe, t: SimTime): readonly LaneFigures[] {
  const all = new Scoreboard(trace, recipe.lanes.length).at(t);
  const settings = settingsAt(recipe, t);
  return recipe.lanes.flatMap((lane, i) => {
    const figures = all[i];
    if (!figures) return [];
    return {
      lane,
      intervalMs: laneSettings(lane, settings)['polling.intervalMs'],
      meanUs: figures.delayUs?.mean ?? null,
      published: figures.published,
      delivered: figures.delivered,
      requests: figures.requests,
      empty: figures.emptyPolls,
    };
  });
}

/** Whether anything was delivered or asked for: else there is nothing to compare. */
export function saysAnything(figures: readonly LaneFigures[]): boolean {
  return figures.some(({ meanUs, requests }) => meanUs !== null || requests > 0);
}
