/** A WebSocket as the standard has it (WHATWG WebSockets section 3.1), whose far end is the modelled wire. */
import type { PageWebSocket, SocketExchange } from './transport.ts';

type Handler<E extends Event> = ((event: E) => void) | null;

/** Node 20 has no `CloseEvent`. */
class WireCloseEvent extends Event {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;

  constructor(code: number, reason: string, wasClean: boolean) {
    super('close');
    this.code = code;
    this.reason = reason;
    this.wasClean = wasClean;
  }
}

export class InPageWebSocket extends EventTarget implements PageWebSocket {
  onopen: Handler<Event> = null;
  onmessage: Handler<MessageEvent<string>> = null;
  onerror: Handler<Event> = null;
  onclose: Handler<CloseEvent> = null;
  readyState = 0;
  protocol = '';
  /** Replaced by the lab, which knows the modelled send buffer. */
  bufferedAmount = 0;
  readonly #exchange: SocketExchange;

  constructor(exchange: SocketExchange) {
    super();
    this.#exchange = exchange;
    // As in a browser, nothing happens before the code that called the constructor has run on.
    queueMicrotask(() => {
      // As in a browser, events do not fire while octets are still being read: of two messages in one segment both
      // are received before the first one fires.
      exchange.take({
        open: (protocol) => {
          queueMicrotask(() => {
            this.readyState = 1;
            this.protocol = protocol;
            this.#fire(new Event('open'), this.onopen);
          });
        },
        message: (text) => {
          queueMicrotask(() => {
            this.#fire(new MessageEvent('message', { data: text }), this.onmessage);
          });
        },
        close: (code, reason, clean) => {
          queueMicrotask(() => {
            this.readyState = 3;
            if (!clean) this.#fire(new Event('error'), this.onerror);
            this.#fire(new WireCloseEvent(code, reason, clean), this.onclose);
          });
        },
      });
    });
  }

  send(data: string): void {
    queueMicrotask(() => {
      this.#exchange.sent(data);
    });
  }

  /** Replaced by the lab, which starts the closing handshake on the wire. */
  close(): void {
    this.readyState = 2;
  }

  /** Listeners first: the lab's was there before the client's code could set a handler. */
  #fire<E extends Event>(event: E, handler: Handler<E>): void {
    this.dispatchEvent(event);
    handler?.call(this, event);
  }
}
