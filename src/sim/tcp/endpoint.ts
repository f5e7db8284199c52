/**
 * One end of a connection: states, timestamps, acknowledging and handing octets up (RFC 9293 section 3.10; tcp_input.c).
 * Sending is the sender's, ordering the reassembly's, the timing of acknowledgements the delayed-ack's.
 */
import { assert } from '#base/assert.ts';
import { ZERO, type SimTime } from '#base/time.ts';
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
  type TcpTimer,
} from '#trace/events.ts';
import { acknowledge } from './acknowledge.ts';
import type { ConnectionOptions } from './connection.ts';
import { BARE_HEADER_BYTES, HEADER_BYTES, MTU, SYN_BYTES } from './constants.ts';
import { DelayedAck } from './delayed-ack.ts';
import { Handshake } from './handshake.ts';
import { KeepAlive } from './keep-alive.ts';
import { Reassembly } from './reassembly.ts';
import type { TxSegment } from './scoreboard.ts';
import { Sender } from './sender.ts';
import { JIFFY_US } from './timer-wheel.ts';
import type { ByteRange, CloseReason, EndpointHandlers, TcpEndpoint } from './types.ts';

/**
 * 'done' is TIME-WAIT, and CLOSED after an orderly end: what comes late is acknowledged. 'gone' knows nothing of the
 * connection any more and answers with RST.
 */
type State = 'idle' | 'listen' | 'syn-sent' | 'syn-received' | 'established' | 'done' | 'gone';

const SEEN_AS = {
  idle: 'closed',
  listen: 'closed',
  'syn-sent': 'connecting',
  'syn-received': 'connecting',
  established: 'established',
  done: 'closed',
  gone: 'closed',
} as const satisfies Record<State, TcpEndpoint['state']>;

/** A segment as the other side gets it. */
export interface Segment {
  readonly flags: number;
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly ack: number;
  readonly sack: readonly number[];
  /** TSval and TSecr (RFC 7323), in milliseconds of the sender's and the receiver's clock. */
  readonly stamp: number;
  readonly echo: number;
}

const NOTHING = new Uint8Array();
const NO_SACK: readonly number[] = [];

const DEAF: EndpointHandlers = {
  established: () => undefined,
  data: () => undefined,
  end: () => undefined,
  closed: () => undefined,
};

/** Octets of the SACK option with its padding (RFC 2018 section 3). */
function sackBytes(blocks: number): number {
  return blocks > 0 ? 4 + 8 * blocks : 0;
}

export class Endpoint implements TcpEndpoint {
  readonly side: Side;
  handlers: EndpointHandlers = DEAF;
  readonly #options: ConnectionOptions;
  readonly #dir: Direction;
  readonly #sender: Sender;
  readonly #reassembly = new Reassembly();
  readonly #delayed: DelayedAck;
  readonly #handshake: Handshake;
  readonly #keepAlive: KeepAlive;
  readonly #deliver: (segment: Segment, received: EventId) => void;
  #state: State;
  /** `end` was called. */
  #ending = false;
  /** The peer's timestamp to echo (TS.Recent), and RCV.NXT as last acknowledged (Last.ACK.sent). */
  #recentStamp = 0;
  #lastAck = 0;
  /** The segment being worked on, or that an acknowledgement was put off for. */
  #received: EventId = NO_EVENT;

  /** `deliver` hands a segment that has arrived to the other end. */
  constructor(
    options: ConnectionOptions,
    side: Side,
    deliver: (segment: Segment, received: EventId) => void,
  ) {
    this.#options = options;
    this.side = side;
    this.#dir = side === 'client' ? 'up' : 'down';
    this.#state = side === 'client' ? 'idle' : 'listen';
    this.#deliver = deliver;
    const { scheduler, lane } = options;
    const timerFired = (timer: TcpTimer['timer'], since: SimTime, work: () => void): void => {
      this.#whenAwake(() => {
        this.#because(this.#logTimer(timer, since), work);
      });
    };
    this.#sender = new Sender({
      scheduler,
      lane,
      timerFired,
      transmit: (segment, why) => this.#transmit(segment, why),
      gaveUp: () => {
        this.#close('timeout');
      },
    });
    this.#delayed = new DelayedAck({
      scheduler,
      lane,
      rtt: this.#sender.rtt,
      sendAck: () => {
        this.#because(this.#received, () => {
          this.#sendAck();
        });
      },
    });
    this.#keepAlive = new KeepAlive(
      {
        scheduler,
        lane,
        timerFired,
        busy: () => this.#sender.board.size > 0 || this.#sender.hasUnsent,
        // An offset that the peer has acknowledged: it can't but answer (tcp_xmit_probe_skb).
        probe: () => this.#put(ACK, this.#sender.una - 1, NOTHING, 'keepalive', NO_EVENT),
        gaveUp: () => {
          this.#put(RST | ACK, this.#sender.next, NOTHING, 'rst', NO_EVENT);
          this.#close('timeout');
        },
      },
      options.keepaliveMs ?? 0,
    );
    this.#handshake = new Handshake({
      scheduler,
      lane,
      side,
      timerFired,
      transmit: (why, original) => this.#put(side === 'client' ? SYN : SYN | ACK, -1, NOTHING, why, original),
      gaveUp: () => {
        // A server forgets a half-open connection without a word (inet_csk_reqsk_queue_drop).
        if (side === 'client') this.#close('timeout');
        else this.#state = 'listen';
      },
    });
  }

  get state(): TcpEndpoint['state'] {
    return this.#state === 'established' && this.#ending ? 'closing' : SEEN_AS[this.#state];
  }

  get sentTo(): number {
    const { next, buffer } = this.#sender;
    return Math.min(next, buffer.end);
  }

  /** Sends SYN. */
  connect(): void {
    assert(this.#state === 'idle', 'a connection is begun once');
    this.#log('conn.opening', '');
    this.#state = 'syn-sent';
    this.#handshake.begin();
  }

  write(bytes: Uint8Array): ByteRange {
    assert(!this.#ending, 'nothing can be written after end()');
    const { sink, lane, conn } = this.#options;
    const from = sink.write(lane, conn, this.#dir, bytes);
    if (this.#state !== 'done' && this.#state !== 'gone') this.#sender.write(bytes);
    return { from, to: from + bytes.length };
  }

  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#sender.finish();
  }

  reset(): void {
    if (SEEN_AS[this.#state] === 'closed') return;
    if (this.#state === 'established') this.#put(RST | ACK, this.#sender.next, NOTHING, 'rst', NO_EVENT);
    this.#close('reset');
  }

  forget(): void {
    if (this.#state === 'done') this.#state = 'gone';
    else if (this.#state === 'syn-received') this.#listenAgain();
    else if (SEEN_AS[this.#state] !== 'closed') this.#close('lost');
  }

  /** A segment has arrived, and `received` says so in the trace. */
  receive(segment: Segment, received: EventId): void {
    this.#because(received, () => {
      this.#received = received;
      this.#dispatch(segment);
    });
  }

  /** Does what a timer is for: now, or when the computer wakes, unless the connection is another one by then. */
  #whenAwake(work: () => void): void {
    const { scheduler, lane, clientAsleepUntil } = this.#options;
    const until = this.side === 'client' ? (clientAsleepUntil?.() ?? ZERO) : ZERO;
    if (until <= scheduler.now) {
      work();
      return;
    }
    const state = this.#state;
    scheduler.at(until, lane, () => {
      if (this.#state === state) this.#whenAwake(work);
    });
  }

  #because(cause: EventId, work: () => void): void {
    const { sink } = this.#options;
    const before = sink.cause;
    sink.cause = cause;
    work();
    sink.cause = before;
  }

  #log(type: ConnChanged['type'], reason: ConnChanged['reason']): EventId {
    const { scheduler, sink, lane, conn } = this.#options;
    return sink.append({ type, t: scheduler.now, lane, conn, side: this.side, reason });
  }

  #logTimer(timer: TcpTimer['timer'], since: SimTime): EventId {
    const { scheduler, sink, lane, conn } = this.#options;
    return sink.append({ type: 'tcp.timer', t: scheduler.now, lane, conn, side: this.side, timer, since });
  }

  #dispatch(segment: Segment): void {
    const { flags } = segment;
    switch (this.#state) {
      case 'idle':
      case 'gone':
        this.#refuse(segment);
        return;
      case 'done':
        if (segment.payload.length > 0 || (flags & FIN) !== 0) this.#sendAck();
        return;
      case 'listen':
        if ((flags & SYN) === 0 || this.#options.accepts?.() === false) {
          this.#refuse(segment);
          return;
        }
        this.#recentStamp = segment.stamp;
        this.#state = 'syn-received';
        this.#handshake.begin();
        return;
      case 'syn-sent':
        if ((flags & RST) !== 0) this.#close('reset');
        else if ((flags & SYN) !== 0) this.#establish(segment);
        return;
      case 'syn-received':
        if ((flags & SYN) !== 0) {
          this.#handshake.answerAgain();
          return;
        }
        if ((flags & RST) !== 0) {
          this.#listenAgain();
          return;
        }
        this.#establish(segment);
        this.#receiveEstablished(segment);
        return;
      case 'established':
        if ((flags & RST) !== 0) this.#receiveReset(segment);
        else if ((flags & SYN) !== 0) this.#sendAck();
        else this.#receiveEstablished(segment);
    }
  }

  #listenAgain(): void {
    this.#handshake.stop();
    this.#state = 'listen';
  }

  /** RFC 9293 section 3.10.7.1: no such connection. */
  #refuse({ flags, ack }: Segment): void {
    if ((flags & RST) === 0) this.#put(RST, ack, NOTHING, 'rst', NO_EVENT);
  }

  /** RFC 5961 section 3.2: a RST that does not stand exactly next is asked for again by a challenge ACK. */
  #receiveReset({ seq }: Segment): void {
    if (seq === this.#reassembly.next) this.#close('reset');
    else if (seq > this.#reassembly.next) this.#sendAck();
  }

  /** The peer's SYN-ACK (client) or ACK (server) is here. */
  #establish({ stamp, echo }: Segment): void {
    const sender = this.#sender;
    // An ambiguous handshake is measured by its timestamps, to the millisecond.
    const rtt = this.#handshake.done() ?? Math.max(1, sender.nowStamp - echo) * 1000;
    sender.rtt.updateMin(rtt, sender.now);
    sender.rtt.sample(rtt, 0, 0);
    this.#recentStamp = stamp;
    this.#state = 'established';
    const established = this.#log('conn.established', '');
    this.#keepAlive.begin();
    if (this.side === 'client') this.#sendAck();
    this.#because(established, () => {
      this.handlers.established();
      sender.open(this.#handshake.retries);
    });
  }

  #receiveEstablished(segment: Segment): void {
    const { seq, payload, flags } = segment;
    const fin = (flags & FIN) !== 0;
    const to = seq + payload.length + (fin ? 1 : 0);
    if (seq === this.#lastAck - 1 && to === seq) {
      // A keep-alive probe, to be answered by an acknowledgement (RFC 9293 section 3.8.4).
      this.#sendAck();
      return;
    }
    if (to < this.#lastAck) {
      this.#receiveOld(seq, to);
      return;
    }
    this.#keepAlive.heard();
    // RFC 7323 section 4.3: only what stands at the edge is echoed.
    if (seq <= this.#lastAck && segment.stamp >= this.#recentStamp) this.#recentStamp = segment.stamp;
    const { ack, sack, echo } = segment;
    acknowledge(this.#sender, { ack, sack, echo, hasData: to > seq });
    const before = this.#reassembly.dataEnd;
    const ended = this.#reassembly.ended;
    if (to > seq) this.#queue(segment, fin);
    this.#sender.push();
    if (this.#reassembly.ended && !ended) this.#receivedFin();
    const { next, hasGap } = this.#reassembly;
    if (this.#delayed.check(next - this.#lastAck, hasGap, next)) this.#sendAck();
    this.#handUp(before);
    if (this.#reassembly.ended && !ended && this.#alive) this.handlers.end();
    if (this.#reassembly.ended && this.#sender.finished && this.#alive) this.#close('fin');
  }

  get #alive(): boolean {
    return this.#state === 'established';
  }

  /** Wholly before what was acknowledged: its own acknowledgement is not read (tcp_sequence, tcp_send_dupack). */
  #receiveOld(seq: number, to: number): void {
    if (to === seq) return;
    this.#delayed.duplicate();
    this.#reassembly.noteDuplicate(seq, to);
    this.#sendAck();
  }

  /** tcp_data_queue. */
  #queue({ seq, payload, flags }: Segment, fin: boolean): void {
    const hadGap = this.#reassembly.hasGap;
    const accepted = this.#reassembly.accept(seq, payload, fin);
    const { hasGap } = this.#reassembly;
    switch (accepted) {
      case 'old':
        if (hasGap) this.#delayed.ahead();
        else this.#delayed.duplicate();
        break;
      case 'ahead':
        this.#delayed.ahead();
        break;
      case 'in-order':
        if (payload.length > 0) this.#delayed.received(payload.length, (flags & PSH) !== 0);
        if (hadGap && !hasGap) this.#delayed.filled();
    }
  }

  /** tcp_fin: acknowledged at once if we are done as well, else our own FIN is likely to carry it. */
  #receivedFin(): void {
    this.#delayed.ended();
    if (this.#ending) this.#sendAck();
  }

  /** Octets that are in order go up to the application, which reads them at once. */
  #handUp(from: number): void {
    const to = this.#reassembly.dataEnd;
    const ready = this.#reassembly.take();
    if (!ready) return;
    const { scheduler, sink, lane, conn } = this.#options;
    const dir = this.#dir === 'up' ? 'down' : 'up';
    const advanced = sink.append({ type: 'stream.advanced', t: scheduler.now, lane, conn, dir, from, to });
    if (this.#delayed.checkAfterRead(this.#reassembly.next - this.#lastAck)) this.#sendAck();
    this.#because(advanced, () => {
      this.handlers.data(ready.bytes, ready.from);
    });
  }

  #close(reason: CloseReason): void {
    this.#state = reason === 'fin' ? 'done' : 'gone';
    this.#sender.stop();
    this.#delayed.stop();
    this.#keepAlive.stop();
    this.#handshake.stop();
    this.#because(this.#log('conn.closed', reason), () => {
      this.handlers.closed(reason);
    });
  }

  #transmit(segment: TxSegment, why: SegmentWhy): EventId {
    const { from, len, fin, push, first } = segment;
    const payload = len > 0 ? this.#sender.buffer.read(from, from + len) : NOTHING;
    if (len > 0) this.#delayed.dataSent();
    return this.#put(ACK | (push ? PSH : 0) | (fin ? FIN : 0), from, payload, why, first);
  }

  #sendAck(): void {
    this.#put(ACK, this.#sender.next, NOTHING, 'ack', NO_EVENT);
  }

  #put(flags: number, seq: number, payload: Uint8Array, why: SegmentWhy, original: EventId): EventId {
    const { path, conn } = this.#options;
    const { window, una, next, buffer, nowStamp, rtt } = this.#sender;
    const len = payload.length;
    const header = (flags & SYN) !== 0 ? SYN_BYTES : flags === RST ? BARE_HEADER_BYTES : HEADER_BYTES;
    // Blocks that would not fit beside the payload are left off; the kernel would cut the payload instead.
    const room = (flags & (SYN | RST)) !== 0 ? 0 : Math.floor((MTU - header - len - 4) / 8);
    const sack = room > 0 ? this.#reassembly.takeSack(Math.min(room, 3)) : NO_SACK;
    const ack = this.#reassembly.next;
    if ((flags & ACK) !== 0) {
      this.#lastAck = ack;
      this.#delayed.ackSent();
    }
    const segment: Segment = { flags, seq, payload, ack, sack, stamp: nowStamp, echo: this.#recentStamp };
    return path.send(
      {
        conn,
        dir: this.#dir,
        seq,
        len,
        wireBytes: header + len + sackBytes(sack.length / 2),
        flags,
        ack,
        sack,
        why,
        original,
        cwnd: window.cwnd,
        inFlightBytes: Math.max(0, Math.min(next, buffer.end) - una),
        rtoMs: (((flags & SYN) !== 0 ? this.#handshake.rto : rtt.rto) * JIFFY_US) / 1000,
      },
      (received) => {
        this.#deliver(segment, received);
      },
    );
  }
}
