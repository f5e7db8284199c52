/** What the stage shows of a lane: small records of numbers, in virtual microseconds, folded from the trace. */
import type { Direction, EventId, EventOf, MsgId, PduKind, SegmentWhy, Side } from '#trace/events.ts';
import type { Span } from './spans.ts';

/** A segment on its way: `start` is when it left, `end` when it arrived or died. */
export interface Flight extends Span {
  /** The `segment.sent` event. */
  readonly id: EventId;
  readonly conn: number;
  readonly dir: Direction;
  readonly seq: number;
  readonly len: number;
  readonly ack: number;
  readonly flags: number;
  readonly why: SegmentWhy;
  readonly wireBytes: number;
  /** When it arrives or dies if nothing else intervenes. */
  readonly due: number;
  /** Fixed one-way delay of its direction when it left. */
  readonly oneWayUs: number;
  readonly original: EventId;
  outcome: 'underway' | 'received' | 'lost';
  rule: EventOf<'segment.lost'>['rule'] | null;
  /** When the next copy of it was sent; Infinity when there is none. */
  resentAt: number;
  /** When the duplicate that the line made of it arrived; Infinity when there is none. */
  twiceAt: number;
  /** The copy before this one, or null for a first transmission. */
  readonly before: Flight | null;
  readonly pdus: readonly Pdu[];
}

/** A protocol data unit: `start` is when TCP got it, `end` when the receiver's parser had it complete. */
export interface Pdu extends Span {
  /** The `pdu.sent` event. */
  readonly id: EventId;
  readonly conn: number;
  readonly dir: Direction;
  readonly kind: PduKind;
  readonly from: number;
  readonly to: number;
  readonly msgs: readonly MsgId[];
  /** Of an answer: its status code. */
  readonly status: number | null;
  readonly poll: Poll | null;
  /** Octets of it that have arrived, in whatever order. */
  arrivedBytes: number;
  /** When all of them had: from then until `end` it is held up behind an earlier segment. Infinity before. */
  arrivedAt: number;
}

/** A request: `start` is when the client asked, `end` when its answer was complete. */
export interface Poll extends Span {
  /** The `request.issued` event. */
  readonly id: EventId;
  readonly request: number;
  readonly purpose: EventOf<'request.issued'>['purpose'];
  /** When the server had the request whole; Infinity before. */
  askedAt: number;
  /** When the answer was handed to TCP; Infinity before. */
  answeredAt: number;
  /** How many messages the answer carries. */
  brought: number;
}

/** A message in one lane: `start` is when it was published, `end` when the client's code had it. */
export interface Message extends Span {
  readonly msg: MsgId;
  readonly published: EventId;
  delivered: EventId;
  /** Fixed one-way delay down when it was published. */
  readonly oneWayUs: number;
  /** The segment that brings it: the one that arrived, else the latest one sent. */
  flight: Flight | null;
}

/** From the loss of a segment until it is sent again, or never is: the sender waits for a timer or a hint. */
export interface ResendWait extends Span {
  readonly flight: Flight;
}

/** A stretch of a rail that is lit because its side may speak at any time. */
export interface OpenStream extends Span {
  readonly conn: number;
  readonly side: Side;
}

/** A stretch in which a surviving client does one thing about its connection. */
export interface Phase extends Span {
  readonly phase: EventOf<'client.phase'>['phase'];
  /** When what it waits for ends; -1: it waits for nothing. */
  readonly until: number;
}

/** A line of the user's that the client's code handed to the API. */
export interface Upward extends Span {
  readonly id: EventId;
  readonly msg: MsgId;
}

/** Something that was changed at an instant: the path, or a setting. */
export interface Change extends Span {
  readonly id: EventId;
  /** Canonical JSON of the intervention. */
  readonly what: string;
}
