/** How a figure of run B differs from the same one of run A: in size and sign, as far as it is known. */
import type { Figure } from '#trace/verdict.ts';

export type Difference =
  /** Neither run has the figure. */
  | { readonly kind: 'none' }
  | { readonly kind: 'same' }
  | { readonly kind: 'only'; readonly in: 'a' | 'b' }
  /** `size` is above 0; with `atLeast` it is growing. */
  | { readonly kind: 'less' | 'more'; readonly size: number; readonly atLeast: boolean }
  /** Which is larger depends on what is not over yet. */
  | { readonly kind: 'unknown' };

/** An open figure may still grow, so that only a bound is known of the difference. */
export function differenceOf(a: Figure | null, b: Figure | null): Difference {
  if (!a || !b) return onlyOne(a, b);
  const size = Math.abs(b.value - a.value);
  if (size === 0 && a.open === b.open) return { kind: 'same' };
  if (a.open && b.open) return { kind: 'unknown' };
  // The closed one has its last word: what is open is at least what it is now.
  if (a.open) return a.value >= b.value ? lessBy(size, true) : { kind: 'unknown' };
  if (b.open) return b.value >= a.value ? moreBy(size, true) : { kind: 'unknown' };
  return b.value < a.value ? lessBy(size, false) : moreBy(size, false);
}

function onlyOne(a: Figure | null, b: Figure | null): Difference {
  if (a) return { kind: 'only', in: 'a' };
  return b ? { kind: 'only', in: 'b' } : { kind: 'none' };
}

function lessBy(size: number, atLeast: boolean): Difference {
  return size === 0 ? { kind: 'unknown' } : { kind: 'less', size, atLeast };
}

function moreBy(size: number, atLeast: boolean): Difference {
  return size === 0 ? { kind: 'unknown' } : { kind: 'more', size, atLeast };
}
