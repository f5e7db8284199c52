/**
 * How the client's API calls reach the modelled wire: through the browser's own machinery and the service worker
 * (worker), or directly (in-page). Same lanes, same servers, same trace.
 */
import type { EventSourceLike } from '#clients/api.ts';

/** One HTTP request under way, as the transport sees it. */
export interface HttpExchange {
  /** Path below the page that names run, lane and exchange: 'lab/3/0/17/api/messages?…'. */
  readonly url: string;
  /** The real request has reached the handler: sends it on the modelled wire and answers when the head arrives. */
  answer(): Promise<Response>;
}

/** One WebSocket under way, as the transport sees it. */
export interface SocketExchange {
  /** What the page's script sees as `WebSocket.url`. */
  readonly url: string;
  /** The real constructor's call has reached the handler: opens the socket on the modelled wire. */
  take(page: SocketPage): void;
  /** A message from the page has reached the handler. */
  sent(data: string | ArrayBuffer): void;
}

/** The way to the page's WebSocket. */
export interface SocketPage {
  /**
   * Runs `work`, which fires events, after the octets at hand have been read, and in order: as in a browser, of two
   * messages in one segment both are received before the first one fires.
   */
  fire(work: () => void): void;
}

export type PageEventSource = EventSourceLike & EventTarget;

/** An object that brings messages to `SocketExchange.sent`. All else that a WebSocket has the lab puts on it. */
export interface PageWebSocket extends EventTarget {
  send(data: string | ArrayBuffer): void;
}

/** Real time, for waiting and for the watchdog; never part of a run. */
export interface RealTime {
  /** Runs work in a later macrotask, after every promise callback that is due now. */
  readonly macrotask: (work: () => void) => void;
  /** Calls back after real milliseconds; returns how to cancel. */
  readonly timeout: (work: () => void, ms: number) => () => void;
  /** Real milliseconds since some origin. */
  readonly now: () => number;
}

export interface Transport {
  readonly kind: 'worker' | 'in-page';
  readonly realTime: RealTime;
  fetch(exchange: HttpExchange, init: RequestInit): Promise<Response>;
  /** Creates the EventSource; it asks `next()` for an exchange at each (re)connection. */
  eventSource(url: string, next: () => HttpExchange, withCredentials: boolean): PageEventSource;
  webSocket(exchange: SocketExchange): PageWebSocket;
}
