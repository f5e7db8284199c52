/**
 * Judges a step: are all its checks fulfilled at once? Looks every 100 ms of virtual time, whoever asks and however
 * often: neither the speed of the run nor that of the machine decides who passes.
 */
import { ensure } from '#base/assert.ts';
import { fromMs, ZERO, type SimTime } from '#base/time.ts';
import { inverted, type Check, type Entered, type Verdict } from './check.ts';
import { AnswerFold, SortedFold, StreamFold } from './entered-folds.ts';
import {
  ClientFold,
  CountFold,
  OrderFold,
  SequenceFold,
  SettingFold,
  SomeFold,
  UniqueFold,
} from './event-folds.ts';
import type { Fold, Judged } from './fold.ts';
import { HeartbeatFold, isHeartbeatCheck } from './heartbeat-fold.ts';
import { HerdFold } from './herd-fold.ts';
import { MetricFold } from './metric-fold.ts';

/** How far apart the looks are, in virtual time. */
export const LOOK_EVERY = fromMs(100);

export interface CheckResult extends Verdict {
  readonly id: string;
}

export interface Judgement {
  /** In the order of the checks. */
  readonly results: readonly CheckResult[];
  /** The first check that fails: its hint is shown, and its event is what to jump to. */
  readonly failing: CheckResult | null;
  /** When all checks passed at once for the first time; null: not yet. */
  readonly passedAt: SimTime | null;
}

/** Whether to take a check for its opposite: for the tests of lessons. */
export type Invert = (check: Check) => boolean;

function foldOf(check: Check, judged: Judged): Fold {
  const lanes = judged.lanes.map(({ id }) => id);
  switch (check.kind) {
    case 'some':
      return new SomeFold(check, lanes);
    case 'count':
      return new CountFold(check, lanes);
    case 'sequence':
      return new SequenceFold(check, lanes);
    case 'unique':
      return new UniqueFold(check, lanes);
    case 'order':
      return new OrderFold(check, lanes);
    case 'metric':
      return isHeartbeatCheck(check) ? new HeartbeatFold(check, judged) : new MetricFold(check, judged);
    case 'setting':
      return new SettingFold(check, judged);
    case 'client':
      return new ClientFold(check, lanes);
    case 'answer':
      return new AnswerFold(check);
    case 'sorted':
      return new SortedFold(check);
    case 'sse':
      return new StreamFold(check);
    case 'herd':
      return new HerdFold(check);
  }
}

export class StepJudge {
  readonly #checks: readonly Check[];
  readonly #judged: Judged;
  readonly #invert: Invert;
  #folds: readonly Fold[] = [];
  #read = 0;
  #looked = ZERO;
  #passedAt: SimTime | null = null;

  constructor(checks: readonly Check[], judged: Judged, invert: Invert = () => false) {
    this.#checks = checks;
    this.#judged = judged;
    this.#invert = invert;
    this.#reset();
  }

  /** The judgement at `t`. Going forward it reads only what is new; going back it starts over. */
  at(t: SimTime, entered: Entered): Judgement {
    if (t < this.#looked) this.#reset();
    const every = LOOK_EVERY;
    for (let look = (Math.floor(this.#looked / every) + 1) * every; look < t; look += every)
      this.#look(look as SimTime, entered);
    this.#look(t, entered);
    const results = this.#checks.map((check, i) => ({ ...this.#verdict(i, t, entered), id: check.id }));
    const failing = results.find(({ status }) => status === 'fail') ?? null;
    return { results, failing, passedAt: this.#passedAt };
  }

  #look(t: SimTime, entered: Entered): void {
    const { trace } = this.#judged;
    for (const count = trace.countUntil(t); this.#read < count; this.#read++) {
      const event = trace.at(this.#read);
      for (const fold of this.#folds) fold.add(event);
    }
    this.#looked = t;
    if (
      this.#passedAt === null &&
      this.#folds.every((_, i) => this.#verdict(i, t, entered).status === 'pass')
    )
      this.#passedAt = t;
  }

  #verdict(i: number, t: SimTime, entered: Entered): Verdict {
    const check = ensure(this.#checks[i], `check ${String(i)}`);
    const verdict = ensure(this.#folds[i], `fold ${String(i)}`).verdict(t, entered);
    return this.#invert(check) ? inverted(verdict) : verdict;
  }

  #reset(): void {
    this.#folds = this.#checks.map((check) => foldOf(check, this.#judged));
    this.#read = 0;
    this.#looked = ZERO;
    this.#passedAt = null;
  }
}
