/** One lane with every strategy at work, in one scenario: what it lost, got twice or out of order. */
import { ensure } from '#base/assert.ts';
import { fromMs } from '#base/time.ts';
import type { LaneSpec, Recipe } from '#lab/recipe.ts';
import { LabRun } from '#lab/run.ts';
import { findScenario, recipeOf } from '#lab/scenarios.ts';
import { SURVIVOR_LANES } from '#lab/scenarios-survival.ts';
import type { StrategySettings } from '#lab/strategies.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { MsgId, TraceEvent } from '#trace/events.ts';

/** How long a run goes on without new messages: what is under way must be there by then. */
export const DRAIN_MS = 25_000;

/** The recipe of a scenario in which these lanes survive; `set` is laid over what the scenario sets. */
export function survivalRecipe(
  scenario: string,
  seed: number,
  lanes: readonly LaneSpec[] = SURVIVOR_LANES,
  set: StrategySettings = {},
): Recipe {
  const found = findScenario(scenario);
  if (!found.ok) throw new Error(found.error);
  const { settings, endMs } = found.value;
  const recipe = recipeOf(found.value, { seed, feedEndMs: endMs, settings: { ...settings, ...set } });
  return { ...recipe, lanes };
}

/** Plays a recipe with an end to the feed, and as much longer as everything has to arrive in. */
export async function playOut(recipe: Recipe): Promise<readonly TraceEvent[]> {
  const run = new LabRun(recipe, inPageTransport);
  try {
    await run.runTo(fromMs(ensure(recipe.feedEndMs, 'the end of the feed') + DRAIN_MS));
    return Array.from({ length: run.trace.length }, (_, id) => run.trace.at(id));
  } finally {
    run.dispose();
  }
}

class LaneRecord {
  readonly published: MsgId[] = [];
  readonly delivered: MsgId[] = [];
  readonly sent: MsgId[] = [];
  readonly acknowledged = new Set<MsgId>();
  readonly repeated: MsgId[] = [];
  /** Published before, or as, the message that a snapshot went up to. */
  readonly covered = new Set<MsgId>();

  take(event: TraceEvent): void {
    if (event.type === 'app.published') this.published.push(event.msg);
    else if (event.type === 'app.delivered') this.delivered.push(event.msg);
    else if (event.type === 'app.sent') this.sent.push(event.msg);
    else if (event.type === 'app.acknowledged') this.acknowledged.add(event.msg);
    else if (event.type === 'app.repeated') this.repeated.push(event.msg);
    else if (event.type === 'app.snapshot')
      for (const msg of this.published.slice(0, this.published.indexOf(event.through) + 1))
        this.covered.add(msg);
  }

  /** What went wrong, in words; empty when nothing did. */
  problems(): string[] {
    const { published, delivered, sent, acknowledged, repeated, covered } = this;
    const got = new Set(delivered);
    const places = delivered.map((msg) => published.indexOf(msg));
    return [
      ...list(
        'lost',
        published.filter((msg) => !got.has(msg) && !covered.has(msg)),
      ),
      ...list(
        'given to the application twice',
        delivered.filter((msg, i) => delivered.indexOf(msg) < i),
      ),
      ...list(
        'out of order',
        delivered.filter((_, i) => i > 0 && (places[i] ?? 0) < (places[i - 1] ?? 0)),
      ),
      ...list(
        'said and never published',
        sent.filter((msg) => !published.includes(msg)),
      ),
      ...list(
        'said and never acknowledged',
        sent.filter((msg) => !acknowledged.has(msg)),
      ),
      ...list('taken twice by the server', repeated),
    ];
  }
}

function list(what: string, msgs: readonly MsgId[]): string[] {
  return msgs.length > 0 ? [`${String(msgs.length)} ${what}: ${msgs.slice(0, 8).join(' ')}`] : [];
}

/** What is wrong with a run, per lane; empty when nothing is lost, doubled or out of order. */
export function problemsOf({ lanes }: Recipe, events: readonly TraceEvent[]): string[] {
  const records = lanes.map(() => new LaneRecord());
  for (const event of events) records[event.lane]?.take(event);
  return records.flatMap((record, i) =>
    record.problems().map((problem) => `${ensure(lanes[i], 'a lane').id}: ${problem}`),
  );
}

/** Plays a scenario with every strategy in every lane. Returns what went wrong. */
export async function survive(scenario: string, seed: number): Promise<string[]> {
  const recipe = survivalRecipe(scenario, seed);
  try {
    return problemsOf(recipe, await playOut(recipe));
  } catch (error) {
    return [`the run failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}
