/** The first half of a line of the user's: from the client's call to the server's room, in microseconds by part. */
import type { SimTime } from '#base/time.ts';
import { NO_EVENT, type EventOf, type MsgId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey } from '#trace/provenance.ts';
import { publishedAt, sentAt } from './published.ts';

/** In the order in which they happen. */
export const UP_PARTS = ['setup', 'resend', 'way'] as const;

/** Setup, resend and way sum to the time from `sentAt` to publishing. */
export interface WayUp {
  readonly sentAt: SimTime;
  /** Opening a connection for it. */
  readonly setup: number;
  /** From the first transmission to the one that got through. */
  readonly resend: number;
  /** All the rest: travelling, and what it waited for on the way. */
  readonly way: number;
}

/** Null for a message of the feed, and while the line has not arrived. */
export function wayUp(trace: Trace, lane: number, msg: MsgId): WayUp | null {
  const sent = sentAt(trace, lane, msg);
  const published = publishedAt(trace, lane, msg);
  if (sent === null || published === null) return null;
  const units = trace.provenance.message(lane, msg)?.pdus ?? [];
  const unit = units.map((id) => trace.of(id, 'pdu.sent')).find(({ dir }) => dir === 'up');
  if (!unit) return { sentAt: sent, setup: 0, resend: 0, way: published - sent };
  const opened = trace.provenance.established(lane, unit.conn, 'client');
  const ready = opened === NO_EVENT ? sent : trace.at(opened).t;
  const setup = ready > sent ? ready - sent : 0;
  const resend = Math.min(resendOf(trace, unit, published), published - sent - setup);
  return { sentAt: sent, setup, resend, way: published - sent - setup - resend };
}

function resendOf(trace: Trace, unit: EventOf<'pdu.sent'>, until: SimTime): number {
  const { provenance } = trace;
  const key = streamKey(unit.lane, unit.conn, unit.dir);
  let most = 0;
  for (const first of provenance.segmentsIn(key, unit.from, unit.to)) {
    const through = [first, ...provenance.copiesOf(first)].find((copy) => {
      const end = provenance.outcome(copy);
      return end !== NO_EVENT && trace.at(end).type === 'segment.received' && trace.at(end).t <= until;
    });
    if (through !== undefined) most = Math.max(most, trace.at(through).t - trace.at(first).t);
  }
  return most;
}
