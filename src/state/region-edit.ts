/** What editing a region means for the run, for those who draw or list regions. */
import type { SimTime } from '#base/time.ts';
import { firstDifference, type Region } from '#lab/regions.ts';
import type { SessionView } from './contract.ts';

/**
 * Where the run forks when `before` becomes `after` (null is no region); null when nothing that has happened changes.
 * A run that is only looked back at forks in any case.
 */
export function forksAt(session: SessionView, before: Region | null, after: Region | null): SimTime | null {
  const from = firstDifference(before, after);
  const newest = session.shown.id === session.runs.at(-1)?.id;
  return from !== null && (!newest || from <= session.head) ? from : null;
}
