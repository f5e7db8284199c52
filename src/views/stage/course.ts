/** How far a segment gets, and where on its way it is at an instant. */
import type { LossRule } from '#trace/events.ts';
import type { Flight } from './scene-types.ts';

/**
 * How much of its way a lost packet makes: what is dropped at the sender gets a short stub, so that its x is seen; a
 * corrupted one gets there, and the checksum finds it; the others die half-way.
 */
const LOST_AFTER: Readonly<Record<LossRule, number>> = {
  outage: 0.3,
  queue: 0.3,
  random: 0.5,
  burst: 0.5,
  picked: 0.5,
  forgotten: 0.5,
  corrupt: 1,
};

export interface Course {
  /** When it ends, in microseconds. */
  readonly end: number;
  /** How much of the way it makes by then, 0 to 1. */
  readonly share: number;
}

/** The whole way of a segment, whatever instant is shown. */
export function courseOf(flight: Flight): Course {
  if (flight.outcome === 'received') return { end: flight.end, share: 1 };
  if (flight.outcome === 'lost') {
    const share = LOST_AFTER[flight.rule ?? 'random'];
    const soonest = flight.start + share * flight.oneWayUs * 0.5;
    return { end: flight.end > soonest ? flight.end : flight.start + share * flight.oneWayUs, share };
  }
  // A segment that is going to die is due at half its way; drawn at that pace its slope would give it away.
  const dueIn = flight.due - flight.start;
  return { end: flight.start + (dueIn < 0.8 * flight.oneWayUs ? flight.oneWayUs : dueIn), share: 1 };
}

/** The part of a course that is over at `t`: until when, and how far. */
export function courseUntil(course: Course, start: number, t: number): Course {
  if (t >= course.end) return course;
  return { end: t, share: (course.share * (t - start)) / Math.max(1, course.end - start) };
}
