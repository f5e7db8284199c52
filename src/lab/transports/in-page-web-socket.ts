/** The in-page transport's WebSocket: nothing but the way between the page and the modelled wire, without a worker. */
import type { PageWebSocket, SocketExchange } from './transport.ts';

export class InPageWebSocket extends EventTarget implements PageWebSocket {
  readonly #exchange: SocketExchange;

  constructor(exchange: SocketExchange) {
    super();
    this.#exchange = exchange;
    // As in a browser, nothing happens before the code that called the constructor has run on.
    queueMicrotask(() => {
      exchange.take({
        fire: (work) => {
          queueMicrotask(work);
        },
      });
    });
  }

  send(data: string | ArrayBuffer): void {
    queueMicrotask(() => {
      this.#exchange.sent(data);
    });
  }
}
