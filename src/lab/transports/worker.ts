/**
 * The worker transport: the client's calls are the browser's own `fetch`, `EventSource` and `WebSocket`; a service
 * worker (MSW) answers them from the modelled wire. Everything can be watched in the browser's developer tools.
 */
import { defaultNetworkOptions, setupWorker } from 'msw/browser';
import { createHandlers, exchangeKey } from '#servers/msw/handlers.ts';
import { realTime } from './real-time.ts';
import type { HttpExchange, PageEventSource, PageWebSocket, SocketExchange, Transport } from './transport.ts';

/** Chromium kills a fetch event after 300 s; before that a held request is asked again. */
const REASK_MS = 240_000;
const REASK_HEADER = 'x-reask';

/** How long the service worker may take to start before the page goes on without it. */
const START_MS = 8000;

/** What the handlers find by key. */
class UnderWay {
  readonly #next = new Map<string, () => HttpExchange>();
  readonly #answers = new Map<string, Promise<Response>>();
  readonly #sockets = new WeakMap<object, SocketExchange>();

  expect(url: string, next: () => HttpExchange): void {
    this.#next.set(exchangeKey(url), next);
  }

  forget(url: string): void {
    this.#next.delete(exchangeKey(url));
  }

  expectSocket(page: object, exchange: SocketExchange): void {
    this.#sockets.set(page, exchange);
  }

  socket(page: object): SocketExchange | null {
    return this.#sockets.get(page) ?? null;
  }

  /** The answer to the request with this key. One that is asked again before its answer gets the same one. */
  http(key: string): Promise<Response> | null {
    let answer = this.#answers.get(key);
    if (!answer) {
      const next = this.#next.get(key);
      if (!next) return null;
      answer = next()
        .answer()
        .finally(() => {
          this.#answers.delete(key);
        });
      this.#answers.set(key, answer);
    }
    return askedAgainInTime(answer);
  }
}

/** The answer, or before the browser loses patience one that makes the page ask again. */
function askedAgainInTime(answer: Promise<Response>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const cancel = realTime.timeout(() => {
      resolve(new Response(null, { status: 204, headers: { [REASK_HEADER]: '1' } }));
    }, REASK_MS);
    answer.then(resolve, reject).finally(cancel);
  });
}

let started: Promise<Transport> | null = null;

/** Starts the service worker once. Rejects when it does not come up in time. */
export function startWorkerTransport(): Promise<Transport> {
  started ??= start();
  return started;
}

/**
 * MSW asks for the worker's update and does not look at the answer. Without a network, or just after another tab took the
 * registration with it, the update fails: the worker that there is, or one registered anew, serves as well.
 */
async function forgiveFailedUpdates(): Promise<void> {
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    const update = registration.update.bind(registration);
    registration.update = () => update().catch(() => registration);
  }
}

async function start(): Promise<Transport> {
  const underWay = new UnderWay();
  const worker = setupWorker(...createHandlers(underWay));
  // MSW makes a source of its own at import that listens for ever and keeps every message: end it.
  for (const source of defaultNetworkOptions.sources) if ('terminate' in source) void source.terminate();
  // MSW hands the page a copy of each answer as a stream. One that nobody reads is never freed.
  worker.events.on('response:mocked', ({ response }) => void response.arrayBuffer());
  const scope = new URL('./', document.baseURI);
  await forgiveFailedUpdates();
  await Promise.race([
    worker.start({
      serviceWorker: {
        url: new URL('mockServiceWorker.js', scope).pathname,
        options: { scope: scope.pathname },
      },
      quiet: true,
      onUnhandledFrame: 'bypass',
    }),
    new Promise((_, reject) => {
      realTime.timeout(() => {
        reject(new Error('the service worker did not start in time'));
      }, START_MS);
    }),
  ]);

  return {
    kind: 'worker',
    realTime,
    async fetch(exchange, init) {
      underWay.expect(exchange.url, () => exchange);
      try {
        for (;;) {
          const response = await fetch(new URL(exchange.url, scope), init);
          if (!response.headers.has(REASK_HEADER)) return response;
        }
      } finally {
        underWay.forget(exchange.url);
      }
    },
    eventSource(url, next, withCredentials): PageEventSource {
      underWay.expect(url, next);
      const source = new EventSource(new URL(url, scope), { withCredentials });
      const close = source.close.bind(source);
      source.close = () => {
        underWay.forget(url);
        close();
      };
      return source;
    },
    webSocket(exchange): PageWebSocket {
      // MSW has put its own class in the global's place: it finds the handler in a later microtask.
      const socket = new WebSocket(exchange.url);
      underWay.expectSocket(socket, exchange);
      return socket;
    },
  };
}
