/** When a lane's server accepted a message, and when the user sent it. */
import type { SimTime } from '#base/time.ts';
import { NO_EVENT, type MsgId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

/** Null while it hasn't. */
export function publishedAt(trace: Trace, lane: number, msg: MsgId): SimTime | null {
  const id = trace.provenance.message(lane, msg)?.published ?? NO_EVENT;
  return id === NO_EVENT ? null : trace.at(id).t;
}

/** Null for a message of the feed. */
export function sentAt(trace: Trace, lane: number, msg: MsgId): SimTime | null {
  const id = trace.provenance.message(lane, msg)?.sent ?? NO_EVENT;
  return id === NO_EVENT ? null : trace.at(id).t;
}
