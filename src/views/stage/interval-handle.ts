/** The handle between the last two polls: where it stands, and which interval a drag of it means. */
import type { LaneScene } from './lane-scene.ts';

export interface IntervalSpan {
  /** When the earlier poll began, and the later one. */
  readonly from: number;
  readonly to: number;
}

/** How far two polls may be from the interval set and still show it. */
const TOLERANCE = 0.05;

/**
 * The last two polls begun by the playhead; while they do not show the interval that is set now, the last one and the
 * one that is due. Null before the second poll.
 */
export function lastInterval(lane: LaneScene, playhead: number, intervalUs: number): IntervalSpan | null {
  let to: number | null = null;
  for (let i = lane.polls.startedBy(playhead) - 1; i >= 0; i--) {
    const poll = lane.polls.items[i];
    if (poll?.purpose !== 'poll') continue;
    if (to !== null) {
      const shown = Math.abs(to - poll.start - intervalUs) <= TOLERANCE * intervalUs;
      return shown ? { from: poll.start, to } : { from: to, to: to + intervalUs };
    }
    to = poll.start;
  }
  return null;
}

/** Whole tenths of a second, at least one. */
export function intervalMsFor(us: number): number {
  return Math.min(600_000, Math.max(100, Math.round(us / 100_000) * 100));
}
