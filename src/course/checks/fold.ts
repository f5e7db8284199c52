/** Checks as folds over the trace: each event is read once, and a verdict is asked for at any later time. */
import type { SimTime } from '#base/time.ts';
import type { LaneSpec } from '#lab/recipe.ts';
import type { Settings } from '#lab/settings.ts';
import type { TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import type { Entered, Verdict } from './check.ts';

/** The run that is judged. */
export interface Judged {
  readonly trace: Trace;
  readonly lanes: readonly LaneSpec[];
  /** At the start of the run. */
  readonly settings: Settings;
}

export interface Fold {
  add(event: TraceEvent): void;
  /** After every event up to and including `t`. Never asked for an earlier `t` than before. */
  verdict(t: SimTime, entered: Entered): Verdict;
}

/** The settings that an intervention changed; null where the event is no such change. */
export function changedSettings(event: TraceEvent): Partial<Settings> | null {
  if (event.type !== 'run.intervened') return null;
  const what = JSON.parse(event.what) as { readonly set?: Partial<Settings> };
  return what.set ?? null;
}
