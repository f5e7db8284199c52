/**
 * A capsule: everything that another page needs to show the same instant of the same run. It travels in a link
 * (capsule-link.ts) or a file (capsule-file.ts); capsule-read.ts says what of a foreign one is valid. All of it is data.
 */
import { toMs, type SimTime } from '#base/time.ts';
import type { Feed, Intervention, LaneSpec, Recipe } from '#lab/recipe.ts';
import { findScenario, recipeOf, SCENARIOS, type Scenario } from '#lab/scenarios.ts';
import { DEFAULT_SETTINGS, SETTING_KEYS } from '#lab/settings-parse.ts';
import type { Settings } from '#lab/settings.ts';
import { ensure } from '#base/assert.ts';
import { canonicalJson } from '#trace/canonical.ts';
import type { Locale } from '#words/locale.ts';
import type { Selection } from './contract.ts';

/** The version that this page writes; it reads newer ones as far as it can. */
export const CAPSULE_VERSION = 1;

export const CAPSULE_THEMES = ['auto', 'light', 'dark', 'projector'] as const;
export type CapsuleTheme = (typeof CAPSULE_THEMES)[number];

/** What a capsule may hold at most. */
export const LIMITS = {
  /** Octets of JSON in a link, inflated. */
  linkBytes: 1024 * 1024,
  /** Octets of a file. */
  fileBytes: 16 * 1024 * 1024,
  interventions: 10_000,
  rows: 100_000,
  /** Characters of one row, as the feed's files may have. */
  rowLength: 65_536,
  /** Characters of a typed line. */
  textLength: 10_000,
  nameLength: 255,
  lanes: 8,
  /** A day of virtual time, in milliseconds. */
  spanMs: 86_400_000,
} as const;

/** A file of messages that was too large to go along. */
export interface FeedLeftOut {
  readonly kind: 'file';
  readonly name: string;
  readonly rowCount: number;
}

export interface Capsule {
  readonly v: typeof CAPSULE_VERSION;
  /** The lesson that is open, and its step. */
  readonly lesson?: string;
  readonly step?: string;
  readonly lang?: Locale;
  readonly theme?: CapsuleTheme;
  readonly scenario: string;
  /** Where they are not the scenario's. */
  readonly lanes?: readonly LaneSpec[];
  readonly seed: number;
  /** Those that differ from the scenario's. */
  readonly settings: Partial<Settings>;
  /** Where it is not the scenario's. */
  readonly feed?: Feed | FeedLeftOut;
  /** When the feed stops publishing; without it, never. */
  readonly feedEndMs?: number;
  /** Where they are not the scenario's. */
  readonly interventions?: readonly Intervention[];
  /** The instant that is shown; 0: the run plays from its start. */
  readonly playheadMs: number;
  readonly selection: Selection;
}

/** What the page shows beside the run. */
export interface CapsuleSetting {
  readonly lang: Locale;
  readonly theme: CapsuleTheme;
  readonly lesson: { readonly id: string; readonly step: string | null } | null;
}

/** What is selected when nothing is. */
export const NO_SELECTION: Selection = { msg: null, event: null, lane: null };

/** The scenario that a capsule's settings, lanes and feed are compared with. One from a lesson is not in the list. */
function baseOf(id: string): Scenario {
  const found = findScenario(id);
  return found.ok ? found.value : { ...ensure(SCENARIOS[0], 'a scenario'), id, settings: DEFAULT_SETTINGS };
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Whether a file of messages has to stay behind, whatever the capsule travels in. */
function portable(feed: Feed): Feed | FeedLeftOut {
  return feed.kind === 'file' && feed.rows.length > LIMITS.rows ? leftOut(feed) : feed;
}

function leftOut({ name, rows }: Extract<Feed, { readonly kind: 'file' }>): FeedLeftOut {
  return { kind: 'file', name, rowCount: rows.length };
}

/** The capsule without the rows of a file. */
export function withoutRows(capsule: Capsule): Capsule {
  const { feed } = capsule;
  return feed?.kind === 'file' && 'rows' in feed ? { ...capsule, feed: leftOut(feed) } : capsule;
}

/** The capsule of a run at `playhead`; at `ZERO` it plays from the start. */
export function capsuleOf(
  recipe: Recipe,
  playhead: SimTime,
  selection: Selection,
  { lang, theme, lesson }: CapsuleSetting,
): Capsule {
  const base = baseOf(recipe.scenario);
  // A scenario that no other page knows by name brings all that makes it up.
  const known = findScenario(recipe.scenario).ok;
  const differ = SETTING_KEYS.filter((key) => recipe.settings[key] !== base.settings[key]);
  return {
    v: CAPSULE_VERSION,
    ...(lesson && { lesson: lesson.id }),
    ...(lesson?.step != null && { step: lesson.step }),
    lang,
    theme,
    scenario: recipe.scenario,
    ...(known && same(recipe.lanes, base.lanes) ? {} : { lanes: recipe.lanes }),
    seed: recipe.seed,
    settings: Object.fromEntries(differ.map((key) => [key, recipe.settings[key]])),
    ...(known && same(recipe.feed, base.feed) ? {} : { feed: portable(recipe.feed) }),
    ...(recipe.feedEndMs !== null && { feedEndMs: recipe.feedEndMs }),
    ...(known && same(recipe.interventions, base.interventions)
      ? {}
      : { interventions: recipe.interventions }),
    playheadMs: toMs(playhead),
    selection: playhead === 0 ? NO_SELECTION : selection,
  };
}

/** The run that a capsule describes. Where its file was left out, the scenario's own messages are published. */
export function recipeOfCapsule(capsule: Capsule): Recipe {
  const base = baseOf(capsule.scenario);
  const { feed = base.feed } = capsule;
  return {
    ...recipeOf(base, {
      seed: capsule.seed,
      settings: { ...base.settings, ...capsule.settings },
      feed: 'rowCount' in feed ? base.feed : feed,
      feedEndMs: capsule.feedEndMs ?? null,
      interventions: capsule.interventions ?? base.interventions,
    }),
    lanes: capsule.lanes ?? base.lanes,
  };
}
