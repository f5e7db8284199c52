/** One end of a connection: handshake, acknowledging, closing. Sending is the sender's, ordering the reassembly's. */
import { us, ZERO, type SimTime } from '#base/time.ts';
import {
  ACK,
  FIN,
  NO_EVENT,
  PSH,
  RST,
  SYN,
  type ConnChanged,
  type Direction,
  type EventId,
  type SegmentWhy,
  type Side,
} from '#trace/events.ts';
import type { ConnectionOptions } from './connection.ts';
import {
  HEADER_BYTES,
  INITIAL_RTO,
  SYN_ACK_RETRIES,
  SYN_BYTES,
  SYN_LINEAR_TIMEOUTS,
  SYN_RETRIES,
} from './constants.ts';
import { Reassembly } from './reassembly.ts';
import { RetransmissionTimer } from './retransmission-timer.ts';
import { Sender, type Transmission } from './sender.ts';
import type { ByteRange, CloseReason, EndpointHandlers, TcpEndpoint } from './types.ts';

type State = 'closed' | 'listen' | 'syn-sent' | 'syn-received' | 'established' | 'gone';

/** A segment as the other side gets it. */
interface Segment {
  readonly flags: number;
  readonly seq: number;
  readonly len: number;
  readonly ack: number;
  readonly sack: readonly number[];
  readonly sentAt: SimTime;
  readonly echo: SimTime;
}

const IGNORE: EndpointHandlers = {
  established: () => undefined,
  data: () => undefined,
  end: () => undefined,
  closed: () => undefined,
};

const STATES = {
  closed: 'closed',
  listen: 'closed',
  'syn-sent': 'connecting',
  'syn-received': 'connecting',
  established: 'established',
  gone: 'closed',
} as const satisfies Record<State, TcpEndpoint['state']>;

export class Endpoint implements TcpEndpoint {
  readonly side: Side;
  handlers: EndpointHandlers = IGNORE;
  readonly #options: ConnectionOptions;
  readonly #dir: Direction;
  readonly #sender: Sender;
  readonly #reassembly = new Reassembly();
  readonly #handshakeTimer: RetransmissionTimer;
  #peer: Endpoint | null = null;
  #state: State;
  #synTries = 0;
  #synSentAt: SimTime = ZERO;
  #firstSyn: EventId = NO_EVENT;
  /** RFC 7323's TS.Recent: the peer's timestamp to echo. */
  #recentStamp: SimTime = ZERO;
  #lastAckSent = 0;
  #finSent = false;
  /** Where the peer's FIN stands, once it has arrived. */
  #finAt: number | null = null;
  #peerEnded = false;

  constructor(options: ConnectionOptions, side: Side) {
    this.#options = options;
    this.side = side;
    this.#dir = side === 'client' ? 'up' : 'down';
    this.#state = side === 'client' ? 'closed' : 'listen';
    const { scheduler, sink, lane, conn } = options;
    const owner = { scheduler, sink, lane, conn, side };
    this.#sender = new Sender({
      ...owner,
      transmit: (transmission) => this.#transmitData(transmission),
      gaveUp: () => {
        this.#gone('timeout');
      },
    });
    this.#handshakeTimer = new RetransmissionTimer(owner, () => {
      this.#retrySyn();
    });
  }

  join(peer: Endpoint): void {
    this.#peer = peer;
  }

  get state(): TcpEndpoint['state'] {
    if (this.#state === 'established' && this.#finSent) return 'closing';
    return STATES[this.#state];
  }

  connect(): void {
    this.#log('conn.opening', '');
    this.#state = 'syn-sent';
    this.#sendSyn();
  }

  write(bytes: Uint8Array): ByteRange {
    const { sink, lane, conn } = this.#options;
    const from = sink.write(lane, conn, this.#dir, bytes);
    this.#sender.buffer.append(bytes);
    if (this.#state === 'established') this.#sender.push();
    return { from, to: from + bytes.length };
  }

  end(): void {
    if (this.#finSent || this.#state === 'gone') return;
    this.#finSent = true;
    if (this.#state === 'established') this.#sender.finish();
  }

  reset(): void {
    if (this.#state === 'gone' || this.#state === 'closed' || this.#state === 'listen') return;
    this.#sendControl(RST | ACK, 'rst', this.#sender.next);
    this.#gone('reset');
  }

  /** Octets that the other side has in order and asks for: kept until they are acknowledged. */
  octets(from: number, to: number): Uint8Array {
    return this.#sender.buffer.read(from, to);
  }

  #log(type: ConnChanged['type'], reason: ConnChanged['reason']): void {
    const { scheduler, sink, lane, conn } = this.#options;
    sink.append({ type, t: scheduler.now, lane, conn, side: this.side, reason });
  }

  #sendSyn(): void {
    this.#synSentAt = this.#options.scheduler.now;
    const flags = this.side === 'client' ? SYN : SYN | ACK;
    const id = this.#put({ flags, seq: -1, len: 0 }, this.#synTries === 0 ? 'syn' : 'rto', this.#firstSyn);
    if (this.#firstSyn === NO_EVENT) this.#firstSyn = id;
    // A SYN that waits a second a few times over, before the time-out doubles (Linux; RFC 6298 doubles at once).
    const linear = this.side === 'client' ? SYN_LINEAR_TIMEOUTS : 0;
    this.#handshakeTimer.set('syn', us(INITIAL_RTO * 2 ** Math.max(0, this.#synTries - linear)));
  }

  #retrySyn(): void {
    this.#synTries++;
    if (this.#synTries > (this.side === 'client' ? SYN_RETRIES : SYN_ACK_RETRIES)) this.#gone('timeout');
    else this.#sendSyn();
  }

  #establish(): void {
    const sample = this.#synTries === 0 ? ((this.#options.scheduler.now - this.#synSentAt) as SimTime) : null;
    this.#handshakeTimer.cancel();
    this.#state = 'established';
    this.#log('conn.established', '');
    if (this.side === 'client') this.#sendControl(ACK, 'ack', this.#sender.next);
    this.handlers.established();
    this.#sender.open(sample);
    if (this.#finSent) this.#sender.finish();
  }

  #receive(segment: Segment, received: EventId): void {
    const { sink } = this.#options;
    sink.cause = received;
    if (this.#state === 'gone') {
      // What still arrives for a connection that was given up or reset is answered with RST (RFC 9293 section 3.5.2).
      if ((segment.flags & RST) === 0 && (segment.len > 0 || (segment.flags & (SYN | FIN)) !== 0))
        this.#sendControl(RST | ACK, 'rst', this.#sender.next);
      return;
    }
    if ((segment.flags & RST) !== 0) {
      this.#gone('reset');
      return;
    }
    if (segment.seq <= this.#lastAckSent) this.#recentStamp = segment.sentAt;
    if ((segment.flags & SYN) !== 0) {
      this.#receiveSyn();
      return;
    }
    if (this.#state === 'syn-received') this.#establish();
    if (this.#state !== 'established') return;
    this.#sender.onAck(segment);
    this.#receiveData(segment);
    this.#closeIfDone();
  }

  #receiveSyn(): void {
    switch (this.#state) {
      case 'listen':
        this.#state = 'syn-received';
        this.#sendSyn();
        break;
      case 'syn-received':
        // The client did not get the SYN-ACK: again, without waiting for the timer.
        this.#sendSyn();
        break;
      case 'syn-sent':
        this.#establish();
        break;
      default:
        // The server did not get the ACK: acknowledge the SYN-ACK once more.
        this.#sendControl(ACK, 'ack', this.#sender.next);
        break;
    }
  }

  #receiveData({ seq, len, flags }: Segment): void {
    const fin = (flags & FIN) !== 0;
    if (len === 0 && !fin) return;
    const { scheduler, sink, lane, conn } = this.#options;
    const before = this.#reassembly.next;
    if (fin) this.#finAt = seq + len;
    const grew = this.#reassembly.accept(seq, seq + len + (fin ? 1 : 0));
    const next = this.#reassembly.next;
    const dataEnd = this.#finAt !== null && next > this.#finAt ? this.#finAt : next;
    // At once (quick acknowledgement): what Linux does on these thin streams, see docs/model.md.
    this.#sendControl(ACK, 'ack', this.#sender.next);
    if (!grew) return;
    if (dataEnd > before) {
      sink.cause = sink.append({
        type: 'stream.advanced',
        t: scheduler.now,
        lane,
        conn,
        dir: this.#dir === 'up' ? 'down' : 'up',
        from: before,
        to: dataEnd,
      });
      const bytes = this.#peer?.octets(before, dataEnd);
      if (bytes) this.handlers.data(bytes, before);
    }
    if (this.#finAt !== null && next > this.#finAt && !this.#peerEnded) {
      this.#peerEnded = true;
      this.handlers.end();
    }
  }

  #closeIfDone(): void {
    if (this.#peerEnded && this.#sender.finAcknowledged) this.#gone('fin');
  }

  #gone(reason: CloseReason): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    this.#sender.stop();
    this.#handshakeTimer.cancel();
    this.#log('conn.closed', reason);
    this.handlers.closed(reason);
  }

  #transmitData({ seq, len, fin, why, original, cwnd, inFlightBytes }: Transmission): EventId {
    const flags = ACK | (len > 0 ? PSH : 0) | (fin ? FIN : 0);
    return this.#put({ flags, seq, len }, why, original, { cwnd, inFlightBytes });
  }

  #sendControl(flags: number, why: SegmentWhy, seq: number): void {
    this.#put({ flags, seq, len: 0 }, why, NO_EVENT);
  }

  #put(
    { flags, seq, len }: { readonly flags: number; readonly seq: number; readonly len: number },
    why: SegmentWhy,
    original: EventId,
    window: { readonly cwnd: number; readonly inFlightBytes: number } = {
      cwnd: this.#sender.cubic.cwnd,
      inFlightBytes: this.#sender.next - this.#sender.una,
    },
  ): EventId {
    const { path, conn, scheduler } = this.#options;
    const isSyn = (flags & SYN) !== 0;
    const sack = isSyn ? [] : this.#reassembly.sackBlocks();
    this.#reassembly.reported();
    const ack = this.#reassembly.next;
    this.#lastAckSent = ack;
    const segment: Segment = { flags, seq, len, ack, sack, sentAt: scheduler.now, echo: this.#recentStamp };
    const wireBytes = isSyn ? SYN_BYTES : HEADER_BYTES + len + (sack.length > 0 ? 4 + 4 * sack.length : 0);
    return path.send(
      { conn, dir: this.#dir, seq, len, wireBytes, flags, ack, sack, why, original, ...window },
      (received) => {
        this.#peer?.receive(segment, received);
      },
    );
  }

  /** A segment of the peer's arrived. */
  receive(segment: Segment, received: EventId): void {
    this.#receive(segment, received);
  }
}
