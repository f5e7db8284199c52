/**
 * The in-page transport: the same lanes and servers without a service worker, for insecure and file: pages, Safari,
 * Node, and for going faster than real time. EventSource is npm's `eventsource`; the WebSocket is our own.
 */
import { EventSource } from 'eventsource';
import { InPageWebSocket } from './in-page-web-socket.ts';
import { realTime } from './real-time.ts';
import type { HttpExchange, Transport } from './transport.ts';

/** Any absolute origin: nothing is ever requested from it. */
const ORIGIN = 'http://in-page.invalid/';

/** Answers once the code that asked has had its turn: a request that goes through a service worker comes no sooner. */
async function answerLater(exchange: HttpExchange): Promise<Response> {
  await Promise.resolve();
  return exchange.answer();
}

export const inPageTransport: Transport = {
  kind: 'in-page',
  realTime,
  async fetch(exchange, init) {
    const response = await answerLater(exchange);
    init.signal?.throwIfAborted();
    if (response.type === 'error') throw new TypeError('Failed to fetch');
    return response;
  },
  eventSource: (url, next, withCredentials) =>
    new EventSource(new URL(url, ORIGIN), {
      withCredentials,
      fetch: async () => {
        const response = await answerLater(next());
        if (response.type === 'error') throw new TypeError('Failed to fetch');
        return response;
      },
    }),
  webSocket: (exchange) => new InPageWebSocket(exchange),
};
