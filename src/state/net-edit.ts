/**
 * What the network panel does to settings, as values to hand to `SessionView.set`: the sliders, the `tc` line and the
 * presets are editors of one model, which is the settings.
 */
import { ok, type Result } from '#base/result.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import { linkOf, settingsOf } from '#lab/settings-path.ts';
import { BOXES, ROUTE_SETTINGS } from '#lab/settings-route.ts';
import type { SettingKey, Settings } from '#lab/settings.ts';
import { burstMeans, withMeanLoss } from '#netem/burst.ts';
import { IDEAL_LINK, extrasOf, withExtras, type GilbertElliott, type LinkParams } from '#netem/model.ts';
import { PRESETS, type Preset } from '#netem/presets.ts';
import { afterTc, formatTc, parseTc } from '#netem/tc.ts';
import type { TcError } from '#netem/tc-reader.ts';

export { BOXES };
export type { SettingKey, Settings };
export type Way = 'up' | 'down';
export type Values = Partial<Record<SettingKey, number>>;

export const WAYS: readonly Way[] = ['up', 'down'];

/** Of a direction's settings, the parts of the key after `net.up.` or `net.down.`. */
export type Impairment =
  Extract<SettingKey, `net.up.${string}`> extends `net.up.${infer Name}` ? Name : never;

/** What stands on the path besides the line. */
export const PATH_KEYS = Object.keys(ROUTE_SETTINGS) as (keyof typeof ROUTE_SETTINGS)[];

/** What a person who turns loss in bursts on begins with. */
const FIRST_BURSTS: GilbertElliott = { pPct: 1, rPct: 20, badLossPct: 100, goodLossPct: 0 };

const IMPAIRMENTS = (Object.keys(DEFAULT_SETTINGS) as SettingKey[]).flatMap((key) =>
  key.startsWith('net.up.') ? [key.slice('net.up.'.length) as Impairment] : [],
);

/** The impairments that the first page of the panel has. */
const PLAIN: readonly Impairment[] = ['delayMs', 'jitterMs', 'lossPct', 'rateKbit'];
const FURTHER = IMPAIRMENTS.filter((name) => !PLAIN.includes(name));

/** Of `values` only those that are not so already: the recipe keeps what is really changed. */
export function changedOnly(settings: Settings, values: Values): Values {
  const entries = Object.entries(values) as [SettingKey, number][];
  return Object.fromEntries(entries.filter(([key, value]) => settings[key] !== value));
}

/** One direction's impairments, but for outages. */
export function linkShown(settings: Settings, way: Way): LinkParams {
  return linkOf(settings, way, false);
}

/** Whether both directions are impaired alike. */
export function bothAlike(settings: Settings): boolean {
  return IMPAIRMENTS.every((name) => settings[`net.up.${name}`] === settings[`net.down.${name}`]);
}

/** The way up becomes as the way down is. */
export function upAsDown(settings: Settings): Values {
  return Object.fromEntries(IMPAIRMENTS.map((name) => [`net.up.${name}`, settings[`net.down.${name}`]]));
}

/** How many of these impairments differ from the default; alike in both directions, one counts once. */
function differingPairs(settings: Settings, names: readonly Impairment[]): number {
  return names.reduce((count, name) => {
    const [up, down] = [`net.up.${name}`, `net.down.${name}`] as const;
    return count + differing(settings, settings[up] === settings[down] ? [up] : [up, down]);
  }, 0);
}

/** How much of the line's first page differs from the default: delay, jitter, loss, rate and queue. */
export function plainCount(settings: Settings): number {
  return differingPairs(settings, PLAIN) + differing(settings, ['net.queuePackets']);
}

/** How many of the further impairments differ from the default. */
export function furtherCount(settings: Settings): number {
  return differingPairs(settings, FURTHER);
}

/** How many of these settings differ from the default. */
export function differing(settings: Settings, keys: readonly SettingKey[]): number {
  return keys.filter((key) => settings[key] !== DEFAULT_SETTINGS[key]).length;
}

/** These settings as they are by default. */
export function asDefault(keys: readonly SettingKey[]): Values {
  return Object.fromEntries(keys.map((key) => [key, DEFAULT_SETTINGS[key]]));
}

/** The further impairments away from these directions. */
export function withoutFurther(ways: readonly Way[]): Values {
  return asDefault(ways.flatMap((way) => FURTHER.map((name) => `net.${way}.${name}` as const)));
}

/** A line that does nothing to packets: no delay, no loss, no limit. */
export function perfectLine(): Values {
  return { ...settingsOf(IDEAL_LINK, 'up'), ...settingsOf(IDEAL_LINK, 'down') };
}

/** A preset says everything about the line but how long its queue is. */
export function presetValues({ path }: Preset): Values {
  const values = { ...settingsOf(path.up, 'up'), ...settingsOf(path.down, 'down') };
  delete values['net.queuePackets'];
  return values;
}

/** The preset whose every value is in force, or null. Of two that say the same, `preferred` is meant. */
export function presetInForce(settings: Settings, preferred: Preset | null = null): Preset | null {
  const fits = (preset: Preset): boolean =>
    Object.keys(changedOnly(settings, presetValues(preset))).length === 0;
  return preferred && fits(preferred) ? preferred : (PRESETS.find(fits) ?? null);
}

/** The `tc` command, on the host that sends in this direction, that does what the settings say. */
export function tcLine(settings: Settings, way: Way): string {
  return formatTc({ verb: 'replace', dev: 'eth0', link: linkShown(settings, way), seed: null });
}

/** What a command makes of the settings. */
export interface TcOutcome {
  readonly values: Values;
  /** The command names a seed: the run has its own. */
  readonly seeded: boolean;
}

/** Reads a `tc` command for this direction. */
export function applyTc(settings: Settings, way: Way, text: string): Result<TcOutcome, TcError> {
  const read = parseTc(text);
  if (!read.ok) return read;
  const link = afterTc(linkShown(settings, way), read.value);
  const seeded = read.value.verb !== 'del' && read.value.seed !== null;
  return ok({ values: changedOnly(settings, settingsOf(link, way)), seeded });
}

/** How many percent are lost on average, in bursts or not. Correlation is left out. */
export function meanLoss(link: LinkParams): number {
  const { gemodel } = extrasOf(link);
  return gemodel ? burstMeans(gemodel).lossPct : link.lossPct;
}

/**
 * So many percent are lost: in bursts where losses came in bursts and a line can do that, else each packet by itself.
 */
export function lossValues(settings: Settings, ways: readonly Way[], lossPct: number): Values {
  return each(ways, (way) => {
    const link = linkShown(settings, way);
    const { gemodel, ...extras } = extrasOf(link);
    const bursts = gemodel && withMeanLoss(gemodel, lossPct);
    return withExtras({ ...link, lossPct: bursts ? 0 : lossPct }, { ...extras, gemodel: bursts });
  });
}

/** Losses come in bursts, or each packet is lost by itself; the share of losses stays as nearly as may be. */
export function burstValues(settings: Settings, ways: readonly Way[], on: boolean): Values {
  return each(ways, (way) => {
    const link = linkShown(settings, way);
    const extras = extrasOf(link);
    if (on === (extras.gemodel !== null)) return link;
    const mean = meanLoss(link);
    if (!on)
      return withExtras({ ...link, lossPct: Number(mean.toPrecision(2)) }, { ...extras, gemodel: null });
    const gemodel = withMeanLoss(FIRST_BURSTS, mean) ?? FIRST_BURSTS;
    return withExtras({ ...link, lossPct: 0 }, { ...extras, lossCorrelationPct: 0, gemodel });
  });
}

function each(ways: readonly Way[], change: (way: Way) => LinkParams): Values {
  return Object.assign({}, ...ways.map((way) => settingsOf(change(way), way))) as Values;
}
