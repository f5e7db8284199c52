/**
 * Outbox: lines that go up are kept until the server has acknowledged them, and sent again when no acknowledgement came
 * or the connection ended. TCP's own acknowledgements don't do: they end with the connection, and say that octets
 * reached a kernel, not that a message took effect. It costs an answer for each line, and a server that knows which
 * lines it has, since what is sent again may come twice. Without it a line is gone with the connection it was handed to.
 *
 * Backpressure: `send` never says no. Lines that a slow line can't take away yet wait here rather than in the API, where
 * nothing can be taken back, put in order or counted. No event says that there is room again, so it has to be looked for.
 */
import type { ClientApi, Message } from '../api.ts';
import type { Observer, Strategies } from './strategies.ts';

/** What carries lines up at present. */
export interface Carrier {
  send(message: Message): void;
  /** How many octets the API has that are not on their way (`bufferedAmount`). */
  bufferedBytes(): number;
  /** How many lines may be unacknowledged at a time, where they are acknowledged. */
  readonly window: number;
  /** It is not wanted any more. */
  stop(): void;
}

export interface Outbox {
  readonly add: (message: Message) => void;
  /** From now on this carries the lines: first those that nobody has acknowledged, in their order. */
  attach(carrier: Carrier): void;
  /** The carrier is gone. */
  detach(): void;
  /** The server has this line. */
  acknowledged(id: Message['id']): void;
  /** The carrier could not deliver a line: it is tried again after a wait. */
  failed(waitMs: number): void;
  /** The network is back: nobody needs to wait for a repetition. */
  readonly hurry: () => void;
  /** Strategies may have changed. */
  changed(): void;
  stop(): void;
}

const LOOK_AGAIN_MS = 100;
/** Waits for an acknowledgement double up to this many times the first. */
const LONGEST_WAIT = 8;

export function createOutbox(
  api: Pick<ClientApi, 'setTimeout' | 'clearTimeout'>,
  strategies: () => Strategies,
  observer: Pick<Observer, 'outbox' | 'acknowledged'>,
): Outbox {
  let waiting: Message[] = [];
  const unacknowledged = new Map<string, Message>();
  let carrier: Carrier | null = null;
  /** A carrier has gone, and none has come in its place. */
  let cut = false;
  let repeats = 1;
  let repeatTimer: unknown;
  let lookTimer: unknown;

  function pump(): void {
    api.clearTimeout(lookTimer);
    const { ack, highWaterBytes } = strategies();
    while (carrier && waiting.length > 0 && unacknowledged.size < (ack ? carrier.window : Infinity)) {
      if (highWaterBytes > 0 && carrier.bufferedBytes() > highWaterBytes) {
        lookTimer = api.setTimeout(pump, LOOK_AGAIN_MS);
        break;
      }
      const line = waiting.shift();
      if (line) hand(carrier, line, ack);
    }
    observer.outbox(
      waiting.map(({ id }) => id),
      [...unacknowledged.values()].map(({ id }) => id),
    );
  }

  function hand(to: Carrier, line: Message, ack: boolean): void {
    if (ack) {
      if (unacknowledged.size === 0) expectAcknowledgement(strategies().ackTimeoutMs);
      unacknowledged.set(String(line.id), line);
    }
    to.send(line);
  }

  function expectAcknowledgement(waitMs: number): void {
    api.clearTimeout(repeatTimer);
    repeatTimer = api.setTimeout(repeat, waitMs);
  }

  /** Only the oldest is sent again: its acknowledgement shows whether the others are needed. */
  function repeat(): void {
    const [line] = unacknowledged.values();
    if (!line || !carrier) return;
    // What is still in the API's buffer would only stand behind itself.
    if (carrier.bufferedBytes() === 0) {
      carrier.send(line);
      repeats = Math.min(LONGEST_WAIT, 2 * repeats);
    }
    expectAcknowledgement(strategies().ackTimeoutMs * repeats);
  }

  function detach(): void {
    carrier?.stop();
    carrier = null;
    cut = true;
    api.clearTimeout(repeatTimer);
    api.clearTimeout(lookTimer);
    waiting = strategies().ack ? [...unacknowledged.values(), ...waiting] : [];
    unacknowledged.clear();
    repeats = 1;
  }

  return {
    add(line) {
      // Nobody keeps it, and there is nobody to give it to.
      if (cut && !strategies().ack) return;
      waiting.push(line);
      pump();
    },
    attach(next) {
      if (carrier) detach();
      carrier = next;
      cut = false;
      pump();
    },
    detach() {
      detach();
      pump();
    },
    acknowledged(id) {
      const kept = unacknowledged.delete(String(id));
      const left = waiting.filter((line) => String(line.id) !== String(id));
      if (!kept && left.length === waiting.length) return;
      waiting = left;
      repeats = 1;
      api.clearTimeout(repeatTimer);
      if (unacknowledged.size > 0) expectAcknowledgement(strategies().ackTimeoutMs);
      observer.acknowledged(id);
      pump();
    },
    failed(waitMs) {
      if (unacknowledged.size > 0) expectAcknowledgement(waitMs);
    },
    hurry() {
      repeats = 1;
      if (unacknowledged.size > 0) expectAcknowledgement(0);
    },
    changed: pump,
    stop() {
      carrier?.stop();
      api.clearTimeout(repeatTimer);
      api.clearTimeout(lookTimer);
    },
  };
}
