/**
 * How the client's API calls reach the modelled wire: through the browser's own machinery and the service worker
 * (worker), or directly (in-page). Same lanes, same servers, same trace.
 */
import type { EventSourceLike, WebSocketLike } from '#clients/api.ts';

/** One HTTP request under way, as the transport sees it. */
export interface HttpExchange {
  /** Path below the page that names run, lane and exchange: 'lab/3/0/17/api/messages?…'. */
  readonly url: string;
  /** The real request has reached the handler: sends it on the modelled wire and answers when the head arrives. */
  answer(): Promise<Response>;
}

/** One WebSocket under way, as the transport sees it. */
export interface SocketExchange {
  readonly url: string;
  /** The real constructor's call has reached the handler: opens the socket on the modelled wire. */
  take(page: SocketPage): void;
  /** A message from the page has reached the handler. */
  sent(text: string): void;
}

/** What the wire tells the page's WebSocket. */
export interface SocketPage {
  open(protocol: string): void;
  message(text: string): void;
  close(code: number, reason: string, clean: boolean): void;
}

export type PageEventSource = EventSourceLike & EventTarget;

/** `readyState` is set to CLOSING by the lab when the page closes: the close event comes from the wire. */
export type PageWebSocket = Omit<WebSocketLike, 'readyState'> & EventTarget & { readyState: number };

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
  eventSource(url: string, next: () => HttpExchange): PageEventSource;
  webSocket(exchange: SocketExchange): PageWebSocket;
}
