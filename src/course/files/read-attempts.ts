/** solution.yaml and near-miss.yaml: what passes a step, and what almost does. */
import * as v from 'valibot';
import { checksOf } from '../checks/of-step.ts';
import { controlsFor } from '../controls.ts';
import type { Action, InputAction, NearMiss, Step, StepId, StepKind } from '../model.ts';
import { isRunAction } from '../play/recipe.ts';
import { suggest } from './nearest.ts';
import { readActions } from './read-actions.ts';
import type { LessonLogic } from './read-steps.ts';
import type { Path, YamlSource } from './source.ts';
import { id } from './values.ts';

/** The step that is named by a key of a file; null, and a report, when there is none that can be attempted. */
function attempted(source: YamlSource, stepId: StepId, { steps, broken }: LessonLogic): Step | null {
  if (broken.includes(stepId)) return null;
  const valid = steps.filter((step) => checksOf(step).length > 0).map((step) => step.id);
  const step = steps.find((one) => one.id === stepId);
  if (step && valid.includes(stepId)) return step;
  const what = step
    ? `step "${stepId}" is a ${step.kind} step and needs no attempts`
    : `there is no step "${stepId}"`;
  source.problem([stepId], `${what}. ${suggest(stepId, valid)}`, 'references', true);
  return null;
}

/** What is entered in steps that are no tasks. */
const INPUTS: Partial<Record<StepKind, InputAction['kind']>> = {
  predict: 'answer',
  sort: 'sort',
  write: 'write',
  herd: 'wait',
};

/** Reports what the learner could not do with the step's controls, and lanes that are not there. */
function checkActions(source: YamlSource, path: Path, actions: readonly Action[], step: Step): void {
  const lanes = step.scenario.lanes.map((lane) => lane.id);
  for (const [i, action] of actions.entries()) {
    const enough = controlsFor(action);
    if (enough && !enough.some((control) => step.controls.includes(control)))
      source.problem(
        [...path, i],
        enough.length === 0
          ? 'no control changes that. Leave it out, or put it into the scenario.'
          : `the learner lacks a control for this. Add ${enough.join(' or ')} to the step's controls.`,
        'references',
      );
    if (action.kind === 'lose' && !lanes.includes(action.lane))
      source.problem(
        [...path, i, 'lose', 'lane'],
        `no lane "${action.lane}". ${suggest(action.lane, lanes)}`,
      );
    const verb = INPUTS[step.kind] ?? null;
    if (verb === null ? isRunAction(action) : action.kind === verb) continue;
    const remedy = verb === null ? 'set, cut, say, publish …' : `"${verb}: …"`;
    source.problem([...path, i], `that does nothing in a ${step.kind} step. Write ${remedy}.`, 'references');
  }
}

/** The steps that a file speaks of; none when it holds nothing but comments. */
function stepsIn(source: YamlSource, what: string): readonly StepId[] {
  if (source.root === null || source.root === undefined) return [];
  return source.keys([], what) ?? [];
}

/** Reads solution.yaml: actions by step. */
export function readSolution(source: YamlSource, logic: LessonLogic): ReadonlyMap<StepId, readonly Action[]> {
  const solution = new Map<StepId, readonly Action[]>();
  for (const stepId of stepsIn(source, 'solution.yaml')) {
    const step = attempted(source, stepId, logic);
    const actions = readActions(source, [stepId]);
    if (!step || !actions) continue;
    checkActions(source, [stepId], actions, step);
    solution.set(stepId, actions);
  }
  return solution;
}

/** Reads near-miss.yaml: wrong attempts by step. */
export function readNearMisses(
  source: YamlSource,
  logic: LessonLogic,
): ReadonlyMap<StepId, readonly NearMiss[]> {
  const all = new Map<StepId, readonly NearMiss[]>();
  for (const stepId of stepsIn(source, 'near-miss.yaml')) {
    const step = attempted(source, stepId, logic);
    const misses = source
      .indices([stepId], 'the near-misses')
      .map((i) => (step ? readNearMiss(source, [stepId, i], step) : null));
    all.set(
      stepId,
      misses.filter((miss) => miss !== null),
    );
  }
  return all;
}

function readNearMiss(source: YamlSource, path: Path, step: Step): NearMiss | null {
  const read = source.object(path, 'a near-miss', { id, hint: id, actions: v.unknown() });
  const actions = read && readActions(source, [...path, 'actions']);
  if (!actions) return null;
  checkActions(source, [...path, 'actions'], actions, step);
  const hints = checksOf(step).map((check) => check.id);
  if (!hints.includes(read.hint))
    source.problem(
      [...path, 'hint'],
      `the step has no check "${read.hint}". ${suggest(read.hint, hints)}`,
      'references',
    );
  return { id: read.id, hint: read.hint, actions };
}
