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

export interface WireSocketSink {
  open(protocol: string): void;
  message(text: string): void;
  /** `clean`: both close frames were exchanged. Code 1006 when the connection was lost. */
  close(code: number, reason: string, clean: boolean): void;
}

export interface WireSocket {
  send(text: string, msgs: readonly MsgId[]): void;
  /** Starts the closing handshake; without a code the frame is empty. */
  close(code?: number, reason?: string): void;
}
