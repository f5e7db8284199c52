/** Whether impairments are such as the model, and tc-netem, can carry out. */
import { err, ok, type Result } from '#base/result.ts';
import { extrasOf, type LinkParams, type NetemExtras } from './model.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Only whole numbers. */
  readonly whole?: true;
}

const PERCENT: Bounds = { min: 0, max: 100 };

/** Every number of a link with its bounds, in its own unit. Time and rate go as far as the lab's settings. */
export const LINK_BOUNDS = {
  delayMs: { min: 0, max: 10_000 },
  jitterMs: { min: 0, max: 5_000 },
  jitterCorrelationPct: PERCENT,
  lossPct: PERCENT,
  lossCorrelationPct: PERCENT,
  pPct: PERCENT,
  rPct: PERCENT,
  badLossPct: PERCENT,
  goodLossPct: PERCENT,
  duplicatePct: PERCENT,
  duplicateCorrelationPct: PERCENT,
  corruptPct: PERCENT,
  corruptCorrelationPct: PERCENT,
  reorderPct: PERCENT,
  reorderCorrelationPct: PERCENT,
  gap: { min: 0, max: 100_000, whole: true },
  rateKbit: { min: 0, max: 10_000_000 },
  queuePackets: { min: 1, max: 100_000, whole: true },
} as const satisfies Record<string, Bounds>;

export type LinkNumber = keyof typeof LINK_BOUNDS;

/** What is wrong with a link. `src/words` has a sentence for each code, with `params` in this order. */
export interface LinkFault {
  readonly code:
    | 'range' // name, least, most
    | 'whole' // name, least, most
    | 'two-losses'
    | 'reorder-without-delay'
    | 'gap-without-reorder'
    | 'distribution-without-jitter';
  readonly params: readonly string[];
}

/** Whether `value` is within the bounds of `name`. */
export function inBounds(name: LinkNumber, value: number): boolean {
  const { min, max, whole }: Bounds = LINK_BOUNDS[name];
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

function numbersOf(link: LinkParams, extras: NetemExtras): readonly [LinkNumber, number][] {
  const all: Readonly<Record<string, unknown>> = { ...link, ...extras, ...extras.gemodel };
  return (Object.keys(LINK_BOUNDS) as LinkNumber[]).flatMap((name) => {
    const value = all[name];
    return typeof value === 'number' ? [[name, value]] : [];
  });
}

/** The link itself if tc-netem would take it and the lab can carry it out; else the first thing that is wrong. */
export function checkLink(link: LinkParams): Result<LinkParams, LinkFault> {
  const extras = extrasOf(link);
  for (const [name, value] of numbersOf(link, extras)) {
    if (inBounds(name, value)) continue;
    const { min, max }: Bounds = LINK_BOUNDS[name];
    const code = value >= min && value <= max ? 'whole' : 'range';
    return err({ code, params: [name, String(min), String(max)] });
  }
  const { gemodel, distribution, reorderPct, gap } = extras;
  if (gemodel && (link.lossPct > 0 || extras.lossCorrelationPct > 0))
    return err({ code: 'two-losses', params: [] });
  if (reorderPct > 0 && link.delayMs === 0) return err({ code: 'reorder-without-delay', params: [] });
  if (gap > 0 && reorderPct === 0) return err({ code: 'gap-without-reorder', params: [] });
  if (distribution !== 'uniform' && (link.jitterMs === 0 || link.delayMs === 0))
    return err({ code: 'distribution-without-jitter', params: [] });
  return ok(link);
}
