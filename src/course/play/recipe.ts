/** A step's run as the lab plays it. */
import { fromMs } from '#base/time.ts';
import type { Intervention, Recipe } from '#lab/recipe.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { Action, InputAction, LessonId, RunAction, Step, StepScenario } from '../model.ts';
import { NOTHING_ENTERED, type Entered } from '../checks/check.ts';

/** A text that the server publishes for a lesson, besides the feed. */
const EXTRA_TEXT = 'A message out of turn.';

export function isRunAction(action: Action): action is RunAction {
  return 'atMs' in action;
}

/** Actions on the run as interventions. Ids are given in the order of the list, so that a list compiles the same way. */
export function compileActions(actions: readonly RunAction[], scenario: StepScenario): Intervention[] {
  const counts = { u: 0, x: 0, r: 0 };
  const next = (letter: keyof typeof counts): string => `${letter}${String(++counts[letter])}`;
  return actions.flatMap((action): Intervention[] => {
    const at = fromMs(action.atMs);
    switch (action.kind) {
      case 'set':
        return [{ at, set: { ...action.set } }];
      case 'cut':
        return [{ at, region: { id: next('r'), ms: action.ms, outage: action.direction } }];
      case 'say':
        return [{ at, say: action.text, id: next('u') }];
      case 'publish':
        return Array.from({ length: action.count }, (_, i) => ({
          at: fromMs(action.atMs + i * action.everyMs),
          publish: EXTRA_TEXT,
          id: next('x'),
        }));
      case 'restart':
        return [{ at, restart: { ms: action.ms } }];
      case 'reset':
        return [{ at, reset: action.side }];
      case 'forget':
        return [{ at, forget: action.side }];
      case 'lose': {
        const lane = scenario.lanes.findIndex(({ id }) => id === action.lane);
        return [{ at, lose: { lane, dir: action.direction, n: action.n } }];
      }
    }
  });
}

/** Name of a step's run: it stands in links and in the list of runs. */
export function scenarioName(lesson: LessonId, step: Step): string {
  return `${lesson}/${step.id}`;
}

/** The recipe of a scenario, with what the learner does after the script. */
export function stepRecipe(name: string, scenario: StepScenario, actions: readonly Action[] = []): Recipe {
  const done = [...scenario.script, ...actions.filter(isRunAction)];
  return {
    scenario: name,
    lanes: scenario.lanes,
    seed: scenario.seed,
    settings: { ...DEFAULT_SETTINGS, ...scenario.settings },
    feed: scenario.feed,
    feedEndMs: scenario.feedUntilMs,
    interventions: compileActions(done, scenario),
  };
}

/** What the learner has entered when these are done. */
export function enteredBy(actions: readonly Action[], start: Entered = NOTHING_ENTERED): Entered {
  let entered = start;
  const inputs = actions.filter((action): action is InputAction => !isRunAction(action));
  for (const action of inputs) {
    if (action.kind === 'answer') entered = { ...entered, answer: action.option };
    else if (action.kind === 'sort')
      entered = { ...entered, buckets: { ...entered.buckets, ...action.buckets } };
    else if (action.kind === 'write') entered = { ...entered, text: action.text };
    else if (entered.herd)
      entered = {
        ...entered,
        herd: { ...entered.herd, policy: { ...entered.herd.policy, ...action.policy } },
      };
  }
  return entered;
}

/** What is entered before the learner does anything. */
export function enteredAtStart(step: Step): Entered {
  const { scene, policies } = step.herd?.choice ?? {};
  const policy = policies?.[0];
  const herd = scene && policy ? { ...scene, policy } : null;
  return { ...NOTHING_ENTERED, text: step.kind === 'write' ? step.starter : '', herd };
}
