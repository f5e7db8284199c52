/** What a unit of protocol data is for, told from its octets: a sign of life, an acknowledgement, a farewell, or else. */
import { fromUtf8 } from '#base/bytes.ts';
import { Inflater } from '#codecs/websocket/deflate.ts';
import { CLOSE, PING, PONG, TEXT } from '#codecs/websocket/opcode.ts';
import { WsReceiver } from '#codecs/websocket/receiver.ts';
import type { EventOf } from '../events.ts';
import { framesIn, type FrameFacts } from '../inspect-frames.ts';
import type { Trace } from '../log.ts';
import { plainOctets } from '../peer-reader.ts';
import { streamKey, type StreamKey } from '../provenance.ts';

export type UnitUse = 'heartbeat' | 'acknowledgement' | 'close' | 'other';

const BY_TYPE: Readonly<Record<string, UnitUse>> = {
  ping: 'heartbeat',
  pong: 'heartbeat',
  ack: 'acknowledgement',
};

/** A server-sent event that is only there to be heard: `event: ping` (the browser hides comments from scripts). */
const PING_EVENT = /^event: ?ping$/m;

export class UnitSorter {
  readonly #trace: Trace;
  /** Readers of the streams that hold compressed messages: each needs those before it (RFC 7692 section 7.2.2). */
  readonly #readers = new Map<StreamKey, WsReceiver>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Units of a stream must come in their order. */
  sort(unit: EventOf<'pdu.sent'>): UnitUse {
    switch (unit.kind) {
      case 'ws.frame':
        return this.#frame(unit);
      case 'sse.comment':
        return 'heartbeat';
      case 'sse.event':
        return unit.msgs.length === 0 && PING_EVENT.test(fromUtf8(plainOctets(this.#trace, unit)))
          ? 'heartbeat'
          : 'other';
      case 'http.response':
        return this.#answersLine(unit) ? 'acknowledgement' : 'other';
      default:
        return 'other';
    }
  }

  /** The answer to a POST says that the server has the line. */
  #answersLine({ lane, request }: EventOf<'pdu.sent'>): boolean {
    return this.#trace.provenance.request(lane, request)?.purpose === 'upward';
  }

  #frame(unit: EventOf<'pdu.sent'>): UnitUse {
    const key = streamKey(unit.lane, unit.conn, unit.dir);
    // A message of the room is never anything else: no need to look, unless later ones are compressed with it.
    if (unit.msgs.length > 0 && !this.#readers.has(key)) {
      const first = this.#trace.bytes(unit.lane, unit.conn, unit.dir, unit.from, unit.from + 1)[0] ?? 0;
      if (unit.tlsBytes === undefined && (first & 0x40) === 0) return 'other';
    }
    const octets = plainOctets(this.#trace, unit);
    const [frame] = framesIn(octets);
    if (!frame) return 'other';
    if (frame.rsv1 && !this.#readers.has(key)) this.#readers.set(key, compressedReader(unit));
    const reader = this.#readers.get(key);
    const inflated = reader ? textIn(reader, octets) : null;
    return unit.msgs.length > 0 ? 'other' : useOf(frame, frame.rsv1 ? inflated : fromUtf8(frame.plain));
  }
}

/** Compressed messages refer only to compressed ones: the reader may begin with the first of them. */
function compressedReader({ dir }: EventOf<'pdu.sent'>): WsReceiver {
  return new WsReceiver({
    role: dir === 'up' ? 'server' : 'client',
    inflater: new Inflater({ noContextTakeover: false, windowBits: 15 }),
  });
}

function textIn(reader: WsReceiver, octets: Uint8Array): string | null {
  const text = reader.feed(octets).find((item) => item.kind === 'text');
  return text?.kind === 'text' ? text.data : null;
}

function useOf({ opcode }: FrameFacts, text: string | null): UnitUse {
  if (opcode === PING || opcode === PONG) return 'heartbeat';
  if (opcode === CLOSE) return 'close';
  return opcode === TEXT && text !== null ? (BY_TYPE[typeIn(text)] ?? 'other') : 'other';
}

/** The `type` of a message that is not one of the room's. */
function typeIn(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : '';
  } catch {
    return ''; // Octets that were tampered with may be anything.
  }
}
