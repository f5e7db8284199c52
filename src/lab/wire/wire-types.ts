/** What the modelled browser's network stack is asked, and what it answers. */
import type { Header } from '#codecs/http1/message.ts';
import type { MsgId } from '#trace/events.ts';

/** A request as the API call made it; the profile's headers are added on the wire. */
export interface WireRequest {
  readonly kind: 'fetch' | 'eventsource';
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly target: string;
  readonly body: Uint8Array | null;
  /** What `EventSource` remembers; '' for none. */
  readonly lastEventId: string;
  /** The messages that the body carries up. */
  readonly msgs: readonly MsgId[];
}

/** Called as the answer's octets arrive in order. `flush` closes each batch that one segment released. */
export interface ResponseSink {
  head(status: number, headers: readonly Header[]): void;
  data(bytes: Uint8Array): void;
  end(): void;
  flush(): void;
  /** The connection was lost, or the answer was malformed, before its end. */
  failed(reason: string): void;
}

export interface WireExchange {
  /** The page is no longer interested: the connection is closed, as browsers do in HTTP/1.1. */
  abort(): void;
}

/** What `new WebSocket(url, protocols)` asks for. */
export interface SocketRequest {
  /** Path and query. */
  readonly target: string;
  /** Subprotocols by preference; none for none. */
  readonly protocols: readonly string[];
}

export interface WireSocketSink {
  /** The subprotocol that the server chose, or '', and the extensions that it agreed to, as in its answer. */
  open(protocol: string, extensions: string): void;
  message(data: string | Uint8Array): void;
  /** A close frame has arrived: nothing can be sent any more. `close` follows when TCP's connection is gone. */
  closing(): void;
  /**
   * `clean`: both close frames were exchanged. Code 1006 when the connection was lost. `failed`: the browser was required
   * to fail the connection (RFC 6455 section 7.1.7); one that is lost, or closed without a frame, did not fail.
   */
  close(code: number, reason: string, clean: boolean, failed: boolean): void;
}

export interface WireSocket {
  /** The request that opened it. */
  readonly request: number;
  /** Octets of the messages sent that TCP has not put on the wire. They stay when the connection is gone. */
  readonly unsentBytes: number;
  /** Sends a message: octets as a binary one. False: too late, nothing can be sent any more. */
  send(data: string | Uint8Array, msgs: readonly MsgId[]): boolean;
  /** Starts the closing handshake; without a code the frame is empty. */
  close(code?: number, reason?: string): void;
}
