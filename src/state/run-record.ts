/** A run that the session keeps: the one that is played, or an older one to look back at. */
import { fromS, type SimTime } from '#base/time.ts';
import type { Intervention, Recipe } from '#lab/recipe.ts';
import { LabRun } from '#lab/run.ts';
import type { Transport } from '#lab/transports/transport.ts';
import { Scoreboard } from '#trace/metrics.ts';
import type { RunInfo } from './contract.ts';
import { scripted } from './script.ts';

export class RunRecord {
  readonly id: number;
  readonly forkedAt: SimTime | null;
  readonly parent: number | null;
  readonly run: LabRun;
  readonly scoreboard: Scoreboard;
  readonly transport: Transport;

  constructor(
    recipe: Recipe,
    transport: Transport,
    about: { readonly id: number; readonly forkedAt: SimTime | null; readonly parent: number | null },
  ) {
    this.id = about.id;
    this.forkedAt = about.forkedAt;
    this.parent = about.parent;
    this.transport = transport;
    this.run = new LabRun(recipe, transport);
    this.scoreboard = new Scoreboard(this.run.trace, recipe.lanes.length);
  }

  /** How far the run has got. */
  get head(): SimTime {
    return this.run.scheduler.now;
  }

  get info(): RunInfo {
    const { id, forkedAt, parent, head } = this;
    return { id, recipe: this.run.recipe, forkedAt, parent, trace: this.run.trace, head };
  }
}

/** The recipe of a fork: the past up to `at`, then `intervention`, and what its scenario brings by itself. */
export function forkRecipe(recipe: Recipe, at: SimTime, intervention: Intervention): Recipe {
  const isScripted = scripted(recipe);
  const kept = recipe.interventions.filter((one) => one.at <= at || isScripted(one));
  return { ...recipe, interventions: [...kept, intervention] };
}

/** How much virtual time is played between two looks at the progress. */
const CATCH_UP_STEP = fromS(5);

/** Plays `record` to `target` as fast as it goes. `progress` gets numbers from 0 to 1. */
export async function catchUp(
  record: RunRecord,
  target: SimTime,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<void> {
  const from = record.head;
  while (record.head < target) {
    signal.throwIfAborted();
    await record.run.runTo(Math.min(target, record.head + CATCH_UP_STEP) as SimTime, signal);
    progress((record.head - from) / (target - from));
  }
}
