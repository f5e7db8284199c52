/** When polling can show a message at the earliest: the next tick of its fixed rate, and the way there and back. */
import { us } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import type { Direction, MsgId } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

export interface Schedule {
  readonly trace: Trace;
  readonly lanes: SessionView['lanes'];
  readonly intervalUs: number;
}

/** In microseconds of the run; null without a polling lane, when it has the message, or while a poll is out. */
export function nextPollShows(schedule: Schedule, t: number, msg: MsgId): number | null {
  const { trace, lanes, intervalUs } = schedule;
  const lane = lanes.findIndex((one) => one.transport === 'polling');
  if (lane < 0) return null;
  const delivered = trace.provenance.message(lane, msg)?.delivered ?? NO_EVENT;
  if (delivered !== NO_EVENT && trace.at(delivered).t <= t) return null;
  const last = lastPoll(schedule, lane, t);
  // A poll that is out may bring the message or not: that is not for us to say.
  if (last === null || !last.over) return null;
  const next = last.askedAt + intervalUs;
  return next < t ? null : next + roundTripUs(schedule, t);
}

function lastPoll(
  { trace }: Schedule,
  lane: number,
  t: number,
): { readonly askedAt: number; readonly over: boolean } | null {
  let over = false;
  for (let id = trace.countUntil(us(t)) - 1; id >= 0; id--) {
    const event = trace.at(id);
    if (event.lane !== lane) continue;
    if (event.type === 'pdu.received' && event.dir === 'down') over = true;
    if (event.type === 'request.issued' && event.purpose === 'poll') return { askedAt: event.t, over };
  }
  return null;
}

/** The fixed delays of both directions in force at `t`. */
function roundTripUs({ trace }: Schedule, t: number): number {
  const changed: Partial<Record<Direction, number>> = {};
  for (let id = trace.countUntil(us(t)) - 1; id >= 0; id--) {
    const event = trace.at(id);
    if (event.type === 'net.changed') changed[event.dir] ??= event.link.delayMs * 1000;
    if (changed.up !== undefined && changed.down !== undefined) break;
  }
  return Math.round((changed.up ?? 0) + (changed.down ?? 0));
}
