/** A stretch of trouble as a form has it, and as the session takes it. */
import { fromMs, toMs } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import { WAYS, type Way } from '#state/net-edit.ts';

export type Region = SessionView['regions'][number];
export type RegionDraft = Parameters<SessionView['putRegion']>[1];

/** What a worse line may be worse in. Other settings that a region has stay as they are. */
export const WORSE = ['delayMs', 'lossPct', 'rateKbit'] as const;
export type WorseName = (typeof WORSE)[number];

export interface Stretch {
  readonly fromS: number;
  readonly forS: number;
  readonly way: Way | 'both';
  readonly kind: 'outage' | 'worse';
  /** What a worse line has; null: as it is. */
  readonly worse: Readonly<Record<WorseName, number | null>>;
}

type Overlay = Extract<Region, { readonly set: unknown }>['set'];
type OverlayKey = keyof Overlay;

const NOTHING: Stretch['worse'] = { delayMs: null, lossPct: null, rateKbit: null };

/** A line turned from dead to worse loses this many percent, so that there is something to see. */
const FIRST_LOSS_PCT = 20;

const keyOf = (way: Way, name: string): OverlayKey => `net.${way}.${name}` as OverlayKey;

function waysOf(way: Stretch['way']): readonly Way[] {
  return way === 'both' ? WAYS : [way];
}

/** The direction that an overlay is about. */
function wayOf(set: Overlay): Stretch['way'] {
  const [up, down] = WAYS.map((way) => Object.keys(set).some((key) => key.startsWith(`net.${way}.`)));
  return up === down ? 'both' : up ? 'up' : 'down';
}

export function stretchOf(region: Region): Stretch {
  const place = { fromS: toMs(region.at) / 1000, forS: region.ms / 1000 };
  if ('outage' in region) return { ...place, way: region.outage, kind: 'outage', worse: NOTHING };
  const { set } = region;
  const value = (name: WorseName): number | null =>
    set[keyOf('down', name)] ?? set[keyOf('up', name)] ?? null;
  const worse = { delayMs: value('delayMs'), lossPct: value('lossPct'), rateKbit: value('rateKbit') };
  return { ...place, way: wayOf(set), kind: 'worse', worse };
}

/** `region` as the form now has it. */
export function draftOf(region: Region, { fromS, forS, way, kind, worse }: Stretch): RegionDraft {
  const place = { at: fromMs(fromS * 1000), ms: forS * 1000 };
  if (kind === 'outage') return { ...place, outage: way };
  if ('outage' in region) return { ...place, set: overlay(way, { ...NOTHING, lossPct: FIRST_LOSS_PCT }) };
  const known = WAYS.flatMap((one) => WORSE.map((name) => keyOf(one, name)));
  const others = Object.entries(region.set).filter(([key]) => !known.includes(key as OverlayKey));
  return { ...place, set: { ...Object.fromEntries(others), ...overlay(way, worse) } };
}

function overlay(way: Stretch['way'], worse: Stretch['worse']): Overlay {
  const entries = waysOf(way).flatMap((one) =>
    WORSE.flatMap((name) => (worse[name] === null ? [] : [[keyOf(one, name), worse[name]] as const])),
  );
  return Object.fromEntries(entries);
}
