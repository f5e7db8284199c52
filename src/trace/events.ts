/**
 * The vocabulary of a run. A trace is an append-only list of these events; everything the page shows is a projection
 * of it. Times are virtual microseconds. Octet positions are offsets in one direction of one connection's stream,
 * starting at 0. Ids of events are their positions in the trace.
 */
import type { LinkParams } from '#netem/model.ts';
import type { SimTime } from '#base/time.ts';

/** Position of an event in its trace. */
export type EventId = number;
/** No event: the cause of what the run itself starts. */
export const NO_EVENT: EventId = -1;

/** Index of a lane in its scenario; -1 is the run itself. */
export type LaneIndex = number;

/** `up` is client to server, `down` is server to client. */
export type Direction = 'up' | 'down';
export type Side = 'client' | 'server';

/** Identity of a message across all lanes: feed messages are '1', '2', …; lines the user typed are 'u1', 'u2', … */
export type MsgId = string;

/** The kinds of protocol data unit that are written to a stream. */
export type PduKind =
  /** The three flights of a full TLS 1.3 handshake. */
  | 'tls.client-hello'
  | 'tls.server-flight'
  | 'tls.finished'
  | 'http.request'
  /** Status line, headers and a body of known length. */
  | 'http.response'
  /** Status line and headers of a response whose body follows in chunks. */
  | 'http.head'
  /** One chunk of a chunked body that holds whole blocks of an event stream: events, or the reconnection time. */
  | 'sse.event'
  /** A chunk with nothing but a comment: a heartbeat. */
  | 'sse.comment'
  /** The chunk of length zero that ends a chunked body. */
  | 'http.last-chunk'
  /** The request that opens a WebSocket. */
  | 'ws.request'
  /** The answer to it: 101 or a refusal. */
  | 'ws.response'
  | 'ws.frame';

interface Common {
  readonly id: EventId;
  readonly t: SimTime;
  readonly lane: LaneIndex;
  /** The event that led to this one, or `NO_EVENT`. */
  readonly cause: EventId;
}

/** The server's room accepted a message: from now on it waits for the client. */
export interface AppPublished extends Common {
  readonly type: 'app.published';
  readonly msg: MsgId;
  /** Octets of the message as JSON. */
  readonly sizeBytes: number;
}

/** The client's code handed a line of the user's to the API (`fetch` with POST, or `WebSocket.send`). */
export interface AppSent extends Common {
  readonly type: 'app.sent';
  readonly msg: MsgId;
}

/** The client's code got a message from the real API's callback. Written nowhere else. */
export interface AppDelivered extends Common {
  readonly type: 'app.delivered';
  readonly msg: MsgId;
  /** The client had it already. */
  readonly duplicate: boolean;
}

/** A timer that the client's code had set fired (`setTimeout`). */
export interface ClientTimer extends Common {
  readonly type: 'client.timer';
}

/** The readyState of the API object that carries the lane, or of its fetch loop, changed. */
export interface ClientState extends Common {
  readonly type: 'client.state';
  readonly state: 'connecting' | 'open' | 'closed';
}

/**
 * What a surviving client does about its connection (`clients/survival`): `suspect` while its heartbeat has no answer,
 * `waiting` before another attempt, `offline` while the browser says that there is no network.
 */
export interface ClientPhaseChanged extends Common {
  readonly type: 'client.phase';
  readonly phase: 'connecting' | 'open' | 'suspect' | 'waiting' | 'offline' | 'closed';
  /** Number of the attempt to connect, from 1. */
  readonly attempt: number;
  /** When a wait ends; -1 where nothing is waited for. */
  readonly until: SimTime | -1;
}

/** A surviving client's queue changed: lines that wait to be sent, and those sent that nobody has acknowledged. */
export interface ClientOutbox extends Common {
  readonly type: 'client.outbox';
  readonly waiting: readonly MsgId[];
  readonly unacknowledged: readonly MsgId[];
}

/** The browser told the page: events `online`, `offline` and `visibilitychange` (HTML sections 9.3.1 and 6.2). */
export interface ClientSignal extends Common {
  readonly type: 'client.signal';
  readonly signal: 'online' | 'offline' | 'visible' | 'hidden';
}

/** The `close` event of a WebSocket as the page's script sees it (WHATWG WebSockets section 4). */
export interface ScriptClosed extends Common {
  readonly type: 'script.closed';
  /** The request that opened it. */
  readonly request: number;
  readonly code: number;
  readonly reason: string;
  readonly clean: boolean;
}

/** The client's code learned that the server has its line. */
export interface AppAcknowledged extends Common {
  readonly type: 'app.acknowledged';
  readonly msg: MsgId;
}

/** A line reached the server a second time and took effect a second time: it has no idempotent receiver. */
export interface AppRepeated extends Common {
  readonly type: 'app.repeated';
  readonly msg: MsgId;
}

/** The client took a state in the place of messages that the server has no more: it has missed none up to `through`. */
export interface AppSnapshot extends Common {
  readonly type: 'app.snapshot';
  readonly through: MsgId;
  /** How many messages that state sums up which the client never got. */
  readonly messages: number;
}

/** The server let go of old messages: what it keeps for those who come back. Only where `server.history` is bounded. */
export interface ServerHistory extends Common {
  readonly type: 'server.history';
  readonly oldest: MsgId;
  readonly size: number;
}

/** What a request is for: bringing messages down in one of four ways, or a line up. */
export type RequestPurpose = 'poll' | 'long-poll' | 'stream' | 'socket' | 'upward';

/** The client's code called an API that needs a connection; bytes follow as soon as there is one. */
export interface RequestIssued extends Common {
  readonly type: 'request.issued';
  /** Number of the request in its lane, from 1. */
  readonly request: number;
  readonly method: string;
  readonly target: string;
  readonly purpose: RequestPurpose;
}

/** Every connection to the host is busy: the request waits for one to be free. */
export interface RequestQueued extends Common {
  readonly type: 'request.queued';
  readonly request: number;
}

/** A protocol data unit was handed to TCP: it occupies [from, to) of the stream. */
export interface PduSent extends Common {
  readonly type: 'pdu.sent';
  readonly conn: number;
  readonly dir: Direction;
  readonly kind: PduKind;
  readonly from: number;
  readonly to: number;
  /** The request that it is or answers, or 0. */
  readonly request: number;
  /** The messages whose content it carries; empty for a poll that brought nothing. */
  readonly msgs: readonly MsgId[];
  /** Octets of [from, to) that are the headers and trailers of TLS records. Absent without TLS. */
  readonly tlsBytes?: number;
  /** The user has had other octets written than the sender's own. */
  readonly tampered?: true;
  /** The `box.acted` by which a proxy held it back after the server had written it. Absent if none did. */
  readonly held?: EventId;
}

/** The receiver's parser has a protocol data unit complete. */
export interface PduReceived extends Common {
  readonly type: 'pdu.received';
  readonly conn: number;
  readonly dir: Direction;
  /** The `pdu.sent` event. */
  readonly sent: EventId;
}

/**
 * A connection was begun (client), is usable by TCP (each side), is usable behind TLS's handshake (each side, where
 * there is TLS), or is gone (each side).
 */
export interface ConnChanged extends Common {
  readonly type: 'conn.opening' | 'conn.established' | 'conn.secured' | 'conn.closed';
  readonly conn: number;
  readonly side: Side;
  /**
   * Only for `conn.closed`: both FINs exchanged, a RST, retransmission given up, or 'lost': the host forgot it without
   * a word, and the peer's end is half-open (RFC 9293 section 3.5.1).
   */
  readonly reason: 'fin' | 'reset' | 'timeout' | 'lost' | '';
}

/** Why a segment was sent. */
export type SegmentWhy =
  | 'syn'
  | 'data'
  | 'ack'
  | 'fin'
  | 'rst'
  /** Retransmission time-out (RFC 6298, Linux's variant). */
  | 'rto'
  /** Tail-loss probe (RFC 8985 section 7). */
  | 'tlp'
  /** Marked lost by RACK or duplicate acknowledgements (RFC 8985, RFC 6675). */
  | 'fast'
  /** A keep-alive probe: nothing, at the offset before the next (RFC 9293 section 3.8.4). */
  | 'keepalive';

/** TCP flag bits as on the wire (RFC 9293 section 3.1). */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

/** A segment left a host. Sequence numbers are relative: the stream's first octet is `seq` 0. */
export interface SegmentSent extends Common {
  readonly type: 'segment.sent';
  readonly conn: number;
  readonly dir: Direction;
  /** Number of the packet in its lane and direction, from 0: the key of its random draws. */
  readonly n: number;
  /** Stream offset of the first payload octet; SYN is -1, FIN stands behind the last octet. */
  readonly seq: number;
  /** Payload octets. */
  readonly len: number;
  /** Octets of the IP packet, headers included. */
  readonly wireBytes: number;
  readonly flags: number;
  /** Next stream offset that the sender expects from its peer. */
  readonly ack: number;
  /** SACK blocks as stream offsets: from, to, from, to … Empty when there are none. */
  readonly sack: readonly number[];
  readonly why: SegmentWhy;
  /** For a retransmission: the `segment.sent` of the first transmission of `seq`. Else `NO_EVENT`. */
  readonly original: EventId;
  /** Congestion window in segments, after sending. */
  readonly cwnd: number;
  /** Octets sent and not yet acknowledged, after sending. */
  readonly inFlightBytes: number;
  /**
   * The sender's retransmission time-out in milliseconds, after sending and backed off (icsk_rto; for SYN and SYN-ACK
   * the handshake's): how long it would wait for an acknowledgement.
   */
  readonly rtoMs: number;
  /** When it will (first) arrive, or die, if nothing else intervenes: for drawing what is under way. */
  readonly due: SimTime;
}

/**
 * A segment arrived. The four parts are its time on the way, in microseconds, and sum to it exactly. A segment that the
 * line duplicated arrives twice.
 */
export interface SegmentReceived extends Common {
  readonly type: 'segment.received';
  readonly conn: number;
  readonly dir: Direction;
  readonly sent: EventId;
  /** Waiting for earlier packets at the rate limit. */
  readonly queueUs: number;
  /** Putting its bits on the wire at the rate limit. */
  readonly serializationUs: number;
  readonly propagationUs: number;
  /** Signed deviation from the fixed delay, including what keeping the order costs, or overtaking saves. */
  readonly jitterUs: number;
}

/** By which rule a segment died: one of the impairments, or the user's hand. */
export type LossRule =
  | 'random'
  /** Gilbert-Elliott. */
  | 'burst'
  /** A bit was flipped, and the receiver's checksum found it. */
  | 'corrupt'
  | 'outage'
  | 'queue'
  | 'picked'
  /** A NAT on the way has forgotten the connection. */
  | 'forgotten';

/**
 * A segment died: in the middle of the path, at a full queue's tail, at once when the line is cut, or on arrival when it
 * was corrupted. Of a segment that the line duplicated, only if neither copy arrived.
 */
export interface SegmentLost extends Common {
  readonly type: 'segment.lost';
  readonly conn: number;
  readonly dir: Direction;
  readonly sent: EventId;
  readonly rule: LossRule;
  /** The draw in [0, 1) that decided, or -1 when no draw was needed. */
  readonly draw: number;
}

/** The receiver's stream is in order up to `to` (exclusive): octets [from, to) went up to the parser. */
export interface StreamAdvanced extends Common {
  readonly type: 'stream.advanced';
  readonly conn: number;
  readonly dir: Direction;
  readonly from: number;
  readonly to: number;
}

/** A TCP timer fired. */
export interface TcpTimer extends Common {
  readonly type: 'tcp.timer';
  readonly conn: number;
  readonly side: Side;
  readonly timer: 'rto' | 'tlp' | 'rack' | 'syn' | 'keepalive';
  /** When the timer was set; of keep-alive, when the peer was last heard. */
  readonly since: SimTime;
}

/** What a middlebox did to a connection. */
export type BoxDeed =
  /** The buffering proxy keeps a part of an answer, or passes on what it has kept. */
  | 'held'
  | 'released'
  /** The proxy closes a connection on which the server was silent, or answers 504 in the server's place. */
  | 'closed'
  | 'answered-504'
  /** The proxy removed Upgrade and Connection from a request. */
  | 'stripped'
  /** The NAT gave up the connection's mapping. */
  | 'forgot';

/** A middlebox interfered with a connection. */
export interface BoxActed extends Common {
  readonly type: 'box.acted';
  readonly conn: number;
  readonly what: BoxDeed;
  /** Octets that it held, released or removed; else 0. */
  readonly bytes: number;
}

/** The user, or the scenario, changed a direction of the path. */
export interface NetChanged extends Common {
  readonly type: 'net.changed';
  readonly dir: Direction;
  readonly link: LinkParams;
}

/** The user intervened, other than by changing the path. */
export interface Intervened extends Common {
  readonly type: 'run.intervened';
  /** The intervention as canonical JSON. */
  readonly what: string;
}

export type TraceEvent =
  | AppPublished
  | AppSent
  | AppDelivered
  | ClientTimer
  | ClientState
  | ClientPhaseChanged
  | ClientOutbox
  | ClientSignal
  | ScriptClosed
  | AppAcknowledged
  | AppRepeated
  | AppSnapshot
  | ServerHistory
  | RequestIssued
  | RequestQueued
  | PduSent
  | PduReceived
  | ConnChanged
  | SegmentSent
  | SegmentReceived
  | SegmentLost
  | StreamAdvanced
  | TcpTimer
  | BoxActed
  | NetChanged
  | Intervened;

export type EventType = TraceEvent['type'];
export type EventOf<T extends EventType> = Extract<TraceEvent, { type: T }>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An event as its author writes it: the log adds the id, and the cause where none is given. */
export type NewEvent = DistributiveOmit<TraceEvent, 'id' | 'cause'> & { readonly cause?: EventId };
