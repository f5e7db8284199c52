/**
 * Regions: stretches of a run in which the line is worse than its settings say. They stand in the recipe as
 * interventions; on the timeline they are drawn, dragged and resized.
 */
import { earlier, fromMs, plus, type SimTime } from '#base/time.ts';
import type { Direction } from '#trace/events.ts';
import type { Intervention, Recipe } from './recipe.ts';
import type { SettingKey, Settings } from './settings.ts';

/** What is wrong: a direction, or both, is dead; or settings of the line (`net.…`) are laid over those in force. */
export type RegionEffect =
  /** `seen`: the device's own link is gone, so that its browser fires `offline` and `online`. */
  | { readonly outage: Direction | 'both'; readonly seen?: boolean }
  | { readonly set: Readonly<Partial<Record<Extract<SettingKey, `net.${string}`>, number>>> };

/** A region as its intervention has it. `id` is 'r1', 'r2', …; `ms` is how long it lasts. */
export type RegionSpec = { readonly id: string; readonly ms: number } & RegionEffect;

/** A region with its place in the run. */
export type Region = RegionSpec & { readonly at: SimTime };

/** A region that has no name yet. */
export type RegionDraft = { readonly at: SimTime; readonly ms: number } & RegionEffect;

type RegionIntervention = Extract<Intervention, { readonly region: RegionSpec }>;

function isRegion(intervention: Intervention): intervention is RegionIntervention {
  return 'region' in intervention;
}

/** The regions of a recipe, by their start. */
export function regionsOf(recipe: Recipe): readonly Region[] {
  return recipe.interventions
    .filter(isRegion)
    .map(({ at, region }) => ({ ...region, at }))
    .sort((a, b) => a.at - b.at);
}

/** Virtual time at which a region is over. */
export function endOf({ at, ms }: Region): SimTime {
  return plus(at, fromMs(ms));
}

/** Whether two regions do the same to the line, whenever they do it. */
function sameEffect(a: RegionEffect, b: RegionEffect): boolean {
  if ('outage' in a) return 'outage' in b && a.outage === b.outage && (a.seen ?? false) === (b.seen ?? false);
  return 'set' in b && JSON.stringify(a.set) === JSON.stringify(b.set);
}

/** The first instant at which a run with `after` differs from one with `before`; null is no region. */
export function firstDifference(before: Region | null, after: Region | null): SimTime | null {
  if (!before) return after?.at ?? null;
  if (!after) return before.at;
  if (before.at !== after.at || !sameEffect(before, after)) return earlier(before.at, after.at);
  return before.ms === after.ms ? null : earlier(endOf(before), endOf(after));
}

/** The recipe with this region, in the place of the one with its id. */
export function withRegion(recipe: Recipe, { at, ...region }: Region): Recipe {
  const rest = withoutRegion(recipe, region.id).interventions;
  return { ...recipe, interventions: [...rest, { at, region }] };
}

/** The recipe without the region of that id. */
export function withoutRegion(recipe: Recipe, id: string): Recipe {
  const others = recipe.interventions.filter((one) => !isRegion(one) || one.region.id !== id);
  return { ...recipe, interventions: others };
}

/** An id that no region of the recipe has. */
export function nextRegionId(recipe: Recipe): string {
  const used = regionsOf(recipe).map(({ id }) => Number(id.slice(1)) || 0);
  return `r${String(Math.max(0, ...used) + 1)}`;
}

/** The outage that the recipe's settings ask for, as a region. */
export function settledOutage({ settings }: Recipe): Region | null {
  const { 'net.outageAtMs': atMs, 'net.outageMs': ms } = settings;
  return ms > 0 ? { id: 'settings', at: fromMs(atMs), ms, outage: 'both' } : null;
}

/** The region that a computer's sleep is for its line, and for its page. */
export function sleepRegion(at: SimTime, ms: number): Region {
  return { id: `sleep ${String(at)} ${String(ms)}`, at, ms, outage: 'both', seen: true };
}

/** While the line is cut at virtual time `t`, in both directions, by a region or a setting: until when. */
export function cutUntilAt(recipe: Recipe, t: SimTime): SimTime | null {
  const settled = settledOutage(recipe);
  const all = settled ? [settled, ...regionsOf(recipe)] : regionsOf(recipe);
  let until: SimTime | null = null;
  for (const region of all) {
    const end = endOf(region);
    if (!('outage' in region) || region.outage !== 'both' || region.at > t || end <= t) continue;
    if (until === null || end > until) until = end;
  }
  return until;
}

/** Whether the device itself sees that its line is dead. */
export function isSeen(effect: RegionEffect): boolean {
  return 'outage' in effect && effect.outage === 'both' && effect.seen === true;
}

/** The settings of the line with these regions laid over them, in their order. */
export function overlaid(settings: Settings, regions: Iterable<RegionEffect>): Settings {
  let result = settings;
  for (const region of regions) if ('set' in region) result = { ...result, ...region.set };
  return result;
}

/** Whether a direction is dead under these regions. */
export function isDead(regions: Iterable<RegionEffect>, dir: Direction): boolean {
  for (const region of regions)
    if ('outage' in region && (region.outage === 'both' || region.outage === dir)) return true;
  return false;
}
