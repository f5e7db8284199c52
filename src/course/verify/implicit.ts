/** Solution and near-misses of questions: they follow from the question, and need no file. */
import { ANSWER_CHECK } from '../checks/of-step.ts';
import type { Action, NearMiss, Step } from '../model.ts';

/** The right answer; null where the author must show one. */
export function implicitSolution(step: Step): readonly Action[] | null {
  if (step.kind === 'predict') return [{ kind: 'answer', option: step.answer }];
  if (step.kind === 'sort') return [{ kind: 'sort', buckets: step.items }];
  return null;
}

/** Each wrong option; each item in each wrong bucket, all others right. */
export function implicitNearMisses(step: Step): readonly NearMiss[] {
  if (step.kind === 'predict')
    return step.options
      .filter((option) => option !== step.answer)
      .map((option) => ({ id: option, hint: ANSWER_CHECK, actions: [{ kind: 'answer', option }] }));
  if (step.kind === 'sort')
    return Object.entries(step.items).flatMap(([item, right]) =>
      step.buckets
        .filter((bucket) => bucket !== right)
        .map((bucket) => ({
          id: `${item}-in-${bucket}`,
          hint: item,
          actions: [{ kind: 'sort', buckets: { ...step.items, [item]: bucket } }],
        })),
    );
  return [];
}
