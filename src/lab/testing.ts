/** For tests: one lane under given settings, its events by type, and what is done to it when. */
import { ensure } from '#base/assert.ts';
import { fromS, us } from '#base/time.ts';
import type { EventType, TraceEvent } from '#trace/events.ts';
import { INTERVENTION_LANE } from '#sim/scheduler.ts';
import type { Lane } from './lane.ts';
import type { LaneSpec, Recipe } from './recipe.ts';
import { LabRun } from './run.ts';
import { recipeOf, SCENARIOS } from './scenarios.ts';
import type { SettingKey } from './settings.ts';
import { inPageTransport } from './transports/in-page.ts';

const race = ensure(SCENARIOS[0], 'scenario');

/** The events of a type; some types share an interface. */
export type Of<T extends EventType> = TraceEvent & { readonly type: T };

export function eventsOf<T extends EventType>({ trace }: LabRun, type: T): Of<T>[] {
  return Array.from({ length: trace.length }, (_, id) => trace.at(id)).filter(
    (event): event is Of<T> => event.type === type,
  );
}

export interface Play {
  readonly set?: Partial<Record<SettingKey, number>>;
  readonly client?: LaneSpec['client'];
  readonly recipe?: Partial<Omit<Recipe, 'scenario' | 'lanes' | 'settings'>>;
  /** What is done to the lane, by second. */
  readonly acts?: readonly (readonly [atS: number, act: (lane: Lane) => void])[];
}

/** Plays one lane for so many seconds; the feed publishes about once a second, until the end unless told. */
export async function play(
  transport: LaneSpec['transport'],
  seconds: number,
  { set = {}, client = {}, recipe = {}, acts = [] }: Play = {},
): Promise<LabRun> {
  const lanes = [{ id: 'lane', transport, client }];
  const run = new LabRun(
    { ...recipeOf(race, { settings: { ...race.settings, ...set }, ...recipe }), lanes },
    inPageTransport,
  );
  for (const [atS, act] of acts)
    run.scheduler.at(us(atS * 1_000_000), INTERVENTION_LANE, () => {
      act(ensure(run.lanes[0], 'lane'));
    });
  await run.runTo(fromS(seconds));
  run.dispose();
  return run;
}
