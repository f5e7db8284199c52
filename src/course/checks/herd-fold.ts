/** Checks over a herd that the learner set up: it runs here and now, and always the same. */
import type { SimTime } from '#base/time.ts';
import { runHerd } from '#lab/herd/herd.ts';
import type { HerdOptions } from '#lab/herd/options.ts';
import type { HerdSums } from '#lab/herd/record.ts';
import {
  inBounds,
  verdict,
  waiting,
  type Check,
  type Entered,
  type HerdFigure,
  type Verdict,
} from './check.ts';
import type { Fold } from './fold.ts';

/** What was run last: the same herd is judged again and again. */
const KEPT = 8;
const kept = new Map<string, HerdSums>();

function sumsOf(options: HerdOptions): HerdSums {
  const key = JSON.stringify(options);
  const known = kept.get(key);
  if (known) return known;
  const { sums } = runHerd(options);
  for (const old of kept.keys()) if (kept.size >= KEPT) kept.delete(old);
  kept.set(key, sums);
  return sums;
}

/** Who is not back within the run never is. */
function figureOf(figure: HerdFigure, options: HerdOptions): number {
  if (figure === 'stableMs') return options.policy.stableMs;
  const { peakPerS, attempts, recoveredMs } = sumsOf(options);
  switch (figure) {
    case 'peakPerS':
      return peakPerS;
    case 'attempts':
      return attempts;
    case 'allBackMs':
      return recoveredMs[2] ?? Infinity;
  }
}

export class HerdFold implements Fold {
  readonly #check: Extract<Check, { kind: 'herd' }>;

  constructor(check: Extract<Check, { kind: 'herd' }>) {
    this.#check = check;
  }

  add(): void {
    // Nothing in the trace matters.
  }

  verdict(_t: SimTime, { herd }: Entered): Verdict {
    if (!herd) return waiting();
    const value = figureOf(this.#check.figure, herd);
    return verdict(inBounds(value, this.#check.bounds), { value });
  }
}
