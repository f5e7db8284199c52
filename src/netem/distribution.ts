/**
 * The distributions of jitter, as tables of the inverse distribution function in which netem looks a random number up
 * (tabledist in Linux's net/sched/sch_netem.c). The tables are those that iproute2's netem/normal.c, netem/pareto.c and
 * netem/paretonormal.c write, taken there from NISTnet; entries are multiples of the standard deviation times 8192.
 *
 * Entries are integers, so that two JavaScript engines which differ in the last bit of `Math.exp` still agree. Unlike
 * netem, which takes a random number modulo the table's size, we look up by its leading bits: else correlation, which
 * is in the leading bits, would be lost.
 */

/** What `tc … netem delay … distribution` knows. */
export const DISTRIBUTIONS = ['uniform', 'normal', 'pareto', 'paretonormal'] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** Linux's NETEM_DIST_SCALE: an entry of so much is one standard deviation. */
const SCALE = 8192;
const SIZE = 4096;
/** Steps of the generators' loops, and where they begin (normal.c). */
const FROM_SIGMA = -10;
const STEP_SIGMA = 0.00005;
const STEPS = 401_000;

/** rint() of C: to the nearest integer, and a half to the even one. */
function rint(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

function asShort(x: number): number {
  return Math.max(-32_768, Math.min(32_767, x));
}

/** Share of a normal distribution below `x` standard deviations (Marsaglia 2004, doi 10.18637/jss.v011.i04). */
function normalBelow(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let sum = x;
  let term = x;
  for (let i = 3, before = 0; sum !== before; i += 2) {
    before = sum;
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

/** Standard deviations below which a share of `i` / 16384 lies: the last step of normal.c's loop that rounds to `i`. */
function normalSigmas(i: number): number {
  let low = 0;
  let high = STEPS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (4 * SIZE * normalBelow(FROM_SIGMA + middle * STEP_SIGMA) <= i + 0.5) low = middle;
    else high = middle;
  }
  return FROM_SIGMA + low * STEP_SIGMA;
}

function normalEntry(i: number): number {
  return rint(normalSigmas(4 * i) * SCALE);
}

/** A Pareto distribution of shape 3, shifted to mean 0 and scaled. */
function paretoEntry(i: number): number {
  const value = (1 / Math.cbrt(1 - i / SIZE) - 1.5) * (4 / 3) * SCALE;
  return rint(Math.min(value, 32_767));
}

const ENTRY = {
  normal: (i: number) => asShort(normalEntry(i)),
  pareto: paretoEntry,
  paretonormal: (i: number) => asShort(Math.trunc((normalEntry(i) + 3 * paretoEntry(i)) / 4)),
} as const satisfies Record<Exclude<Distribution, 'uniform'>, (i: number) => number>;

const tables = new Map<Distribution, Int16Array>();

/** The table of a distribution: 4096 entries in ascending order. It is computed when it is first asked for. */
export function distributionTable(distribution: Exclude<Distribution, 'uniform'>): Int16Array {
  let table = tables.get(distribution);
  if (!table)
    tables.set(distribution, (table = Int16Array.from({ length: SIZE }, (_, i) => ENTRY[distribution](i))));
  return table;
}

/** Deviation from the fixed delay, in the unit of `jitter`, for a uniform number `u` in [0, 1). */
export function deviation(distribution: Distribution, jitter: number, u: number): number {
  if (distribution === 'uniform') return (2 * u - 1) * jitter;
  return ((distributionTable(distribution)[Math.floor(u * SIZE)] ?? 0) * jitter) / SCALE;
}
