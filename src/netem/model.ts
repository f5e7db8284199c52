/**
 * The impairment model: what happens to packets on the way, per direction. The names are tc-netem's
 * (iproute2, tc-netem(8)); `delay` is one way, at the sending host.
 */
import type { Distribution } from './distribution.ts';

/** Impairments of one direction of a path. */
export interface LinkParams {
  /** Fixed one-way delay in milliseconds, at least 0. */
  readonly delayMs: number;
  /** Delay varies by about this many milliseconds either way, as `distribution` says; never below zero in total. */
  readonly jitterMs: number;
  /** Loss of each packet, 0 to 100 percent. */
  readonly lossPct: number;
  /** Serialization rate in kbit/s of IP-level octets; 0 means none. */
  readonly rateKbit: number;
  /**
   * How many packets may wait for the rate; a further one is dropped at the tail. (netem's `limit` counts the packets
   * that are being delayed too.)
   */
  readonly queuePackets: number;
  /** While true, every packet that is sent is dropped. */
  readonly outage: boolean;
  /** What else netem does. It is absent when all of it is as in `NO_EXTRAS`, so that equal links are written alike. */
  readonly netem?: NetemExtras;
}

/** The impairments that are rarely used. Correlations are 0 to 100 percent, and only approximate, as netem's are. */
export interface NetemExtras {
  /**
   * How jitter is distributed; `jitterMs` is half the width of `uniform`, and about the standard
   * deviation of the others.
   */
  readonly distribution: Distribution;
  readonly jitterCorrelationPct: number;
  /** Whether jitter may let a packet overtake an earlier one, as netem's does. */
  readonly reordering: boolean;
  readonly lossCorrelationPct: number;
  /** Loss in bursts. It takes the place of `lossPct`. */
  readonly gemodel: GilbertElliott | null;
  /** Packets that are sent twice. */
  readonly duplicatePct: number;
  readonly duplicateCorrelationPct: number;
  /** Packets with a flipped bit: the receiver's checksum drops them. */
  readonly corruptPct: number;
  readonly corruptCorrelationPct: number;
  /** Packets that arrive at once: neither rate nor delay applies to them. Needs a delay. */
  readonly reorderPct: number;
  readonly reorderCorrelationPct: number;
  /** Only every so many-th packet may be picked by `reorderPct`; 0 is as 1. */
  readonly gap: number;
}

/**
 * Gilbert-Elliott loss, `loss gemodel`: the line is good or bad, and may change with each packet. All values are 0 to
 * 100 percent.
 */
export interface GilbertElliott {
  /** From good to bad, netem's p. */
  readonly pPct: number;
  /** From bad to good, netem's r. */
  readonly rPct: number;
  /** Loss while bad, netem's 1-h. */
  readonly badLossPct: number;
  /** Loss while good, netem's 1-k. */
  readonly goodLossPct: number;
}

/** Impairments of both directions. `up` is client to server. */
export interface PathParams {
  readonly up: LinkParams;
  readonly down: LinkParams;
}

/** tc-netem's default `limit`. */
export const DEFAULT_QUEUE_PACKETS = 1000;

export const NO_EXTRAS: NetemExtras = {
  distribution: 'uniform',
  jitterCorrelationPct: 0,
  reordering: false,
  lossCorrelationPct: 0,
  gemodel: null,
  duplicatePct: 0,
  duplicateCorrelationPct: 0,
  corruptPct: 0,
  corruptCorrelationPct: 0,
  reorderPct: 0,
  reorderCorrelationPct: 0,
  gap: 0,
};

/** A direction that does nothing to packets. */
export const IDEAL_LINK: LinkParams = {
  delayMs: 0,
  jitterMs: 0,
  lossPct: 0,
  rateKbit: 0,
  queuePackets: DEFAULT_QUEUE_PACKETS,
  outage: false,
};

/** A path that only delays: `rttMs` split evenly. */
export function symmetricPath(rttMs: number, more: Partial<LinkParams> = {}): PathParams {
  const link: LinkParams = { ...IDEAL_LINK, delayMs: rttMs / 2, ...more };
  return { up: link, down: link };
}

/** Everything else that netem does to this direction. */
export function extrasOf(link: LinkParams): NetemExtras {
  return link.netem ?? NO_EXTRAS;
}

/** `link` with these further impairments instead of its own. */
export function withExtras(link: LinkParams, extras: NetemExtras): LinkParams {
  const { delayMs, jitterMs, lossPct, rateKbit, queuePackets, outage } = link;
  const plain = { delayMs, jitterMs, lossPct, rateKbit, queuePackets, outage };
  return sameExtras(extras, NO_EXTRAS) ? plain : { ...plain, netem: extras };
}

function sameFields<T extends object>(a: T, b: T, keys: readonly (keyof T)[]): boolean {
  return keys.every((key) => a[key] === b[key]);
}

const PLAIN = Object.keys(IDEAL_LINK) as (keyof LinkParams)[];
const EXTRA = (Object.keys(NO_EXTRAS) as (keyof NetemExtras)[]).filter((key) => key !== 'gemodel');

function sameExtras(a: NetemExtras, b: NetemExtras): boolean {
  if (!sameFields(a, b, EXTRA) || (a.gemodel === null) !== (b.gemodel === null)) return false;
  if (!a.gemodel || !b.gemodel) return true;
  return sameFields(a.gemodel, b.gemodel, ['pPct', 'rPct', 'badLossPct', 'goodLossPct']);
}

/** Whether two directions are impaired alike. */
export function sameLink(a: LinkParams, b: LinkParams): boolean {
  return sameFields(a, b, PLAIN) && sameExtras(extrasOf(a), extrasOf(b));
}
