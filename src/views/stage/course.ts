/** How far a segment gets, and where on its way it is at an instant. */
import type { Flight } from './scene-types.ts';

/** Half-way the model drops a packet; a packet dropped at the sender gets this short stub, so that its x is seen. */
const STUB = 0.3;

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
    const stub = flight.rule === 'outage' || flight.rule === 'queue';
    const share = stub ? STUB : 0.5;
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
