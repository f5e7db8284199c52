/** What the simulator writes to: the full log, or counters only for long calibrations. */
import type { Direction, EventId, LaneIndex, NewEvent } from './events.ts';

export interface TraceSink {
  /** The event that is being worked on: the cause of every event that names none. */
  cause: EventId;
  /** Adds an event and returns its id. Its time is never before the last event's. */
  append(event: NewEvent): EventId;
  /** Adds octets to one direction of a connection's stream and returns the offset of the first. */
  write(lane: LaneIndex, conn: number, dir: Direction, bytes: Uint8Array): number;
}
