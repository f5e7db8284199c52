/** What a client does to survive a bad network. Each is read at the moment it is needed: a change counts from then on. */
import type { Client } from '../api.ts';
import type { BackoffOptions } from './backoff.ts';

export interface Strategies extends BackoffOptions {
  /** The client asks whether the server is there after hearing nothing for so long; 0 is never. */
  readonly heartbeatMs: number;
  /** How long it waits for the answer before it takes the connection for dead. */
  readonly heartbeatTimeoutMs: number;
  /** How long a handshake or an answer may take; 0 leaves it to TCP. */
  readonly timeoutMs: number;
  /** Lines that go up are kept until the server has acknowledged them, and sent again after `ackTimeoutMs`. */
  readonly ack: boolean;
  readonly ackTimeoutMs: number;
  /** A client that comes back names the last message it has. */
  readonly resume: boolean;
  /** `bufferedAmount` above which lines wait in the client's own queue; 0 is no bound. */
  readonly highWaterBytes: number;
  /** The client heeds `online`, `offline` and `visibilitychange`. */
  readonly signals: boolean;
  /** Where no WebSocket can be opened it goes on by long polling. */
  readonly fallback: boolean;
}

/** What a client is doing about its connection. */
export type ClientPhase =
  | 'connecting'
  | 'open'
  /** It has asked whether the server is there and has no answer yet. */
  | 'suspect'
  /** It waits before another attempt. */
  | 'waiting'
  /** The browser says that there is no network: it waits for `online`. */
  | 'offline'
  /** It has given up, or never tries again. */
  | 'closed';

/** Who wants to see what the client does: the page draws it. At home, hand in functions that do nothing. */
export interface Observer {
  /** `untilMs` is when a wait ends, on the client's clock; null where nothing is waited for. `attempt` counts from 1. */
  phase(phase: ClientPhase, attempt: number, untilMs: number | null): void;
  /** The ids of lines that wait to be sent, and of those that are sent and not acknowledged. */
  outbox(waiting: readonly (number | string)[], unacknowledged: readonly (number | string)[]): void;
  /** The server has said that it has this line. */
  acknowledged(id: number | string): void;
  /** The server sent a state up to this message in place of `messages` messages that it has no more. */
  snapshot(through: number | string, messages: number): void;
}

export interface SurvivingClient extends Client {
  /** Strategies may have changed: what was not waited for until now begins at once. */
  changed(): void;
}
