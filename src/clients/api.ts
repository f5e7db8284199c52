/**
 * What a client needs from its surroundings: the browser's standard APIs, handed in. In the page these are the real
 * ones on a virtual clock; take a client home and hand in `globalThis`.
 */

/** The part of `EventSource` that the client uses (WHATWG HTML section 9.2). */
export interface EventSourceLike {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<string>) => void) | null;
  onerror: ((event: Event) => void) | null;
  /** Events that the server has named. */
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** The part of `window` and `document` that tells a client of the network and of its own visibility. */
export interface PageLike {
  /** `navigator.onLine`. */
  readonly onLine: boolean;
  /** `document.visibilityState`. */
  readonly visibilityState: 'visible' | 'hidden';
  addEventListener(type: 'online' | 'offline' | 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'online' | 'offline' | 'visibilitychange', listener: () => void): void;
}

/** The part of `WebSocket` that the client uses (WHATWG WebSockets section 3.1). */
export interface WebSocketLike {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<string>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  readonly bufferedAmount: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export interface ClientApi {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  readonly EventSource: new (url: string) => EventSourceLike;
  readonly WebSocket: new (url: string, protocols?: string | readonly string[]) => WebSocketLike;
  readonly page: PageLike;
  readonly setTimeout: (callback: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  /** Milliseconds on the client's clock. */
  readonly now: () => number;
  /** A number in [0, 1), as `Math.random` gives. */
  readonly random: () => number;
}

/** A message as it stands on the wire, in JSON. Feed messages have numbers as ids, typed lines 'u1', 'u2', … */
export interface Message {
  readonly id: number | string;
  /** Milliseconds since the Unix epoch. */
  readonly t: number;
  readonly text: string;
}

export interface Client {
  /** Sends a message up; it comes back through the room like any other. */
  send(message: Message): void;
  /** Stops asking and closes what is open. */
  stop(): void;
}

/** Calls back for each message, in order. */
export type OnMessage = (message: Message) => void;

/** The body of an answer to a poll. */
export interface MessagesBody {
  readonly messages: readonly Message[];
  /** What stands for messages before those, which the server has no more. */
  readonly snapshot?: { readonly through: Message['id']; readonly messages: number };
}
