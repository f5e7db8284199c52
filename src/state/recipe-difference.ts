/** What tells two recipes apart, as facts: the views make sentences of them. */
import type { SimTime } from '#base/time.ts';
import { laneSettings, type Intervention, type LaneSpec, type Recipe } from '#lab/recipe.ts';
import { isOn, STRATEGIES, type StrategyId } from '#lab/strategies.ts';
import type { SettingKey, Settings } from '#lab/settings.ts';
import { survives } from './survival.ts';

/** What an intervention does, in one word. */
export type Deed =
  'set' | 'region' | 'outage' | 'say' | 'publish' | 'break' | 'restart' | 'sleep' | 'lose' | 'tamper';

export type RecipeDifference =
  | { readonly kind: 'scenario'; readonly a: string; readonly b: string }
  | { readonly kind: 'seed'; readonly a: number; readonly b: number }
  | { readonly kind: 'feed' }
  /** They have other lanes. */
  | { readonly kind: 'lanes' }
  /** A strategy is on from the start in one lane of one of them. `lane` is a lane of `b`. */
  | { readonly kind: 'strategy'; readonly lane: LaneSpec; readonly id: StrategyId; readonly onInB: boolean }
  /** A setting at the start: of all lanes, or of one. */
  | {
      readonly kind: 'setting';
      readonly lane: LaneSpec | null;
      readonly key: SettingKey;
      readonly a: number;
      readonly b: number;
    }
  /** Something that is done in one of them only. */
  | { readonly kind: 'deed'; readonly in: 'a' | 'b'; readonly at: SimTime; readonly what: Deed };

/** The differences in the order in which they are told. Of another scenario nothing else is: it is another world. */
export function recipeDifferences(a: Recipe, b: Recipe): RecipeDifference[] {
  const differences: RecipeDifference[] = [];
  if (a.scenario !== b.scenario) differences.push({ kind: 'scenario', a: a.scenario, b: b.scenario });
  if (a.seed !== b.seed) differences.push({ kind: 'seed', a: a.seed, b: b.seed });
  if (a.scenario !== b.scenario) return differences;
  if (JSON.stringify(a.feed) !== JSON.stringify(b.feed)) differences.push({ kind: 'feed' });
  const shared = b.lanes.flatMap((lane) => {
    const other = a.lanes.find(({ id }) => id === lane.id);
    return other ? [[other, lane] as const] : [];
  });
  if (shared.length < Math.max(a.lanes.length, b.lanes.length)) differences.push({ kind: 'lanes' });
  return [...differences, ...settingDifferences(a, b, shared), ...deedDifferences(a, b)];
}

function settingDifferences(
  a: Recipe,
  b: Recipe,
  shared: readonly (readonly [LaneSpec, LaneSpec])[],
): RecipeDifference[] {
  const found: RecipeDifference[] = [];
  const common = changedKeys(a.settings, b.settings);
  for (const [before, lane] of shared) {
    const own = { a: laneSettings(before, a.settings), b: laneSettings(lane, b.settings) };
    const told = new Set<SettingKey>();
    for (const strategy of survives(lane) ? STRATEGIES : []) {
      if (!strategy.transports.includes(lane.transport)) continue;
      const onInB = isOn(strategy, own.b);
      if (isOn(strategy, own.a) === onInB || told.has(strategy.key)) continue;
      found.push({ kind: 'strategy', lane, id: strategy.id, onInB });
      for (const key of Object.keys(strategy.on)) told.add(key as SettingKey);
    }
    for (const key of changedKeys(own.a, own.b))
      if (!told.has(key) && !common.includes(key))
        found.push({ kind: 'setting', lane, key, a: own.a[key], b: own.b[key] });
  }
  const strategic = new Set(
    found.some(({ kind }) => kind === 'strategy') ? STRATEGIES.flatMap(({ on }) => Object.keys(on)) : [],
  );
  for (const key of common)
    if (!strategic.has(key))
      found.push({ kind: 'setting', lane: null, key, a: a.settings[key], b: b.settings[key] });
  return found;
}

function changedKeys(a: Settings, b: Settings): SettingKey[] {
  return (Object.keys(b) as SettingKey[]).filter((key) => a[key] !== b[key]);
}

/** Of equal interventions each stands for one. */
function deedDifferences(a: Recipe, b: Recipe): RecipeDifference[] {
  const alone = (one: Recipe, other: Recipe, where: 'a' | 'b'): RecipeDifference[] => {
    const rest = other.interventions.map((done) => JSON.stringify(done));
    return one.interventions.flatMap((done) => {
      const twin = rest.indexOf(JSON.stringify(done));
      if (twin >= 0) rest.splice(twin, 1);
      return twin >= 0 ? [] : [{ kind: 'deed', in: where, at: done.at, what: deedOf(done) } as const];
    });
  };
  const times = (one: RecipeDifference): number => (one.kind === 'deed' ? one.at : 0);
  return [...alone(a, b, 'a'), ...alone(b, a, 'b')].sort((x, y) => times(x) - times(y));
}

function deedOf(intervention: Intervention): Deed {
  if ('region' in intervention) return 'outage' in intervention.region ? 'outage' : 'region';
  if ('reset' in intervention || 'forget' in intervention) return 'break';
  const plain = ['set', 'say', 'publish', 'restart', 'sleep', 'lose', 'tamper'] as const;
  return plain.find((what) => what in intervention) ?? 'set';
}
