/** The lines the learner sent, and how long each took up to the server and back in every lane. */
import type { SimTime } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

export interface YourLine {
  readonly msg: string;
  readonly text: string;
  /** Per lane the microseconds from `app.sent` to `app.delivered`; null while it is under way. */
  readonly roundTripsUs: readonly (number | null)[];
}

type Interventions = SessionView['shown']['recipe']['interventions'];

/** Newest first, as known at `until`. */
export function yourLines(
  trace: Trace,
  interventions: Interventions,
  lanes: number,
  until: SimTime,
): YourLine[] {
  const lines: YourLine[] = [];
  for (const one of interventions) {
    if (!('say' in one) || one.at > until) continue;
    const roundTripsUs = Array.from({ length: lanes }, (_, lane) => roundTrip(trace, lane, one.id, until));
    lines.unshift({ msg: one.id, text: one.say, roundTripsUs });
  }
  return lines;
}

function roundTrip(trace: Trace, lane: number, msg: string, until: SimTime): number | null {
  const places = trace.provenance.message(lane, msg);
  if (!places || places.sent === NO_EVENT || places.delivered === NO_EVENT) return null;
  const delivered = trace.at(places.delivered).t;
  return delivered <= until ? delivered - trace.at(places.sent).t : null;
}
