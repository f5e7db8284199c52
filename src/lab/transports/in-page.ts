/**
 * The in-page transport: the same lanes and servers without a service worker, for insecure and file: pages, Safari,
 * Node, and for going faster than real time. EventSource is npm's `eventsource`; the WebSocket is our own.
 */
import { EventSource } from 'eventsource';
import { InPageWebSocket } from './in-page-web-socket.ts';
import { realTime } from './real-time.ts';
import type { Transport } from './transport.ts';

/** Any absolute origin: nothing is ever requested from it. */
const ORIGIN = 'http://in-page.invalid/';

export const inPageTransport: Transport = {
  kind: 'in-page',
  realTime,
  async fetch(exchange, init) {
    const response = await exchange.answer();
    init.signal?.throwIfAborted();
    if (response.type === 'error') throw new TypeError('Failed to fetch');
    return response;
  },
  eventSource: (url, next, withCredentials) =>
    new EventSource(new URL(url, ORIGIN), {
      withCredentials,
      fetch: async () => {
        const response = await next().answer();
        if (response.type === 'error') throw new TypeError('Failed to fetch');
        return response;
      },
    }),
  webSocket: (exchange) => new InPageWebSocket(exchange),
};
