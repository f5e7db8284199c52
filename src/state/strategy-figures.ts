/** By which figure of the verdict each strategy is measured. */
import { STRATEGIES, type StrategyId } from '#lab/strategies.ts';
import type { FigureId } from '#trace/verdict.ts';

/** The strategies that are for this figure. */
export function helpersOf(figure: FigureId): readonly StrategyId[] {
  return STRATEGIES.flatMap(({ id, metric }) => (metric === figure ? [id] : []));
}
