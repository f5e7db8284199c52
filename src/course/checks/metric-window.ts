/**
 * The window of a metric: the last stretch (t - over, t] that lies wholly after the last change of a setting. What was
 * measured before belongs to other settings. Half a window says nothing, so that nobody passes by a lucky first second.
 */
import { fromMs, plus, ZERO, type SimTime } from '#base/time.ts';
import type { TraceEvent } from '#trace/events.ts';
import { changedSettings } from './fold.ts';

export class MetricWindow {
  readonly #overMs: number | null;
  /** The window can't begin before. */
  #since: SimTime = ZERO;

  /** `overMs` null: the whole run. */
  constructor(overMs: number | null) {
    this.#overMs = overMs;
  }

  add(event: TraceEvent): void {
    if (changedSettings(event)) this.#since = event.t;
  }

  /** What is not later than this lies before the window that ends at `t`. */
  startAt(t: SimTime): SimTime {
    return this.#overMs === null ? (-1 as SimTime) : ((t - fromMs(this.#overMs)) as SimTime);
  }

  /** When the window will be full; null: it is, at `t`. */
  readyAt(t: SimTime): SimTime | null {
    if (this.#overMs === null) return null;
    const readyAt = plus(this.#since, fromMs(this.#overMs));
    return t < readyAt ? readyAt : null;
  }
}
