/** Plays a step without a page, through the in-page transport, as fast as it goes. */
import { earlier, fromMs, fromS, plus, toMs, type SimTime } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Entered } from '../checks/check.ts';
import { checksOf } from '../checks/of-step.ts';
import { StepJudge, type Invert, type Judgement } from '../checks/judge.ts';
import type { Action, Focus, Step, StepScenario, Until } from '../model.ts';
import { EventSeeker, eventInFocus, timeOf } from './find.ts';
import { enteredAtStart, enteredBy, stepRecipe } from './recipe.ts';

/** An event that has not come by then will not come. */
export const PATIENCE_MS = 600_000;

/** What came of an attempt. */
export interface Attempt {
  /** Before anything has happened or been entered. */
  readonly start: Judgement;
  /** At the end. */
  readonly end: Judgement;
  /** Checks with whose opposite the step passes just as well when it passes, or ends: there should be none. */
  readonly passesInverted: readonly string[];
}

export interface AttemptOptions {
  /** Stop as soon as the step is passed. Else it is played to its end. */
  readonly untilPassed?: boolean;
}

/** When a step that is attempted ends, in virtual milliseconds; where nothing is played, at once. */
function endMs(step: Step): number {
  return step.kind === 'task' ? step.withinMs : 0;
}

/** Plays `step` with these actions to its end, and judges it on the way. */
export async function attempt(
  step: Step,
  actions: readonly Action[],
  { untilPassed = false }: AttemptOptions = {},
): Promise<Attempt> {
  const recipe = stepRecipe(step.id, step.scenario, actions);
  const run = new LabRun(recipe, inPageTransport);
  try {
    const checks = checksOf(step);
    const judged = { trace: run.trace, lanes: recipe.lanes, settings: recipe.settings };
    const judgeOf = (invert?: Invert): StepJudge => new StepJudge(checks, judged, invert);
    const entered = enteredBy(actions, enteredAtStart(step));
    const judge = judgeOf();
    const start = judgeOf().at(fromMs(0), enteredAtStart(step));
    const until = fromMs(endMs(step));
    let now = fromMs(0);
    let end = judge.at(now, entered);
    while (now < until && !(untilPassed && end.passedAt !== null)) {
      now = earlier(plus(now, fromS(1)), until);
      await run.runTo(now);
      end = judge.at(now, entered);
    }
    const last = end.passedAt ?? now;
    const passesInverted = checks
      .filter((one) =>
        passesAt(
          judgeOf((check) => check === one),
          last,
          entered,
        ),
      )
      .map(({ id }) => id);
    return { start, end, passesInverted };
  } finally {
    run.dispose();
  }
}

/** Whether all checks pass at `t`, whatever was before. */
function passesAt(judge: StepJudge, t: SimTime, entered: Entered): boolean {
  return judge.at(t, entered).results.every(({ status }) => status === 'pass');
}

/** How a scene played. */
export interface Scene {
  /** When it ended, in virtual milliseconds; null: `until` never came. */
  readonly endMs: number | null;
  /** Whether there is something where the focus lies at the end; true where there is no focus. */
  readonly focused: boolean;
}

/** Plays a scene that is only looked at to its end. */
export async function playScene(scenario: StepScenario, until: Until, focus: Focus | null): Promise<Scene> {
  const recipe = stepRecipe('scene', scenario);
  const run = new LabRun(recipe, inPageTransport);
  try {
    const seeker =
      until.kind === 'event' ? new EventSeeker(run.trace, recipe.lanes, until.match, until.nth) : null;
    const latest = fromMs(until.kind === 'time' ? until.ms : PATIENCE_MS);
    for (let now = fromMs(0); now < latest && (seeker === null || seeker.find() === null);) {
      now = earlier(plus(now, fromS(1)), latest);
      await run.runTo(now);
    }
    const end = timeOf(until, run.trace, recipe.lanes);
    const focused = focus === null || eventInFocus(focus, run.trace, recipe.lanes) !== null;
    return { endMs: end === null ? null : toMs(end), focused };
  } finally {
    run.dispose();
  }
}
