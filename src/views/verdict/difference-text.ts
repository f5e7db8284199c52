/** A difference in words: "3 fewer", "8.20 s sooner". */
import type { FigureId } from '#trace/verdict.ts';
import type { VerdictWords } from '#words/verdict.en.ts';
import type { Difference } from './difference.ts';
import { formatValue, measureOf } from './figures.ts';

/** `a` and `b` are the numbers of the runs. Empty where there is nothing to say. */
export function differenceText(
  id: FigureId,
  difference: Difference,
  { a, b }: { readonly a: string; readonly b: string },
  w: VerdictWords,
): string {
  const { runs } = w;
  switch (difference.kind) {
    case 'none':
      return '';
    case 'same':
      return runs.same;
    case 'unknown':
      return runs.unknown;
    case 'only':
      return runs.onlyIn(difference.in === 'a' ? a : b);
    default: {
      const words = runs.difference[measureOf(id)];
      const text = words[difference.kind](formatValue(id, difference.size, w));
      return difference.atLeast ? runs.atLeast(text) : text;
    }
  }
}
