/**
 * The skins around a message on its way down: what each layer adds to the layer inside it, to the octet. From the
 * inside out: the message itself, what wraps it at the application, the protocol's framing, TLS, TCP, IP.
 */
import { fromUtf8 } from '#base/bytes.ts';
import { openRecords } from '#codecs/tls/record.ts';
import { compressionAt } from './compression.ts';
import type { EventId, EventOf, LaneIndex, MsgId } from './events.ts';
import { NO_EVENT } from './events.ts';
import { inflate } from './inflate.ts';
import { framesIn } from './inspect-frames.ts';
import type { Trace } from './log.ts';
import { plainOctets } from './peer-reader.ts';
import { streamKey } from './provenance.ts';
import { explainDelay } from './why-late.ts';

export type SkinLayer =
  | 'message'
  /** The JSON around the messages of one answer, and messages that stand in the same answer. */
  | 'envelope'
  /** `id:`, `data:` and the blank line of a server-sent event. */
  | 'event'
  /** Status line and header fields of the answer. */
  | 'http'
  /** The chunk's size and its line ends (RFC 9112 section 7.1). */
  | 'chunk'
  /** Opcode, flags and length (RFC 6455 section 5.2). */
  | 'frame'
  | 'tls'
  | 'tcp'
  | 'ip';

export interface Skin {
  readonly layer: SkinLayer;
  /** Octets that this layer adds. */
  readonly bytes: number;
  /** What it adds as text, where it is text; what follows the layers inside stands behind an ellipsis. */
  readonly text: string | null;
}

/** One message, as it came down. */
export interface Peeled {
  /** From the inside out; none adds nothing. */
  readonly skins: readonly Skin[];
  readonly totalBytes: number;
  /** `pdu.sent`: the unit that carried it. */
  readonly carrier: EventId;
  /** `segment.sent` events of the first transmissions that carried the unit. */
  readonly segments: readonly EventId[];
  /** Messages that came in the same unit. */
  readonly companions: readonly MsgId[];
}

/** Octets of an IPv4 header without options (RFC 791 section 3.1). */
const IP_BYTES = 20;

/** The skins of a message that was delivered in a lane; null when it was not. */
export function peel(trace: Trace, lane: LaneIndex, msg: MsgId): Peeled | null {
  const carrierId = explainDelay(trace, lane, msg)?.carrier;
  const published = trace.provenance.message(lane, msg)?.published ?? NO_EVENT;
  if (carrierId === undefined || published === NO_EVENT) return null;
  const carrier = trace.of(carrierId, 'pdu.sent');
  const messageBytes = trace.of(published, 'app.published').sizeBytes;
  const segments = trace.provenance.segmentsIn(
    streamKey(lane, carrier.conn, carrier.dir),
    carrier.from,
    carrier.to,
  );
  const headers = segments
    .map((id) => trace.of(id, 'segment.sent'))
    .reduce((sum, { wireBytes, len }) => sum + wireBytes - len, 0);
  const ip = IP_BYTES * segments.length;
  const all = [
    ...inner(trace, carrier, msg, messageBytes),
    { layer: 'tls', bytes: carrier.tlsBytes ?? 0, text: null },
    { layer: 'tcp', bytes: headers - ip, text: null },
    { layer: 'ip', bytes: ip, text: null },
  ] satisfies Skin[];
  const skins = all.filter(({ bytes }) => bytes > 0);
  return {
    skins,
    totalBytes: skins.reduce((sum, { bytes }) => sum + bytes, 0),
    carrier: carrierId,
    segments,
    companions: carrier.msgs.filter((other) => other !== msg),
  };
}

/** The message and what the application's protocols put around it. */
function inner(trace: Trace, carrier: EventOf<'pdu.sent'>, msg: MsgId, messageBytes: number): Skin[] {
  const { lane, conn, dir, from, to, tlsBytes = 0 } = carrier;
  const octets = trace.bytes(lane, conn, dir, from, to);
  const text = fromUtf8(tlsBytes > 0 ? openRecords(octets) : octets);
  const plainBytes = to - from - tlsBytes;
  const message = (json: string): Skin => ({ layer: 'message', bytes: messageBytes, text: json });
  const compressed = carrier.kind === 'ws.frame' ? compressedMessage(trace, carrier) : null;
  if (compressed) {
    const { onWireBytes, json } = compressed;
    return [
      { layer: 'message', bytes: onWireBytes, text: json },
      { layer: 'frame', bytes: plainBytes - onWireBytes, text: null },
    ];
  }
  if (carrier.kind === 'ws.frame') {
    const json = text.slice(text.indexOf('{'));
    return [message(json), { layer: 'frame', bytes: plainBytes - messageBytes, text: null }];
  }
  if (carrier.kind === 'sse.event') {
    const sizeLine = text.slice(0, text.indexOf('\r\n') + 2);
    const event = text.slice(sizeLine.length, -2);
    const json = /^data: (.*)$/mu.exec(event)?.[1] ?? '';
    const chunkBytes = sizeLine.length + 2;
    return [
      message(json),
      { layer: 'event', bytes: plainBytes - chunkBytes - messageBytes, text: around(event, json) },
      { layer: 'chunk', bytes: chunkBytes, text: `${sizeLine}…\r\n` },
    ];
  }
  const headEnd = text.indexOf('\r\n\r\n') + 4;
  const body = text.slice(headEnd);
  const json = messageIn(body, msg);
  return [
    message(json),
    { layer: 'envelope', bytes: plainBytes - headEnd - messageBytes, text: around(body, json) },
    { layer: 'http', bytes: headEnd, text: text.slice(0, headEnd) },
  ];
}

/** A message that permessage-deflate made smaller: what is left of it, and what it says. */
function compressedMessage(
  trace: Trace,
  carrier: EventOf<'pdu.sent'>,
): { onWireBytes: number; json: string } | null {
  const context = compressionAt(trace, carrier.id);
  const [frame] = context ? framesIn(plainOctets(trace, carrier)) : [];
  if (!context || frame?.rsv1 !== true) return null;
  const octets = inflate(context, frame.plain);
  return { onWireBytes: frame.plain.length, json: octets ? fromUtf8(octets) : '' };
}

/** `whole` with `…` in the place of what stands inside. */
function around(whole: string, inside: string): string {
  const at = whole.indexOf(inside);
  return at < 0 ? whole : `${whole.slice(0, at)}…${whole.slice(at + inside.length)}`;
}

/** The message with this id as it stands in `{"messages":[…]}`. */
function messageIn(body: string, msg: MsgId): string {
  const { messages } = JSON.parse(body) as { messages: readonly { readonly id: string | number }[] };
  return JSON.stringify(messages.find(({ id }) => String(id) === msg));
}
