/**
 * Where things stand in the picture of a herd. One time axis, in milliseconds of the run, for all its bands; one scale of
 * attempts in the last second. In a band: dots above (a row a client), the curve below. Lengths are CSS pixels.
 */
import { ticks } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { BUCKET_MS, inTheLastSecond, type HerdResult } from '#state/herd-figures.ts';

/** A curve: for each column of pixels the highest value in it. */
export type Curve = readonly number[];

export interface BandCurves {
  /** Attempts in the last second. */
  readonly attempts: Curve;
  /** Of them, those that were let in to wait for the server. */
  readonly letIn: Curve;
}

export interface Axis {
  /** The end of the axis, in milliseconds. */
  readonly endMs: number;
  /** Where the labels stand, in milliseconds. */
  readonly ticks: readonly number[];
}

/** The axis that all of these runs fit on, with a little room behind the last. */
export function timeAxis(results: readonly HerdResult[]): Axis {
  const last = Math.max(1000, ...results.map(({ sums }) => Math.max(sums.endMs, sums.upAtMs)));
  const endMs = last * 1.03;
  return { endMs, ticks: ticks(0, endMs / 1000, 8).map((s) => s * 1000) };
}

/** The highest value on the scale of attempts: every curve and the server's rate fit under it. */
export function highest(results: readonly HerdResult[], acceptPerS: number): number {
  const peaks = results.map(({ series }) =>
    inTheLastSecond(series.attempts).reduce((a, b) => Math.max(a, b), 0),
  );
  return scaleLinear([0, Math.max(1.25 * acceptPerS, ...peaks)], [0, 1])
    .nice(4)
    .domain()[1] as number;
}

export function curvesOf({ series }: HerdResult, width: number, { endMs }: Axis): BandCurves {
  const attempts = inTheLastSecond(series.attempts);
  const refusals = inTheLastSecond(series.refusals);
  const letIn = attempts.map((count, i) => count - (refusals[i] ?? 0));
  return { attempts: columns(attempts, width, endMs), letIn: columns(letIn, width, endMs) };
}

/** The highest of the buckets in each column; where a column has none, the one before it. */
function columns(buckets: Uint32Array, width: number, endMs: number): Curve {
  const perColumn = endMs / BUCKET_MS / width;
  return Array.from({ length: Math.floor(width) }, (_, x) => {
    const from = Math.floor(x * perColumn);
    const to = Math.max(from + 1, Math.floor((x + 1) * perColumn));
    let top = 0;
    for (let i = from; i < to; i++) top = Math.max(top, buckets[i] ?? 0);
    return top;
  });
}

/** The outline of the area under a curve, closed, as an SVG path. `top` is the value at the height of the area. */
export function areaPath(curve: Curve, height: number, top: number): string {
  const y = (value: number): string => (height * (1 - value / top)).toFixed(1);
  const steps: string[] = [];
  let before = -1;
  for (const [x, value] of curve.entries()) {
    if (value === before) continue;
    steps.push(`${before < 0 ? '' : `H${String(x)}`}V${y(value)}`);
    before = value;
  }
  return `M0 ${String(height)}${steps.join('')}H${String(curve.length)}V${String(height)}Z`;
}

/** The run at an instant, in numbers. */
export interface Instant {
  readonly atMs: number;
  readonly attempts: number;
  readonly refused: number;
  readonly connected: number;
}

export function instantOf({ series }: HerdResult, atMs: number): Instant {
  const last = series.attempts.length - 1;
  const bucket = Math.floor(atMs / BUCKET_MS);
  const sum = (counts: Uint32Array): number =>
    counts.subarray(Math.max(0, bucket - 9), bucket + 1).reduce((a, b) => a + b, 0);
  return {
    atMs,
    attempts: sum(series.attempts),
    refused: sum(series.refusals),
    connected: series.connected[Math.max(0, Math.min(last, bucket))] ?? 0,
  };
}
