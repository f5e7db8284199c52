/** A run as lines of JSON: one about the run, then one for each event, units with their octets in hexadecimal. */
import { toHex, utf8 } from '#base/bytes.ts';
import { canonicalJson } from '../canonical.ts';
import { MODELLED, STEP_EVENTS, type Export, type ExportSource, type FileParts } from './export.ts';

export const TRACE_FORMAT = 'pushpull-trace';

export function* exportJsonLines(source: ExportSource): Export {
  const { trace, lanes, seed, until } = source;
  const events = trace.countUntil(until);
  const head = {
    format: TRACE_FORMAT,
    version: 1,
    _comment: MODELLED,
    units:
      't in microseconds of virtual time; from, to, seq, ack in octets of the stream; octets in hexadecimal',
    seed,
    lanes: lanes.map(({ id, transport }) => ({ id, transport })),
    events,
  };
  const parts: FileParts = [utf8(`${JSON.stringify(head)}\n`)];
  for (let from = 0; from < events; from += STEP_EVENTS) {
    let text = '';
    for (let id = from; id < Math.min(events, from + STEP_EVENTS); id++) {
      const event = trace.at(id);
      const octets =
        event.type === 'pdu.sent'
          ? { octets: toHex(trace.bytes(event.lane, event.conn, event.dir, event.from, event.to)) }
          : {};
      text += `${canonicalJson({ ...event, ...octets })}\n`;
    }
    parts.push(utf8(text));
    yield from / events;
  }
  return parts;
}
