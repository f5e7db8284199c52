/** The message of a lane that took longest: what a click on the lane's bar selects. */
import type { SimTime } from '#base/time.ts';
import { NO_EVENT, type MsgId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

/** Among the messages delivered up to `until`; null when there is none. The earliest of equals. */
export function slowestMessage(trace: Trace, lane: number, until: SimTime): MsgId | null {
  let slowest: MsgId | null = null;
  let most = -1;
  const count = trace.countUntil(until);
  for (let id = 0; id < count; id++) {
    const event = trace.at(id);
    if (event.type !== 'app.delivered' || event.lane !== lane || event.duplicate) continue;
    const published = trace.provenance.message(lane, event.msg)?.published ?? NO_EVENT;
    if (published === NO_EVENT) continue;
    const delay = event.t - trace.at(published).t;
    if (delay <= most) continue;
    slowest = event.msg;
    most = delay;
  }
  return slowest;
}
