/** The tests of a lesson: everything that must hold before a learner sees it, played without a page. */
import { checksOf } from '../checks/of-step.ts';
import type { Lesson, NearMiss, PredictStep, Step } from '../model.ts';
import { attempt, PATIENCE_MS, playScene } from '../play/player.ts';
import { formatProblem, RULES, type Problem, type Rule } from '../files/problem.ts';
import { implicitNearMisses, implicitSolution } from './implicit.ts';

/** One line of the report. */
export interface Finding {
  /** The lesson, or a file that all lessons share. */
  readonly lesson: string;
  /** Null: of the lesson as a whole. */
  readonly step: string | null;
  /** What was looked at: 'solution passes'. */
  readonly what: string;
  readonly passed: boolean;
  /** When it failed: why, and what to do; a line each. */
  readonly details: readonly string[];
}

/** What each rule promises, as the report says it. */
const PROMISES: Readonly<Record<Rule, string>> = {
  schema: 'schema valid',
  ids: 'zh and en have the ids of the steps',
  references: 'references resolve',
  feedback: 'every wrong option and failed check has feedback',
  options: 'options of similar length',
  length: 'text fits beside the stage',
  language: 'each language in its own script and punctuation',
  sources: 'sources and teacher notes present',
};

/** A line for each rule of the files. */
export function verifyFiles(lesson: string, problems: readonly Problem[]): Finding[] {
  return RULES.map((rule) => {
    const details = problems.filter((problem) => problem.rule === rule).map(formatProblem);
    return { lesson, step: null, what: PROMISES[rule], passed: details.length === 0, details };
  });
}

/** Plays every step of a lesson whose files are valid. */
export async function* verifySteps(lesson: Lesson): AsyncGenerator<Finding> {
  for (const step of lesson.steps) {
    const findings =
      checksOf(step).length > 0
        ? await new StepVerifier(lesson, step).all()
        : await verifyScene(lesson, step);
    yield* findings;
    if (step.kind === 'predict') yield* await verifyReveal(lesson, step);
  }
}

type Say = (what: string, passed: boolean, ...details: readonly string[]) => Finding;

function sayer(lesson: Lesson, step: Step): Say {
  return (what, passed, ...details) => ({
    lesson: lesson.id,
    step: step.id,
    what,
    passed,
    details: passed ? [] : details,
  });
}

async function verifyScene(lesson: Lesson, step: Step): Promise<Finding[]> {
  const say = sayer(lesson, step);
  if (step.kind !== 'watch') return [];
  const { endMs, focused } = await playScene(step.scenario, step.until, step.focus);
  return [
    say(
      'plays to its end',
      endMs !== null,
      `"until" has not come within ${String(PATIENCE_MS / 60_000)} min.`,
    ),
    ...(step.focus
      ? [say('what is in focus happens', focused, 'nothing in the trace matches "focus" by then.')]
      : []),
  ];
}

async function verifyReveal(lesson: Lesson, step: PredictStep): Promise<Finding[]> {
  const say = sayer(lesson, step);
  const { reveal } = step;
  const { endMs, focused } = await playScene(reveal.scenario, reveal.until, reveal.focus);
  const passed = endMs !== null && focused;
  return [
    say('reveal plays to its end', passed, 'its "until" has not come, or nothing matches its "focus".'),
  ];
}

/** Attempts one step in every way that must pass or fail. */
class StepVerifier {
  readonly #lesson: Lesson;
  readonly #step: Step;
  readonly #say: Say;
  readonly #misses: readonly NearMiss[];

  constructor(lesson: Lesson, step: Step) {
    this.#lesson = lesson;
    this.#step = step;
    this.#say = sayer(lesson, step);
    this.#misses = [...implicitNearMisses(step), ...(lesson.nearMisses.get(step.id) ?? [])];
  }

  async all(): Promise<Finding[]> {
    return [
      ...(await this.#doingNothing()),
      ...(await this.#solution()),
      ...(await this.#nearMisses()),
      this.#everyCheckHasOne(),
    ];
  }

  async #doingNothing(): Promise<Finding[]> {
    const { start, end } = await attempt(this.#step, []);
    const remedy = 'the step is passed without doing anything. Change its scenario, or sharpen a check.';
    return [
      this.#say('start fails', start.passedAt === null, remedy),
      this.#say('idle fails', end.passedAt === null, remedy),
    ];
  }

  async #solution(): Promise<Finding[]> {
    const actions = this.#lesson.solution.get(this.#step.id) ?? implicitSolution(this.#step);
    if (!actions)
      return [
        this.#say('solution passes', false, `there is none. Add "${this.#step.id}:" to solution.yaml.`),
      ];
    const { end, passesInverted } = await attempt(this.#step, actions, { untilPassed: true });
    const passed = end.passedAt !== null;
    const results = end.results.map(
      ({ id, status, value }) => `${id}: ${status}${value === null ? '' : ` (${value.toFixed(1)})`}`,
    );
    return [
      this.#say('solution passes', passed, `at the end: ${results.join(', ')}.`),
      this.#say(
        'each check, inverted, fails',
        passed && passesInverted.length === 0,
        passed
          ? `it passes with the opposite of ${passesInverted.join(', ')}, too.`
          : 'no solution to try it on.',
      ),
    ];
  }

  async #nearMisses(): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const { id, hint, actions } of this.#misses) {
      const { end } = await attempt(this.#step, actions);
      const got = end.failing?.id ?? 'none';
      const why =
        end.passedAt === null
          ? `it gets the hint "${got}", not "${hint}".`
          : 'it passes the step. Make it worse.';
      const passed = end.passedAt === null && got === hint;
      findings.push(this.#say(`near-miss "${id}" gets the hint "${hint}"`, passed, why));
    }
    return findings;
  }

  #everyCheckHasOne(): Finding {
    const missing = checksOf(this.#step)
      .map(({ id }) => id)
      .filter((id) => !this.#misses.some(({ hint }) => hint === id));
    const what = 'every check has a near-miss';
    return this.#say(
      what,
      missing.length === 0,
      `none for: ${missing.join(', ')}. Add them to near-miss.yaml.`,
    );
  }
}
