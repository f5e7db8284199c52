/** From a figure to the place that shows it. */
import type { SimTime } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import { NO_EVENT, type EventId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import type { Figure } from '#trace/verdict.ts';

/** A figure of one lane of a run, in the trace that it was read from. */
export interface Place {
  readonly run: number;
  readonly trace: Trace;
  readonly lane: number;
  readonly event: EventId;
}

/** Where a figure can be seen; null where nothing shows it. */
export function placeOf(figure: Figure | null, place: Omit<Place, 'event'>): Place | null {
  return figure && figure.event !== NO_EVENT ? { ...place, event: figure.event } : null;
}

/** Shows that run at that instant, with the event selected; returns the instant. Behind a kept run's end there is none. */
export function show(session: SessionView, { run, trace, lane, event }: Place): SimTime {
  if (session.shown.id !== run) session.showRun(run);
  const place = trace.at(event);
  session.scrub(place.t);
  session.select({
    lane,
    event: place.lane === lane ? event : null,
    msg: 'msg' in place ? place.msg : null,
  });
  return place.t;
}
