/**
 * A lesson being taken: which step, what the learner entered, what the trace says to it. The run of each step is an
 * ordinary run of the session; the player starts it, watches it, and never changes one that the learner works on.
 */
import { fromMs, minus, toMs, type SimTime } from '#base/time.ts';
import type { Check, Entered } from '#course/checks/check.ts';
import { StepJudge, type CheckResult, type Judgement } from '#course/checks/judge.ts';
import { checksOf } from '#course/checks/of-step.ts';
import type { Action, Focus, HerdKnob, Lesson, Step, StepScenario, Until } from '#course/model.ts';
import { eventInFocus, EventSeeker } from '#course/play/find.ts';
import { enteredAtStart, enteredBy, scenarioName, stepRecipe } from '#course/play/recipe.ts';
import type { EventId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import type { SessionView } from './contract.ts';
import type { BackoffOptions, HerdChoice } from './herd-link.ts';
import { figuresOf, saysAnything, type LaneFigures } from './lesson-figures.ts';
import { keepStep, recallStep } from './lesson-memory.ts';

/**
 * How far the learner is with a step. 'open': to be answered or done. 'locked': answered, not yet shown.
 * 'showing': the run shows it. 'done': shown, checked, or everything on the list reached.
 */
export type Phase = 'open' | 'locked' | 'showing' | 'done';

/** What a prediction is held against. */
export interface Evidence {
  /** The step's own run, where it differs and shows anything. */
  readonly before: readonly LaneFigures[] | null;
  readonly now: readonly LaneFigures[];
}

export interface LessonPlayerOptions {
  /** Where to begin; an id that the lesson does not have is the first step. */
  readonly step: string | null;
  /** The learner came to a step. */
  readonly onstep: (step: Step) => void;
  /** The learner finished a step by their own doing. */
  readonly ondone: (step: Step, answer: string | null) => void;
}

const LOOK_EVERY_MS = 250;
/** Marks the run of a solution among the session's. */
const SOLUTION = '/solution';

export class LessonPlayer {
  readonly lesson: Lesson;
  readonly #session: SessionView;
  readonly #options: LessonPlayerOptions;
  #index = $state.raw(0);
  #phase: Phase = $state.raw('open');
  #entered: Entered = $state.raw(enteredAtStart({ kind: 'read' } as Step));
  #judgement: Judgement | null = $state.raw(null);
  /** What the checks had measured when all of them passed. */
  #proof: readonly CheckResult[] | null = $state.raw(null);
  #hinted: string | null = $state.raw(null);
  #solved = $state.raw(false);
  #finished = $state.raw(false);
  #evidence: Evidence | null = $state.raw(null);
  /** What the session had selected when the lesson chose it: it is no question of the learner's. */
  #pointed: SessionView['selection'] | null = $state.raw(null);
  #judge: { readonly judge: StepJudge; readonly trace: Trace } | null = null;
  #until: { readonly until: Until; readonly seeker: EventSeeker | null; readonly trace: Trace } | null = null;
  #focus: Focus | null = null;
  #before: readonly LaneFigures[] | null = null;
  /** The learner's own run and text while the solution is shown. */
  #own: { readonly run: number; readonly entered: Entered; readonly phase: Phase } | null = null;
  #lookedMs = -Infinity;
  #lookedAt: SimTime | null = null;

  constructor(session: SessionView, lesson: Lesson, options: LessonPlayerOptions) {
    this.lesson = lesson;
    this.#session = session;
    this.#options = options;
    const index = lesson.steps.findIndex(({ id }) => id === options.step);
    this.#enter(Math.max(0, index), true);
  }

  get step(): Step {
    const step = this.lesson.steps[this.#index];
    if (!step) throw new RangeError(`the lesson has no step ${String(this.#index)}`);
    return step;
  }
  get index(): number {
    return this.#index;
  }
  get phase(): Phase {
    return this.#phase;
  }
  get entered(): Entered {
    return this.#entered;
  }
  get checks(): readonly Check[] {
    return checksOf(this.step);
  }
  /** Of the checks of a task or of a text; null where there are none, or before the first look. */
  get results(): readonly CheckResult[] | null {
    return this.#judgement?.results ?? null;
  }
  get proof(): readonly CheckResult[] | null {
    return this.#proof;
  }
  /** The check whose feedback is shown; 'first' where the step has none that could be named. */
  get hinted(): string | null {
    return this.#hinted;
  }
  /** What is shown is the solution, not the learner's. */
  get solved(): boolean {
    return this.#solved;
  }
  get evidence(): Evidence | null {
    return this.#evidence;
  }
  /** The last step was left forwards. */
  get finished(): boolean {
    return this.#finished;
  }
  /** Whether the solid button leads to the next step. */
  get done(): boolean {
    return this.#phase === 'done' || this.step.kind === 'read' || this.step.kind === 'sandbox';
  }
  get solvable(): boolean {
    return this.lesson.solution.has(this.step.id);
  }
  get hintable(): boolean {
    return this.checks.length > 0;
  }
  /** The herd that is shown in place of the lanes; null: the lanes are. */
  get herd(): { readonly choice: HerdChoice; readonly may: readonly HerdKnob[] } | null {
    const { step } = this;
    if (step.kind === 'predict' && step.reveal.herd && ['showing', 'done'].includes(this.#phase))
      return { choice: step.reveal.herd, may: [] };
    if (!step.herd) return null;
    const { choice, may } = step.herd;
    const { herd } = this.#entered;
    // What the learner chose is the first way to wait; a second one stays beside it.
    return {
      choice: herd ? { ...choice, policies: [herd.policy, ...choice.policies.slice(1)] } : choice,
      may,
    };
  }
  /** Whether the learner, not the lesson, selected what is selected. */
  get asked(): boolean {
    return this.#session.selection.msg !== null && this.#session.selection !== this.#pointed;
  }
  /** How long the reveal of a prediction plays, in virtual milliseconds; null where an event ends it. */
  get revealMs(): number | null {
    const { step } = this;
    if (step.kind !== 'predict' || step.reveal.until.kind !== 'time') return null;
    return step.reveal.until.ms - step.reveal.scenario.startAtMs;
  }

  choose(option: string): void {
    if (this.#phase === 'open') this.#enterValue({ ...this.#entered, answer: option });
  }

  put(item: string, bucket: string): void {
    if (this.#phase !== 'open') return;
    const others = Object.entries(this.#entered.buckets).filter(([key]) => key !== item);
    const placed = bucket === '' ? [] : [[item, bucket] as const];
    this.#enterValue({ ...this.#entered, buckets: Object.fromEntries([...others, ...placed]) });
  }

  write(text: string): void {
    this.#enterValue({ ...this.#entered, text });
    this.#look();
  }

  /** How the herd's clients wait from now on. */
  wait(policy: BackoffOptions): void {
    const { herd } = this.#entered;
    if (!herd) return;
    this.#enterValue({ ...this.#entered, herd: { ...herd, policy } });
    this.#look();
  }

  /** Locks a prediction, or checks a sorting: only what is complete. */
  lock(): void {
    const { step } = this;
    if (this.#phase !== 'open') return;
    if (step.kind === 'predict' && this.#entered.answer !== null) this.#phase = 'locked';
    else if (step.kind === 'sort' && this.sorted) {
      this.#judgement = this.#judgeNow();
      this.#finish();
    } else return;
    this.#hinted = null;
    this.#keep();
  }

  /** Whether every item has a bucket. */
  get sorted(): boolean {
    const { step } = this;
    return (
      step.kind === 'sort' &&
      Object.keys(step.items).every((item) => this.#entered.buckets[item] !== undefined)
    );
  }

  /** Back from locked, or from a sorting that was checked. */
  unlock(): void {
    if (this.#phase !== 'locked' && this.step.kind !== 'sort') return;
    this.#phase = 'open';
    this.#judgement = null;
    this.#solved = false;
    this.#keep();
  }

  /** Plays what shows the answer, as a run of its own. A class that raised its hands has nothing locked. */
  reveal(): void {
    const { step } = this;
    if (step.kind !== 'predict' || this.#phase === 'showing' || this.#phase === 'done') return;
    const { trace, shown, playhead } = this.#session;
    const before = figuresOf(trace, shown.recipe, playhead);
    this.#before = saysAnything(before) ? before : null;
    this.#phase = 'showing';
    this.#hinted = null;
    if (!step.reveal.herd) this.#start(step.reveal.scenario, { play: true });
    this.#watch(step.reveal.until, step.reveal.focus);
  }

  /** Names the first thing that is missing, and shows the event that offends. */
  hint(): void {
    if (!this.hintable) return;
    if (this.step.kind === 'predict' || (this.step.kind === 'sort' && this.#phase === 'open')) {
      this.#hinted = 'first';
      return;
    }
    this.#look();
    const { failing = null, results = [] } = this.#judgement ?? {};
    const missing = failing ?? results.find(({ status }) => status === 'waiting') ?? null;
    this.#hinted = missing?.id ?? 'first';
    if (missing === null || missing.event === null) return;
    // Stopped, so that the stage brings it into view.
    this.#session.pause();
    this.#point(missing.event);
  }

  /** Shows what passes; the learner's own is kept. */
  solution(): void {
    const { step } = this;
    const actions = this.lesson.solution.get(step.id);
    if (!actions || this.#solved) return;
    this.#own = { run: this.#session.shown.id, entered: this.#entered, phase: this.#phase };
    this.#solved = true;
    this.#hinted = null;
    this.#entered = enteredBy(actions, this.#entered);
    if (step.kind === 'predict') {
      if (this.#phase !== 'done') this.reveal();
    } else if (step.kind === 'task') {
      this.#proof = null;
      this.#start(step.scenario, { play: true, name: SOLUTION, actions });
    } else {
      this.#judgement = this.#judgeNow();
      this.#phase = 'done';
    }
  }

  /** Back from the solution to the learner's own run or text. */
  back(): void {
    const own = this.#own;
    if (!own) return;
    this.#own = null;
    this.#solved = false;
    this.#entered = own.entered;
    this.#phase = own.phase === 'showing' ? 'done' : own.phase;
    this.#proof = null;
    // What the solution passed is not the learner's.
    this.#judge = null;
    if (this.step.kind === 'task') {
      this.#session.showRun(own.run);
      this.#session.play();
    }
    this.#look();
  }

  /** The same step anew. Its run so far is kept among the session's. */
  reset(): void {
    this.#enter(this.#index, false);
  }

  next(): void {
    const { step } = this;
    // Nothing is asked there: to have been there is all.
    if (step.kind === 'read' || step.kind === 'sandbox') this.#options.ondone(step, null);
    if (this.#index + 1 < this.lesson.steps.length) this.#enter(this.#index + 1, false);
    else this.#finished = true;
  }

  previous(): void {
    if (this.#finished) this.#finished = false;
    else if (this.#index > 0) this.#enter(this.#index - 1, false);
  }

  goTo(step: string): void {
    const index = this.lesson.steps.findIndex(({ id }) => id === step);
    if (index >= 0 && index !== this.#index) this.#enter(index, false);
  }

  /** What the solid button does. */
  primary(): void {
    const { step } = this;
    if (this.done) this.next();
    else if (step.kind === 'predict' && this.#phase === 'locked') this.reveal();
    else if (step.kind === 'watch') this.#session.play();
    else if (step.kind === 'predict' || step.kind === 'sort') this.lock();
  }

  /** Once a frame: has the scene ended, is what to look at there, and four times a second what the checks say. */
  notice(nowMs: number): void {
    this.#noticeEnd();
    if (nowMs - this.#lookedMs < LOOK_EVERY_MS) return;
    this.#lookedMs = nowMs;
    this.#noticeFocus();
    if (this.#session.playhead !== this.#lookedAt || this.#session.trace !== this.#judge?.trace) this.#look();
  }

  #enter(index: number, resumed: boolean): void {
    this.#index = index;
    this.#finished = false;
    const { step } = this;
    const kept = resumed ? recallStep(this.lesson.id, step.id) : null;
    const start = enteredAtStart(step);
    const herd = start.herd && kept?.policy ? { ...start.herd, policy: kept.policy } : start.herd;
    this.#entered = kept ? { ...kept.entered, herd } : start;
    this.#phase = kept?.locked === true && step.kind === 'predict' ? 'locked' : 'open';
    this.#judgement = this.#proof = this.#hinted = this.#evidence = this.#own = this.#before = null;
    this.#solved = false;
    this.#until = null;
    this.#focus = null;
    this.#start(step.scenario, { play: step.scenario.autoplay });
    if (step.kind === 'watch') {
      this.#phase = 'showing';
      this.#watch(step.until, step.focus);
    } else if (step.kind !== 'predict') this.#focus = step.focus;
    this.#options.onstep(step);
    this.#keep();
    this.#look();
  }

  #start(
    scenario: StepScenario,
    { play, name = '', actions = [] }: { play: boolean; name?: string; actions?: readonly Action[] },
  ): void {
    const session = this.#session;
    session.setSpeed(scenario.speed);
    session.startRun(stepRecipe(scenarioName(this.lesson.id, this.step) + name, scenario, actions), { play });
    if (scenario.startAtMs > 0) void session.skipAhead(scenario.startAtMs);
    this.#judge = null;
  }

  #watch(until: Until, focus: Focus | null): void {
    this.#until = { until, seeker: null, trace: this.#session.trace };
    this.#focus = focus;
  }

  /** Ends a scene that has played to its end. */
  #noticeEnd(): void {
    const session = this.#session;
    if (!this.#until || session.progress !== null) return;
    const { trace, playhead, lanes } = session;
    const { until } = this.#until;
    if (until.kind === 'time') {
      if (playhead < fromMs(until.ms)) return;
    } else {
      // What was played ahead is another trace.
      if (this.#until.seeker === null || this.#until.trace !== trace)
        this.#until = { until, trace, seeker: new EventSeeker(trace, lanes, until.match, until.nth) };
      const found = this.#until.seeker?.find() ?? null;
      if (found === null || trace.at(found).t > playhead) return;
    }
    this.#until = null;
    session.pause();
    const { shown } = session;
    if (this.step.kind === 'predict' && !this.step.reveal.herd)
      this.#evidence = { before: this.#before, now: figuresOf(trace, shown.recipe, playhead) };
    this.#finish();
  }

  /** Selects what the step wants looked at, as soon as it is there and the scene has ended. */
  #noticeFocus(): void {
    const session = this.#session;
    if (!this.#focus || this.#until || session.progress !== null) return;
    const { trace, playhead, lanes } = session;
    const event = eventInFocus(this.#focus, trace, lanes);
    if (event === null || trace.at(event).t > playhead) return;
    const about = this.#focus;
    this.#focus = null;
    this.#point(event, about.kind === 'message' ? about.msg : null);
  }

  /** Selects an event, as the lesson's doing. */
  #point(event: EventId, about: string | null = null): void {
    const { trace } = this.#session;
    if (event < 0 || event >= trace.length) return;
    const at = trace.at(event);
    const msg = about ?? ('msg' in at ? at.msg : null);
    this.#session.select({ event, msg, lane: at.lane < 0 ? null : at.lane });
    this.#pointed = this.#session.selection;
  }

  #enterValue(entered: Entered): void {
    this.#entered = entered;
    this.#hinted = null;
    this.#keep();
  }

  #keep(): void {
    keepStep({
      lesson: this.lesson.id,
      step: this.step.id,
      entered: this.#entered,
      locked: this.#phase !== 'open',
    });
  }

  /** The shown run is the solution's, or branched off from it. */
  get #showsSolution(): boolean {
    if (!this.#solved) return false;
    return this.step.kind !== 'task' || this.#session.shown.recipe.scenario.endsWith(SOLUTION);
  }

  #look(): void {
    if (!['task', 'write', 'herd'].includes(this.step.kind)) return;
    const judgement = this.#judgeNow();
    this.#judgement = judgement;
    const hinted = judgement.results.find(({ id }) => id === this.#hinted);
    if (hinted?.status === 'pass') this.#hinted = null;
    if (judgement.passedAt === null || this.#proof !== null) return;
    // The numbers of the instant at which all passed, whatever came after.
    this.#proof = judgement.results.every(({ status }) => status === 'pass')
      ? judgement.results
      : this.#judgedAt(judgement.passedAt).results;
    this.#hinted = null;
    this.#finish();
  }

  #judgeNow(): Judgement {
    const { trace, playhead } = this.#session;
    if (this.#judge?.trace !== trace) this.#judge = { judge: this.#newJudge(), trace };
    this.#lookedAt = playhead;
    return this.#judge.judge.at(playhead, this.#entered);
  }

  #judgedAt(t: SimTime): Judgement {
    return this.#newJudge().at(t, this.#entered);
  }

  #newJudge(): StepJudge {
    const { trace, lanes, shown } = this.#session;
    return new StepJudge(this.checks, { trace, lanes, settings: shown.recipe.settings });
  }

  #finish(): void {
    this.#phase = 'done';
    if (!this.#showsSolution) this.#options.ondone(this.step, this.#entered.answer);
  }
}

/** How long a check must still be measured, in virtual milliseconds; null when that is not known. */
export function stillNeedsMs({ status, readyAt }: CheckResult, now: SimTime): number | null {
  return status === 'waiting' && readyAt !== null ? Math.max(0, toMs(minus(readyAt, now))) : null;
}
