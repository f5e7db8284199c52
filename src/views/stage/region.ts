/**
 * Regions under the hand: where a pull of the pointer or a key puts one, and where the hand finds it. Spaces: virtual
 * microseconds, and pixels of the plot.
 */
import { fromMs, later, plus, us, ZERO, type SimTime } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import type { RegionFact } from '#words/types-region.ts';
import type { StageWords } from '#words/types-stage.ts';

export type Region = SessionView['regions'][number];

/** The id of a region that the session does not have yet. */
export const NEW = 'new';
/** The id of the outage that the recipe's settings ask for: it is shown and cannot be moved. */
const SETTLED = 'settings';

/** What the hand holds: a whole region or one of its ends; or the instant at which it began to draw one. */
export type Grip =
  | { readonly how: 'draw'; readonly fromUs: number }
  | { readonly how: 'move' | 'start' | 'end'; readonly region: Region; readonly fromUs: number };

const STEPS_US = [100_000, 10_000, 1_000];
/** A step that is wider than this on the screen would be felt as a jerk. */
const WIDEST_STEP_PX = 12;

/** To which multiples an instant snaps: tenths of a second, finer where they stand far apart. `scale` is pixels a microsecond. */
export function snapStep(scale: number): number {
  return STEPS_US.find((step) => step * scale <= WIDEST_STEP_PX) ?? 1_000;
}

function snap(t: number, step: number): SimTime {
  return us(Math.max(0, Math.round(t / step) * step));
}

export function endOf({ at, ms }: Region): SimTime {
  return plus(at, fromMs(ms));
}

function between(region: Region, from: SimTime, to: SimTime): Region {
  return { ...region, at: from, ms: (to - from) / 1000 };
}

/** The region as it would be if the hand let go at the instant `t`. It stays at least one step long. */
export function pulled(grip: Grip, t: number, step: number): Region {
  if (grip.how === 'draw') {
    const [from, to] = [Math.min(grip.fromUs, t), Math.max(grip.fromUs, t)];
    const start = snap(from, step);
    const end = later(snap(to, step), plus(start, us(step)));
    return between({ id: NEW, at: ZERO, ms: 0, outage: 'both' }, start, end);
  }
  const { how, region, fromUs } = grip;
  const by = t - fromUs;
  if (by === 0) return region;
  if (how === 'move') return { ...region, at: snap(region.at + by, step) };
  const end = endOf(region);
  if (how === 'end')
    return between(region, region.at, later(snap(end + by, step), plus(region.at, us(step))));
  const latest = Math.max(0, end - step);
  return between(region, us(Math.min(latest, snap(region.at + by, step))), end);
}

export interface Press {
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
}

const TENTH_US = 100_000;

/** The region after a press of an arrow key, or null when the key does not move it. */
export function nudged(region: Region, { key, shift, alt }: Press): Region | null {
  const sign = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key];
  if (sign === undefined) return null;
  const by = sign * (shift ? 10 : 1) * TENTH_US;
  return pulled({ how: alt ? 'end' : 'move', region, fromUs: 0 }, by, TENTH_US);
}

/** A finger finds no less; where the type is larger, no less than a line of it. */
const REACH_PX = 24;
/** How far the mark of an end stands from the body of a thin region. */
const GRIP_PX = 4;
/** A region beyond the edges of the plot is cut there: a width of millions of pixels would cost memory. */
const BEYOND_PX = 40;

export interface Zone {
  readonly left: number;
  readonly width: number;
}

/** Where the hand takes hold: of the whole in the middle, of the ends beside it, each at least 24 px wide. */
export interface Zones {
  readonly body: Zone;
  readonly start: Zone;
  readonly end: Zone;
  /** Middles of the marks of the ends. */
  readonly gripStart: number;
  readonly gripEnd: number;
  /** How wide a zone is at least. */
  readonly reach: number;
}

export function zonesOf(left: number, right: number, plotPx: number, fontPx: number): Zones {
  const reach = Math.max(REACH_PX, fontPx * 1.3);
  const from = Math.max(-BEYOND_PX, left);
  const to = Math.max(from, Math.min(plotPx + BEYOND_PX, right));
  const width = Math.max(reach, to - from - reach);
  const body = { left: (from + to) / 2 - width / 2, width };
  return {
    body,
    start: { left: body.left - reach, width: reach },
    end: { left: body.left + width, width: reach },
    gripStart: Math.min(from, body.left - GRIP_PX),
    gripEnd: Math.max(to, body.left + width + GRIP_PX),
    reach,
  };
}

/** Where the button that removes a region stands: inside if there is room beside the label, else after it, else before. */
export function removeAt({ body, start, end, reach }: Zones, plotPx: number): number {
  if (body.width >= 8 * reach) return Math.min(body.left + body.width, plotPx) - reach;
  const after = end.left + end.width;
  return after + reach <= plotPx ? after : Math.max(0, start.left - reach);
}

/** What settings were set to, in words; both directions set to one value are said once. */
export function changesOf(set: Readonly<Record<string, number>>, words: StageWords): string[] {
  return Object.entries(set).flatMap(([key, value]) => {
    const twin = key.includes('.up.') ? key.replace('.up.', '.down.') : key.replace('.down.', '.up.');
    const same = twin !== key && set[twin] === value;
    if (same && key.includes('.down.')) return [];
    return words.change(same ? key.replace('.up.', '.') : key, value) ?? [];
  });
}

/** What a region does, as the words want to know it. */
export function factOfRegion(region: Region, words: StageWords): RegionFact {
  if ('outage' in region) return { kind: 'outage', dir: region.outage };
  return { kind: 'worse', changes: changesOf(region.set, words) };
}

/** The outage that the run's settings ask for, as a region that nobody moves. */
export function settledRegion(settings: SessionView['settings']): Region | null {
  const { 'net.outageAtMs': atMs, 'net.outageMs': ms } = settings;
  return ms > 0 ? { id: SETTLED, at: fromMs(atMs), ms, outage: 'both' } : null;
}
