/** Which events are listed. The index grows with the trace: each event is looked at once. */
import type { EventId, EventType, LaneIndex, TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

export const LEVELS = ['messages', 'protocol', 'all'] as const;
export type Level = (typeof LEVELS)[number];

const MESSAGES: readonly EventType[] = [
  'app.published',
  'app.sent',
  'app.delivered',
  'net.changed',
  'run.intervened',
];
const SEGMENTS: readonly EventType[] = [
  'segment.sent',
  'segment.received',
  'segment.lost',
  'stream.advanced',
  'tcp.timer',
];

export class EventFilter {
  readonly #trace: Trace;
  readonly #level: Level;
  readonly #lane: LaneIndex | null;
  #ids: EventId[] = [];
  #seen = 0;

  /** `lane` null lists every lane; the run itself, lane -1, is listed always. */
  constructor(trace: Trace, level: Level, lane: LaneIndex | null) {
    this.#trace = trace;
    this.#level = level;
    this.#lane = lane;
  }

  #shows(event: TraceEvent): boolean {
    if (this.#lane !== null && event.lane !== this.#lane && event.lane !== -1) return false;
    if (this.#level === 'messages') return MESSAGES.includes(event.type);
    return this.#level === 'all' || !SEGMENTS.includes(event.type);
  }

  /** The listed events among the first `count` of the trace, as a fresh array. */
  upTo(count: number): readonly EventId[] {
    for (; this.#seen < this.#trace.length; this.#seen++) {
      if (this.#shows(this.#trace.at(this.#seen))) this.#ids.push(this.#seen);
    }
    let end = this.#ids.length;
    // The instant shown is mostly near the newest one: look from the end.
    while (end > 0 && (this.#ids[end - 1] ?? 0) >= count) end--;
    return this.#ids.slice(0, end);
  }
}
