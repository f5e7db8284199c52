/** What the lab sees of TCP: two endpoints of one connection, each with a stream out and callbacks in. */
import type { Side } from '#trace/events.ts';

/** Octets [from, to) of one direction's stream. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export type CloseReason = 'fin' | 'reset' | 'timeout' | 'lost';

/** What an endpoint tells its owner. All are called with the clock at the virtual time of the event. */
export interface EndpointHandlers {
  /** The handshake is done on this side: octets may flow. */
  established(): void;
  /** In-order octets; `from` is the stream offset of the first. Never empty. */
  data(bytes: Uint8Array, from: number): void;
  /** The peer's FIN arrived in order: no more data will come. */
  end(): void;
  /** The connection is gone on this side. Called once. */
  closed(reason: CloseReason): void;
}

export interface TcpEndpoint {
  readonly side: Side;
  /** May be replaced at any time, for example when a keep-alive connection is handed on. */
  handlers: EndpointHandlers;
  readonly state: 'closed' | 'connecting' | 'established' | 'closing';
  /** Stream offset behind the last octet that was sent at least once. It stays as it is when the connection is gone. */
  readonly sentTo: number;
  /**
   * Hands octets to TCP, which sends them when the windows allow (Nagle is off). Before the connection is established
   * they wait. Returns their place in the stream, and adds them to the trace's stream (`TraceSink.write`).
   */
  write(bytes: Uint8Array): ByteRange;
  /** Sends FIN after everything written; receiving goes on. */
  end(): void;
  /** Sends RST and forgets the connection. */
  reset(): void;
  /**
   * Loses the connection without a word, as a host that crashed and came back: what the peer still sends is answered
   * with RST (RFC 9293 section 3.5.1). A server that has not accepted the connection yet listens on.
   */
  forget(): void;
}
