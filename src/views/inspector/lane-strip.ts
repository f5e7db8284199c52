/**
 * The lane of what is inspected, as a strip: who wrote what when, and when it had arrived. Coordinates: x is a share of
 * the strip's width, 0 to 1; the client's rail lies above the server's.
 */
import type { SimTime } from '#base/time.ts';
import type { Direction, EventId } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

export interface Stroke {
  /** `pdu.sent`. */
  readonly event: EventId;
  readonly dir: Direction;
  readonly from: number;
  /** Where it had arrived, or the strip's end. */
  readonly to: number;
  readonly arrived: boolean;
}

export interface LaneStripLayout {
  readonly strokes: readonly Stroke[];
  readonly ticks: readonly { readonly x: number; readonly at: SimTime }[];
}

/** Virtual time before and behind the unit, in microseconds. */
const BEFORE_US = 1_500_000;
const SPAN_US = 4_000_000;
/** Units that are drawn: further ones would not be told apart. */
const MAX_STROKES = 120;

/** Strokes of a lane around `centre`, of what happened until `now`. */
export function layoutStrip(trace: Trace, lane: number, centre: SimTime, now: SimTime): LaneStripLayout {
  const start = Math.max(0, centre - BEFORE_US);
  const x = (t: number): number => (t - start) / SPAN_US;
  const strokes: Stroke[] = [];
  const end = Math.min(now, start + SPAN_US);
  const known = trace.countUntil(end as SimTime);
  for (let id = trace.countUntil((start - 1) as SimTime); id < known && strokes.length < MAX_STROKES; id++) {
    const event = trace.at(id);
    if (event.type !== 'pdu.sent' || event.lane !== lane) continue;
    const received = trace.provenance.outcome(id);
    const at = received === NO_EVENT ? null : trace.at(received).t;
    const arrived = at !== null && at <= now;
    strokes.push({
      ...{ event: id, dir: event.dir, from: x(event.t), arrived },
      to: Math.min(1, x(arrived ? at : now)),
    });
  }
  const ticks: { x: number; at: SimTime }[] = [];
  for (let at = Math.ceil(start / 500_000) * 500_000; at <= start + SPAN_US; at += 500_000)
    ticks.push({ x: x(at), at: at as SimTime });
  return { strokes, ticks };
}
