/**
 * What the senders of one lane and direction have in hand over time: congestion window, what is in flight, time-out,
 * what waits to be sent, and the line's queue. A fold over the trace: each event is looked at once, and a question
 * costs a binary search and what it answers.
 */
import type { Direction, EventOf, LaneIndex, TraceEvent } from './events.ts';
import { ACK, NO_EVENT } from './events.ts';
import { LineQueue, type QueueStep } from './line-queue.ts';
import type { Trace } from './log.ts';
import { countUpTo } from './steps.ts';

/** How it stands with one connection's sender from `t` on, in microseconds of virtual time. */
export interface SendStep {
  readonly t: number;
  /** Congestion window in segments, and retransmission time-out: as of the last segment that the host sent. */
  readonly cwnd: number;
  readonly rtoMs: number;
  /** Sent and not yet acknowledged. */
  readonly inFlightBytes: number;
  readonly inFlightSegments: number;
  /** Written to TCP and not yet sent. */
  readonly unsentBytes: number;
}

export interface SenderSteps {
  readonly conn: number;
  readonly steps: readonly SendStep[];
  /** When the sender's side was gone; Infinity before. */
  readonly end: number;
}

class Sender {
  readonly conn: number;
  readonly steps: SendStep[] = [];
  readonly times: number[] = [];
  end = Infinity;
  #cwnd = 0;
  #rtoMs = 0;
  #una = 0;
  #next = 0;
  #written = 0;
  /** Where each segment that was sent ends, in order; the first `#acked` of them are acknowledged. */
  #ends: number[] = [];
  #acked = 0;

  constructor(conn: number) {
    this.conn = conn;
  }

  write(t: number, to: number): void {
    this.#written = to;
    this.#step(t);
  }

  send({ t, seq, len, original, cwnd, rtoMs, inFlightBytes }: EventOf<'segment.sent'>): void {
    this.#cwnd = cwnd;
    this.#rtoMs = rtoMs;
    if (len > 0 && original === NO_EVENT) this.#ends.push(seq + len);
    this.#next = Math.max(this.#next, seq + len);
    this.#advance(this.#next - inFlightBytes);
    this.#step(t);
  }

  acknowledge(t: number, ack: number): void {
    if (ack <= this.#una) return;
    this.#advance(Math.min(ack, this.#next));
    this.#step(t);
  }

  close(t: number): void {
    this.end = Math.min(this.end, t);
  }

  #advance(una: number): void {
    this.#una = una;
    while (this.#acked < this.#ends.length && (this.#ends[this.#acked] ?? 0) <= una) this.#acked++;
    if (this.#acked < 1024 && this.#acked < this.#ends.length) return;
    this.#ends = this.#ends.slice(this.#acked);
    this.#acked = 0;
  }

  #step(t: number): void {
    // Before its first segment a sender has no window.
    if (this.#cwnd === 0 || t >= this.end) return;
    if (this.times.at(-1) === t) {
      this.times.pop();
      this.steps.pop();
    }
    this.times.push(t);
    this.steps.push({
      ...{ t, cwnd: this.#cwnd, rtoMs: this.#rtoMs },
      inFlightBytes: this.#next - this.#una,
      inFlightSegments: this.#ends.length - this.#acked,
      unsentBytes: Math.max(0, this.#written - this.#next),
    });
  }
}

export class SendState {
  readonly lane: LaneIndex;
  readonly dir: Direction;
  readonly #trace: Trace;
  #taken = 0;
  readonly #queue = new LineQueue();
  /** By their first step. */
  readonly #senders: Sender[] = [];
  #senderOf = new Map<number, Sender>();
  /** Which sender spoke from when on. */
  readonly #spoke: Sender[] = [];
  readonly #spokeAt: number[] = [];

  constructor(trace: Trace, lane: LaneIndex, dir: Direction) {
    this.#trace = trace;
    this.lane = lane;
    this.dir = dir;
  }

  /** Takes in what the trace has gained. */
  extend(): void {
    for (; this.#taken < this.#trace.length; this.#taken++) {
      const event = this.#trace.at(this.#taken);
      if (event.lane === this.lane || event.lane < 0) this.#take(event);
    }
  }

  /** The line's queue over [from, to], in microseconds. */
  queue(from: number, to: number): QueueStep[] {
    return this.#queue.within(from, to);
  }

  queuedAt(t: number): number {
    return this.#queue.at(t);
  }

  /** Each connection that had a sender in [from, to], with the steps that hold there: the first may be older. */
  within(from: number, to: number): SenderSteps[] {
    return this.#senders
      .filter(({ times, end }) => end >= from && (times[0] ?? Infinity) <= to)
      .map(({ conn, steps, times, end }) => {
        const first = Math.max(0, countUpTo(times, from) - 1);
        return { conn, end, steps: steps.slice(first, countUpTo(times, to)) };
      });
  }

  /** How it stands at `t` with the sender that spoke last; null before any did, and when its connection is gone. */
  at(t: number): (SendStep & { readonly conn: number }) | null {
    const sender = this.#spoke[countUpTo(this.#spokeAt, t) - 1];
    if (!sender || sender.end <= t) return null;
    const step = sender.steps[countUpTo(sender.times, t) - 1];
    return step ? { ...step, conn: sender.conn } : null;
  }

  #take(event: TraceEvent): void {
    switch (event.type) {
      case 'net.changed':
        if (event.dir === this.dir) this.#queue.setLink(event.link);
        break;
      case 'pdu.sent':
        if (event.dir === this.dir) this.#sender(event.conn).write(event.t, event.to);
        break;
      case 'segment.sent':
        if (event.dir === this.dir) this.#send(event);
        break;
      case 'segment.received':
        if (event.dir === this.dir) this.#queue.receive(event);
        else this.#hear(event);
        break;
      case 'segment.lost':
        if (event.dir === this.dir) this.#queue.lose(event);
        break;
      case 'conn.closed':
        if ((event.side === 'client') === (this.dir === 'up')) this.#senderOf.get(event.conn)?.close(event.t);
        break;
      default:
        break;
    }
  }

  #send(event: EventOf<'segment.sent'>): void {
    this.#queue.send(event);
    const sender = this.#sender(event.conn);
    const isNew = sender.steps.length === 0;
    sender.send(event);
    if (isNew) this.#senders.push(sender);
    if (this.#spoke.at(-1) === sender) return;
    this.#spoke.push(sender);
    this.#spokeAt.push(event.t);
  }

  /** A segment from the other side acknowledges. */
  #hear({ t, conn, sent }: EventOf<'segment.received'>): void {
    const { flags, ack } = this.#trace.of(sent, 'segment.sent');
    if ((flags & ACK) !== 0) this.#senderOf.get(conn)?.acknowledge(t, ack);
  }

  #sender(conn: number): Sender {
    let sender = this.#senderOf.get(conn);
    if (!sender) this.#senderOf.set(conn, (sender = new Sender(conn)));
    return sender;
  }
}
