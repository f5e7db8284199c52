/**
 * When which line is said. It is asked from time to time, with the wall clock's milliseconds, and answers with the line
 * to show: the same one, another, or null for the opening line.
 */
import { us, type SimTime } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import type { NarratorFact } from '#words/types-stage.ts';
import { isTelling, LINES_KEPT, tell, type Kind } from './narrator.ts';
import { instant, sumUp } from './sums.ts';

export type Told = Pick<
  SessionView,
  'trace' | 'playhead' | 'lanes' | 'shown' | 'status' | 'speed' | 'metrics' | 'settings'
>;

/** How long a line stays, in milliseconds of wall time: the opening, any line, and one without great news after it. */
const OPENING_MS = 4000;
const ANY_MS = 2000;
const EVERYDAY_MS = 2900;
/** A fact of the everyday is told at once or never; a telling one may wait for the line before it. */
const FRESH_MS = 500;
const TELLING_MS = 3000;
/** A time that is foretold must be this far ahead when it is said. */
const AHEAD_MS = 700;
/** A sum is due after so many milliseconds without one, and not before there is something to sum up. */
const SUM_EVERY_MS = 9_000;
const SUM_FROM_US = 12_000_000;
/** After a jump, this much of what went before is looked at, in microseconds. */
const LOOK_BACK_US = 1_500_000;
/** Who looks less often than this does not see a jump in what was played meanwhile. */
const LOOKS_MS = 1500;
/** While playing, who has a message together is known so much later, in microseconds. */
const SETTLED_US = 5000;

export class Teller {
  #line: NarratorFact | null = null;
  #said: Kind[] = [];
  #run = -1;
  #toldTo = 0;
  #lookedAt = 0;
  #seen = 0;
  #atRest = false;
  #saidMs = 0;
  #lastSumMs = 0;
  #sums = 0;
  #holdMs = OPENING_MS;

  ask(view: Told, nowMs: number): NarratorFact | null {
    const paused = view.status === 'paused';
    if (view.status === 'catching-up') return this.#line;
    if (view.shown.id !== this.#run) this.#begin(view, nowMs);
    // Paused, the line is for the instant shown, whichever way it was come to.
    else if (this.#atRest && paused ? view.playhead !== this.#seen : this.#jumped(view, nowMs))
      this.#showInstant(view, nowMs);
    else if (!paused) this.#goOn(view, nowMs);
    this.#atRest = paused;
    this.#seen = view.playhead;
    this.#lookedAt = nowMs;
    return this.#line;
  }

  #begin(view: Told, nowMs: number): void {
    const { forkedAt, id } = view.shown;
    this.#run = id;
    this.#said = [];
    this.#line = null;
    this.#toldTo = view.trace.countUntil(view.playhead);
    this.#saidMs = nowMs;
    this.#lastSumMs = nowMs;
    this.#holdMs = OPENING_MS;
    if (forkedAt !== null) this.#say({ kind: 'forked', atUs: forkedAt }, nowMs);
    else if (view.playhead > LOOK_BACK_US) this.#showInstant(view, nowMs);
  }

  /** Back, or further ahead than the run can have played since it was last looked at. */
  #jumped({ playhead, speed }: Told, nowMs: number): boolean {
    const playedUs = Math.min(LOOKS_MS, nowMs - this.#lookedAt) * 1000 * speed;
    return playhead < this.#seen || playhead - this.#seen > 2 * playedUs + 1_000_000;
  }

  #showInstant(view: Told, nowMs: number): void {
    const { trace, playhead, lanes } = view;
    const to = trace.countUntil(playhead);
    this.#said = [];
    this.#toldTo = to;
    if (to === 0) {
      this.#line = null;
      return;
    }
    const from = trace.countUntil(us(Math.max(0, playhead - LOOK_BACK_US)));
    const stretch = { ...this.#stretch(view), from, freshFrom: from, to };
    this.#say(tell(stretch, []) ?? instant(trace, lanes, playhead, to), nowMs);
  }

  #goOn(view: Told, nowMs: number): void {
    const { trace, playhead, speed } = view;
    const passedMs = nowMs - this.#saidMs;
    if (passedMs < this.#holdMs) return;
    const to = trace.countUntil(playhead);
    const before = (ms: number): number =>
      trace.countUntil(us(Math.max(0, playhead - Math.max(100, ms * speed) * 1000)));
    const from = Math.max(this.#toldTo, before(TELLING_MS));
    const fact = tell({ ...this.#stretch(view), from, freshFrom: before(FRESH_MS), to }, this.#said);
    const due = fact !== null && (isTelling(fact.kind) || passedMs >= EVERYDAY_MS);
    if (due && isTelling(fact.kind)) {
      this.#toldTo = to;
      this.#say(fact, nowMs);
      return;
    }
    const sum = passedMs >= EVERYDAY_MS ? this.#sum(view, nowMs) : null;
    if (sum === null && !due) return;
    this.#toldTo = to;
    this.#say(sum ?? fact, nowMs);
  }

  #sum({ playhead, metrics, lanes }: Told, nowMs: number): NarratorFact | null {
    if (playhead < SUM_FROM_US || nowMs - this.#lastSumMs < SUM_EVERY_MS) return null;
    const fact = sumUp(metrics, lanes, playhead, this.#sums);
    if (fact === null) return null;
    this.#sums++;
    this.#lastSumMs = nowMs;
    return fact;
  }

  #stretch(view: Told): {
    trace: Told['trace'];
    now: SimTime;
    aheadUs: number;
    settledUs: number;
    lanes: Told['lanes'];
    intervalUs: number;
  } {
    return {
      ...{ trace: view.trace, now: view.playhead, lanes: view.lanes },
      aheadUs: AHEAD_MS * 1000 * view.speed,
      settledUs: view.status === 'paused' ? 0 : SETTLED_US,
      intervalUs: view.settings['polling.intervalMs'] * 1000,
    };
  }

  #say(fact: NarratorFact | null, nowMs: number): void {
    if (fact === null) return;
    this.#line = fact;
    this.#said = [...this.#said, fact.kind].slice(-LINES_KEPT);
    this.#saidMs = nowMs;
    this.#holdMs = ANY_MS;
  }
}
