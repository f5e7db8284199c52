/** Finding in a trace what a lesson speaks of. */
import { fromMs, type SimTime } from '#base/time.ts';
import type { LaneSpec } from '#lab/recipe.ts';
import { NO_EVENT, type EventId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import type { EventMatch } from '../checks/check.ts';
import { eventMatches } from '../checks/where.ts';
import type { Focus, Until } from '../model.ts';

/** Looks for the `nth` event that matches; as the trace grows it reads on where it stopped. */
export class EventSeeker {
  readonly #trace: Trace;
  readonly #match: EventMatch;
  readonly #lanes: readonly string[];
  #left: number;
  #read = 0;
  #found: EventId | null = null;

  constructor(trace: Trace, lanes: readonly LaneSpec[], match: EventMatch, nth: number) {
    this.#trace = trace;
    this.#match = match;
    this.#lanes = lanes.map(({ id }) => id);
    this.#left = nth;
  }

  /** Its id, or null while there is none. */
  find(): EventId | null {
    for (; this.#found === null && this.#read < this.#trace.length; this.#read++)
      if (eventMatches(this.#trace.at(this.#read), this.#match, this.#lanes) && --this.#left === 0)
        this.#found = this.#read;
    return this.#found;
  }
}

/** When `until` has come, as far as the trace tells; null: not yet. */
export function timeOf(until: Until, trace: Trace, lanes: readonly LaneSpec[]): SimTime | null {
  if (until.kind === 'time') return fromMs(until.ms);
  const id = new EventSeeker(trace, lanes, until.match, until.nth).find();
  return id === null ? null : trace.at(id).t;
}

/** The event in which the focus lies: of a message its delivery, else its publication. Null while there is none. */
export function eventInFocus(focus: Focus, trace: Trace, lanes: readonly LaneSpec[]): EventId | null {
  if (focus.kind === 'event') return new EventSeeker(trace, lanes, focus.match, focus.nth).find();
  for (const [lane, { id }] of lanes.entries()) {
    if (focus.lane !== null && focus.lane !== id) continue;
    const places = trace.provenance.message(lane, focus.msg);
    if (!places) continue;
    return places.delivered === NO_EVENT ? places.published : places.delivered;
  }
  return null;
}
