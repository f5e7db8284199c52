/**
 * A run as a capture that Wireshark opens: one interface a lane, a packet for each segment. Seen by the senders, every
 * segment stands there when it is sent, lost ones too; seen by one host, as that host would capture it.
 */
import { concat } from '#base/bytes.ts';
import { EPOCH_MS, type SimTime } from '#base/time.ts';
import {
  ACK,
  NO_EVENT,
  type EventId,
  type EventOf,
  type SegmentWhy,
  type Side,
  type TraceEvent,
} from '../events.ts';
import { laneName, MODELLED, STEP_EVENTS, type Export, type ExportSource, type FileParts } from './export.ts';
import { ipPacket, type Endpoint, type Stamps } from './ip-packet.ts';
import { enhancedPacket, interfaceDescription, sectionHeader, type CapturedPacket } from './pcapng-blocks.ts';

/** Where the capture is made. */
export type Vantage = 'senders' | Side;
export const VANTAGES: readonly Vantage[] = ['senders', 'client', 'server'];

const HINTS: Readonly<Record<Vantage, string>> = {
  senders:
    'Each packet is stamped with the moment it left its host; lost ones are here too and say so in a comment.',
  client: 'As the client would have captured it: what was lost on the way down is missing.',
  server: 'As the server would have captured it: what was lost on the way up is missing.',
};
const REASSEMBLE =
  'Wireshark shows the units in segments that came late only with the preference "Reassemble out-of-order segments" of TCP.';

/** Documentation addresses (RFC 5737); each lane has a client of its own. */
const FIRST_CLIENT = 10;
const FIRST_PORT = 49_152;
const PORTS = 16_384;
const HTTP_PORT = 80;
const HTTPS_PORT = 443;

const AGAIN: Readonly<Partial<Record<SegmentWhy, string>>> = {
  rto: 'Sent again: the retransmission time-out ran out.',
  tlp: 'Sent again: a tail-loss probe.',
  fast: 'Sent again: the segment was marked lost.',
  keepalive: 'A keep-alive probe.',
};

/** What one connection needs to be remembered of. */
interface Flow {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Of each side: what it will echo (RFC 7323 section 4.3, TS.Recent), and its last acknowledgement. */
  readonly recent: Record<Side, number>;
  readonly acked: Record<Side, number>;
}

const senderOf = (dir: 'up' | 'down'): Side => (dir === 'up' ? 'client' : 'server');
const other = (side: Side): Side => (side === 'client' ? 'server' : 'client');

/** Milliseconds of virtual time, never 0: that would mean no timestamp. */
const stampAt = (t: SimTime): number => Math.floor(t / 1000) + 1;

class Capture {
  readonly #source: ExportSource;
  readonly #vantage: Vantage;
  readonly #flows = new Map<string, Flow>();
  /** The packets of segments under way, by `segment.sent`. */
  readonly #underWay = new Map<EventId, Uint8Array<ArrayBuffer>>();
  readonly #secure: ReadonlySet<string>;

  constructor(source: ExportSource, vantage: Vantage) {
    this.#source = source;
    this.#vantage = vantage;
    this.#secure = secureConnections(source);
  }

  /** The packet that this event shows at the vantage point; null when none. */
  take(event: TraceEvent): CapturedPacket | null {
    if (event.type === 'segment.sent') return this.#sent(event);
    if (event.type === 'segment.received') return this.#arrived(event);
    return event.type === 'segment.lost' ? this.#lost(event) : null;
  }

  #flow(lane: number, conn: number): Flow {
    const key = `${String(lane)}/${String(conn)}`;
    let flow = this.#flows.get(key);
    if (!flow) {
      const isn = ((lane + 1) * 0x10000000 + conn * 0x100000) >>> 0;
      const port = FIRST_PORT + (conn % PORTS);
      const serverPort = this.#secure.has(key) ? HTTPS_PORT : HTTP_PORT;
      flow = {
        client: { address: [192, 0, 2, FIRST_CLIENT + lane], port, isn },
        server: { address: [198, 51, 100, 7], port: serverPort, isn: (isn + 0x80000000) >>> 0 },
        recent: { client: 0, server: 0 },
        acked: { client: -1, server: -1 },
      };
      this.#flows.set(key, flow);
    }
    return flow;
  }

  #sent(event: EventOf<'segment.sent'>): CapturedPacket | null {
    const { trace } = this.#source;
    const { lane, conn, dir, seq, len } = event;
    const flow = this.#flow(lane, conn);
    const side = senderOf(dir);
    const stamps: Stamps = { value: stampAt(event.t), echo: flow.recent[side] };
    if ((event.flags & ACK) !== 0) flow.acked[side] = event.ack;
    const payload = trace.bytes(lane, conn, dir, seq, seq + len);
    const packet = ipPacket(event, payload, { from: flow[side], to: flow[other(side)], stamps });
    this.#underWay.set(event.id, packet);
    if (this.#vantage === other(side)) return null;
    const bound = this.#vantage === side ? 'out' : null;
    return this.#packet(event, packet, this.#comment(event), bound);
  }

  #arrived({ sent, t, lane }: EventOf<'segment.received'>): CapturedPacket | null {
    const segment = this.#source.trace.of(sent, 'segment.sent');
    const side = other(senderOf(segment.dir));
    const flow = this.#flow(lane, segment.conn);
    const stamp = stampAt(segment.t);
    if (segment.seq <= flow.acked[side] && stamp >= flow.recent[side]) flow.recent[side] = stamp;
    const packet = this.#underWay.get(sent);
    return packet && this.#vantage === side ? this.#packet({ t, lane }, packet, null, 'in') : null;
  }

  /** What was corrupted arrives, and its check sum tells: here the sum itself carries the flipped bit. */
  #lost({ sent, rule, t, lane, dir }: EventOf<'segment.lost'>): CapturedPacket | null {
    const packet = this.#underWay.get(sent)?.slice();
    if (!packet || rule !== 'corrupt' || this.#vantage !== other(senderOf(dir))) return null;
    packet[37] = (packet[37] ?? 0) ^ 1;
    return this.#packet({ t, lane }, packet, 'A bit was flipped on the way: TCP drops it.', 'in');
  }

  #packet(
    at: { readonly t: SimTime; readonly lane: number },
    octets: Uint8Array,
    comment: string | null,
    bound: CapturedPacket['bound'],
  ): CapturedPacket {
    return { interfaceId: at.lane, atUs: EPOCH_MS * 1000 + at.t, octets, comment, bound };
  }

  #comment(event: EventOf<'segment.sent'>): string | null {
    const { trace, until } = this.#source;
    const again = event.original === NO_EVENT && event.why !== 'keepalive' ? undefined : AGAIN[event.why];
    const outcome = trace.provenance.outcome(event.id);
    const end = outcome === NO_EVENT ? null : trace.at(outcome);
    const lost =
      this.#vantage === 'senders' && end?.type === 'segment.lost' && end.t <= until
        ? `Lost on the way: ${end.rule}.`
        : undefined;
    return [again, lost].filter((one) => one !== undefined).join(' ') || null;
  }
}

/** The connections that begin with TLS's handshake, as "lane/conn". */
function secureConnections({ trace }: ExportSource): ReadonlySet<string> {
  const secure = new Set<string>();
  for (let id = 0; id < trace.length; id++) {
    const event = trace.at(id);
    if (event.type === 'pdu.sent' && event.kind === 'tls.client-hello')
      secure.add(`${String(event.lane)}/${String(event.conn)}`);
  }
  return secure;
}

export function* exportPcapng(source: ExportSource, vantage: Vantage): Export {
  const { trace, lanes, until } = source;
  const events = trace.countUntil(until);
  const capture = new Capture(source, vantage);
  const parts: FileParts = [
    sectionHeader(`${MODELLED} ${HINTS[vantage]}`),
    ...lanes.map((_, lane) => interfaceDescription(laneName(source, lane))),
  ];
  let first: string | null = `${HINTS[vantage]} ${REASSEMBLE}`;
  for (let from = 0; from < events; from += STEP_EVENTS) {
    const blocks: Uint8Array[] = [];
    for (let id = from; id < Math.min(events, from + STEP_EVENTS); id++) {
      const packet = capture.take(trace.at(id));
      if (!packet) continue;
      const comment: string | null =
        first === null ? packet.comment : `${packet.comment ?? ''} ${first}`.trim();
      first = null;
      blocks.push(enhancedPacket({ ...packet, comment }));
    }
    parts.push(concat(blocks));
    yield from / events;
  }
  return parts;
}
