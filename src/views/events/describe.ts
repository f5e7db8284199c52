/** One sentence for each event: the text twin of the picture. */
import { unreachable } from '#base/assert.ts';
import type { Direction, EventId, EventOf, Side, TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import type { Words } from '#words/catalogue.ts';
import { lineName } from './line-name.ts';

const sender = (dir: Direction): Side => (dir === 'up' ? 'client' : 'server');
const receiver = (dir: Direction): Side => (dir === 'up' ? 'server' : 'client');

function pduName(pdu: EventOf<'pdu.sent'>, words: Words): string {
  const w = words.events;
  const messages = pdu.msgs.map((msg) => words.message(msg)).join(w.join);
  const name = pdu.kind === 'http.response' && pdu.msgs.length === 0 ? w.emptyAnswer : w.pdu[pdu.kind];
  return messages === '' ? name : w.carrying(name, messages);
}

/** An intervention, which is logged as JSON: what happens to a host by name. */
function intervention(json: string, words: Words): string {
  const what = JSON.parse(json) as object;
  for (const mishap of ['restart', 'sleep'] as const) if (mishap in what) return words.events.mishap[mishap];
  return words.events.intervened;
}

/** What happened, as a sentence without a full stop. */
export function describeEvent(event: TraceEvent, trace: Trace, words: Words): string {
  const w = words.events;
  const segment = (id: EventId): string => w.segment[trace.of(id, 'segment.sent').why];
  switch (event.type) {
    case 'app.published':
      return w.published(words.message(event.msg));
    case 'app.sent':
      return w.sent(words.message(event.msg));
    case 'app.delivered':
      return (event.duplicate ? w.deliveredAgain : w.delivered)(words.message(event.msg));
    case 'client.timer':
      return w.clientTimer;
    case 'client.state':
      return w.state[event.state];
    case 'client.phase':
      return w.phase[event.phase];
    case 'client.outbox':
      return w.outbox(String(event.waiting.length), String(event.unacknowledged.length));
    case 'client.signal':
      return w.signal[event.signal];
    case 'script.closed':
      return w.scriptClosed(String(event.code), event.clean);
    case 'app.acknowledged':
      return w.acknowledged(words.message(event.msg));
    case 'app.repeated':
      return w.repeated(words.message(event.msg));
    case 'app.snapshot':
      return w.snapshot(String(event.messages), words.message(event.through));
    case 'server.history':
      return w.history(String(event.size), words.message(event.oldest));
    case 'request.issued':
      return w.request(String(event.request), event.method, event.target);
    case 'request.queued':
      return w.queued(String(event.request));
    case 'pdu.sent':
      return w.pduSent(w.by[sender(event.dir)], pduName(event, words));
    case 'pdu.received':
      return w.pduReceived(w.by[receiver(event.dir)], pduName(trace.of(event.sent, 'pdu.sent'), words));
    case 'conn.opening':
      return w.opening;
    case 'conn.established':
      return w.established(w.by[event.side]);
    case 'conn.secured':
      return w.secured(w.by[event.side]);
    case 'conn.closed':
      return w.closed(w.by[event.side], w.reasons[event.reason]);
    case 'segment.sent':
      return w.segmentSent(w.by[sender(event.dir)], w.segment[event.why]);
    case 'segment.received':
      return w.segmentReceived(segment(event.sent));
    case 'segment.lost':
      return w.segmentLost(segment(event.sent), w.rules[event.rule]);
    case 'stream.advanced':
      return w.advanced(w.by[receiver(event.dir)]);
    case 'tcp.timer':
      return w.tcpTimer[event.timer];
    case 'box.acted':
      return w.box[event.what];
    case 'net.changed':
      return w.net[event.dir](lineName(event.link, words));
    case 'run.intervened':
      return intervention(event.what, words);
    default:
      return unreachable(event);
  }
}

/** The message that an event belongs to, where it is plainly one. */
export function messageOf(event: TraceEvent, trace: Trace): string | null {
  switch (event.type) {
    case 'app.published':
    case 'app.sent':
    case 'app.delivered':
    case 'app.acknowledged':
    case 'app.repeated':
      return event.msg;
    case 'pdu.sent':
      return event.msgs[0] ?? null;
    case 'pdu.received':
      return messageOf(trace.at(event.sent), trace);
    default:
      return null;
  }
}
