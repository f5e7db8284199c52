/** Quantiles, interpolated between order statistics. */

export function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

/** The `p` quantile (0 to 1) of ascending values; NaN of none. */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  if (ascending.length === 0) return NaN;
  const at = p * (ascending.length - 1);
  const low = ascending[Math.floor(at)] ?? NaN;
  const high = ascending[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** To a tenth, as the reference is. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export interface Summary {
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

export function summary(values: readonly number[]): Summary {
  const s = sorted(values);
  const q = (p: number): number => tenth(quantile(s, p));
  return {
    p25: q(0.25),
    p50: q(0.5),
    p75: q(0.75),
    p90: q(0.9),
    p99: q(0.99),
    max: q(1),
    mean: tenth(mean(s)),
  };
}
