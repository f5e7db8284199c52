/** The checks of a step: those that its author wrote, or those that follow from the question. */
import type { Step } from '../model.ts';
import type { Check } from './check.ts';

/** Id of the one check of a predict step. */
export const ANSWER_CHECK = 'answer';

/** In the order in which they are reported. Empty: there is nothing to attempt. */
export function checksOf(step: Step): readonly Check[] {
  switch (step.kind) {
    case 'task':
    case 'write':
    case 'herd':
      return step.checks;
    case 'predict':
      return [{ id: ANSWER_CHECK, kind: 'answer', option: step.answer }];
    case 'sort':
      return Object.entries(step.items).map(([item, bucket]) => ({ id: item, kind: 'sorted', item, bucket }));
    default:
      return [];
  }
}
