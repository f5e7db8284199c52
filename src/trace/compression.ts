/** permessage-deflate in a trace: what a unit's compressed messages need to be inflated (RFC 7692 section 7.2.2). */
import { concat } from '#base/bytes.ts';
import { ResponseParser } from '#codecs/http1/parser.ts';
import { deflateIn } from '#codecs/websocket/client-handshake.ts';
import type { DeflateParams } from '#codecs/websocket/deflate-params.ts';
import type { EventId } from './events.ts';
import { NO_EVENT } from './events.ts';
import { framesIn, messageOf } from './inspect-frames.ts';
import type { Trace } from './log.ts';
import { plainOctets } from './peer-reader.ts';
import { streamKey } from './provenance.ts';

/** What was agreed, and what the same side had compressed before. */
export interface Compressed {
  readonly deflate: DeflateParams;
  readonly sender: 'client' | 'server';
  /** The compressed messages before the unit, in order: the window may hold them. */
  readonly before: readonly Uint8Array[];
}

/** Of a unit that carries frames; null where its connection did not agree to compress. */
export function compressionAt(trace: Trace, event: EventId): Compressed | null {
  const { lane, conn, dir, kind, request, from } = trace.of(event, 'pdu.sent');
  const answer = trace.provenance.request(lane, request)?.answer ?? NO_EVENT;
  if (kind !== 'ws.frame' || answer === NO_EVENT) return null;
  const response = new ResponseParser().feed(plainOctets(trace, trace.of(answer, 'pdu.sent')));
  const head = response.find((item) => item.kind === 'head');
  const deflate = head ? deflateIn(head.head) : null;
  if (!deflate) return null;
  const earlier = trace.provenance.pdusIn(streamKey(lane, conn, dir), 0, from);
  const before = earlier.flatMap((id) => {
    const unit = trace.of(id, 'pdu.sent');
    return unit.kind === 'ws.frame' ? compressedIn(plainOctets(trace, unit)) : [];
  });
  return { deflate, sender: dir === 'up' ? 'client' : 'server', before };
}

function compressedIn(octets: Uint8Array): Uint8Array[] {
  const frames = framesIn(octets);
  return frames.flatMap(({ begin, rsv1 }, i) =>
    i === begin && rsv1 ? [concat(messageOf(frames, i).map(({ plain }) => plain))] : [],
  );
}
