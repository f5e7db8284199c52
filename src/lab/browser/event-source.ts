/** `EventSource` as a lane's client gets it: the transport's, with each event's way to the page held. */
import type { ClientApi, EventSourceLike } from '#clients/api.ts';
import { fromMs, fromS } from '#base/time.ts';
import { SseParser } from '#codecs/sse/parser.ts';
import type { Hold } from '#sim/scheduler.ts';
import { settle } from '../lane-context.ts';
import type { HttpExchange } from '../transports/transport.ts';
import type { LaneBrowser } from './apis.ts';
import { eventHandler } from './event-handler.ts';
import { HttpHop } from './http-hop.ts';

/** The reconnection time while the server sets none (WHATWG HTML section 9.2.2 leaves it to the browser; Chromium: 3 s). */
const RECONNECTION = fromS(3);
/** Virtual time has an end; a server that asks for more waits this long: a day. */
const LONGEST_RETRY_MS = 86_400_000;
/** `EventSource.readyState`: it does not come back by itself. */
const CLOSED = 2;

export function laneEventSource(browser: LaneBrowser): ClientApi['EventSource'] {
  // A constructor may return an object: the transport's own EventSource, instrumented.
  return function LaneEventSource(target: string): EventSourceLike {
    return open(browser, target);
  } as unknown as ClientApi['EventSource'];
}

function open(browser: LaneBrowser, target: string): EventSourceLike {
  const { context, page, pool, transport } = browser;
  const { scheduler, lane, id } = context;
  const { macrotask } = transport.realTime;
  let parser = new SseParser();
  let hop: HttpHop | null = null;
  let expected = 0;
  let eventsHold: Hold | null = null;
  let reconnectHold: Hold | null = null;
  let reconnection = RECONNECTION;
  const watchedTypes = new Set<string>();

  const watcher = {
    arriving(bytes: Uint8Array): void {
      const events = parser.feed(bytes).filter((item) => item.kind === 'event');
      if (parser.retryMs !== null) reconnection = fromMs(Math.min(parser.retryMs, LONGEST_RETRY_MS));
      for (const event of events) watch(event.type);
      if (events.length === 0) return;
      expected += events.length;
      const last = events.at(-1);
      eventsHold ??= scheduler.hold(
        `${id}: server-sent event ${last?.lastEventId ?? ''}, handler to EventSource`,
      );
    },
    dropped(): void {
      parser = new SseParser({ lastEventId: parser.lastEventId });
      browser.state('connecting');
      reconnectHold = scheduler.hold(`${id}: EventSource reconnects, page to handler`);
    },
  };

  function newHop(): HttpHop {
    const wire = {
      kind: 'eventsource',
      method: 'GET',
      target,
      body: null,
      lastEventId: parser.lastEventId,
      msgs: [],
    } as const;
    return new HttpHop(context, pool, wire, browser.url(target), watcher);
  }

  browser.state('connecting');
  const first = newHop();
  hop = first;
  const source = transport.eventSource(first.url, (): HttpExchange => {
    if (!reconnectHold) return first;
    // The real browser is back within milliseconds; on the wire the request leaves after the reconnection time.
    const hold = reconnectHold;
    reconnectHold = null;
    return {
      url: first.url,
      answer: () =>
        new Promise((resolve) => {
          const reconnect = (): void => {
            hop = newHop();
            settle(context, 'EventSource reconnects');
            void hop.answer().then(resolve);
          };
          scheduler.after(reconnection, lane, () => {
            page.whenAwake(reconnect);
          });
          hold.release();
        }),
    };
  });

  function seen(): void {
    expected--;
    if (expected > 0) return;
    macrotask(() => {
      eventsHold?.release();
      eventsHold = null;
    });
  }
  function watch(type: string): void {
    if (watchedTypes.has(type)) return;
    watchedTypes.add(type);
    source.addEventListener(type, seen);
  }

  for (const type of ['open', 'message', 'error']) eventHandler(source, type);

  const close = source.close.bind(source);
  source.close = () => {
    close();
    hop?.abort();
    browser.state('closed');
  };
  source.addEventListener('open', () => {
    browser.state('open');
    macrotask(() => {
      hop?.headTaken();
    });
  });
  source.addEventListener('error', () => {
    if (source.readyState !== CLOSED) return;
    browser.state('closed');
    macrotask(() => {
      hop?.headTaken();
    });
  });
  browser.disposals.add(close);
  return source;
}
