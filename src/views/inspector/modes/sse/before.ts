/** What the parser remembers of a stream when one of its units begins: what a unit means depends on those before it. */
import { headerValue } from '#codecs/http1/message.ts';
import { RequestParser } from '#codecs/http1/parser.ts';
import { openRecords } from '#codecs/tls/record.ts';
import type { EventId, EventOf } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey } from '#trace/provenance.ts';
import { buffersAfter, chunkData, EMPTY, type Buffers } from './lines.ts';

/** The buffers before the unit `id`; the stream's request may have brought the last id along. */
export function buffersBefore(trace: Trace, id: EventId): Buffers {
  const unit = trace.of(id, 'pdu.sent');
  const sent = trace.provenance.request(unit.lane, unit.request)?.sent ?? NO_EVENT;
  const lastEventId = sent === NO_EVENT ? '' : lastEventIdOf(octetsOf(trace, trace.of(sent, 'pdu.sent')));
  return trace.provenance
    .pdusIn(streamKey(unit.lane, unit.conn, unit.dir), 0, unit.from)
    .map((earlier) => trace.of(earlier, 'pdu.sent'))
    .filter(({ kind, request }) => request === unit.request && kind.startsWith('sse.'))
    .reduce((buffers: Buffers, earlier) => buffersAfter(chunkData(octetsOf(trace, earlier)).data, buffers), {
      ...EMPTY,
      id: lastEventId,
      lastEventId,
    });
}

function octetsOf(
  trace: Trace,
  { lane, conn, dir, from, to, tlsBytes = 0 }: EventOf<'pdu.sent'>,
): Uint8Array {
  const octets = trace.bytes(lane, conn, dir, from, to);
  return tlsBytes > 0 ? openRecords(octets) : octets;
}

/** The `Last-Event-ID` of a request; '' without one. */
function lastEventIdOf(request: Uint8Array): string {
  for (const event of new RequestParser().feed(request))
    if (event.kind === 'head') return headerValue(event.head.headers, 'last-event-id') ?? '';
  return '';
}
