/** The handle between the last two polls: where it stands, and which interval a drag of it means. */
import type { LaneScene } from './lane-scene.ts';

export interface IntervalSpan {
  /** When the last poll but one began, and the last one. */
  readonly from: number;
  readonly to: number;
}

/** The last two polls begun by the playhead, or null when there are not two. */
export function lastInterval(lane: LaneScene, playhead: number): IntervalSpan | null {
  let to: number | null = null;
  for (let i = lane.polls.startedBy(playhead) - 1; i >= 0; i--) {
    const poll = lane.polls.items[i];
    if (poll?.purpose !== 'poll') continue;
    if (to !== null) return { from: poll.start, to };
    to = poll.start;
  }
  return null;
}

/** Whole tenths of a second, at least one. */
export function intervalMsFor(us: number): number {
  return Math.min(600_000, Math.max(100, Math.round(us / 100_000) * 100));
}
