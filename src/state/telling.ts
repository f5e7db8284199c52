/** Which events are worth a stop when stepping: what a viewer of the stage sees happen. */
import type { SimTime } from '#base/time.ts';
import type { EventType } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';

const TELLING: ReadonlySet<EventType> = new Set<EventType>([
  'app.published',
  'app.sent',
  'app.delivered',
  'request.issued',
  'request.queued',
  'pdu.received',
  'segment.lost',
  'tcp.timer',
  'conn.established',
  'conn.secured',
  'conn.closed',
  'net.changed',
  'box.acted',
]);

/** The time of the first telling event after `t`, or null when the trace has none. */
export function nextTelling(trace: Trace, t: SimTime): SimTime | null {
  for (let id = trace.countUntil(t); id < trace.length; id++) {
    const event = trace.at(id);
    if (TELLING.has(event.type)) return event.t;
  }
  return null;
}

/** The time of the last telling event before `t`, or null when there is none. */
export function previousTelling(trace: Trace, t: SimTime): SimTime | null {
  for (let id = trace.countUntil((t - 1) as SimTime) - 1; id >= 0; id--) {
    const event = trace.at(id);
    if (TELLING.has(event.type)) return event.t;
  }
  return null;
}
