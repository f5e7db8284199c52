/**
 * `EventSource` as a lane's client gets it: the transport's, made to behave as the standard says wherever scripts look
 * (WHATWG HTML section 9.2), with each event's way to the page held.
 */
import type { ClientApi, EventSourceLike } from '#clients/api.ts';
import { fromMs, fromS } from '#base/time.ts';
import { SseParser, type ServerSentEvent } from '#codecs/sse/parser.ts';
import type { Hold, Scheduled } from '#sim/scheduler.ts';
import { settle } from '../lane-context.ts';
import type { HttpExchange } from '../transports/transport.ts';
import type { LaneBrowser } from './apis.ts';
import { eventHandler } from './event-handler.ts';
import { HttpHop } from './http-hop.ts';
import { sourceUrl } from './script-arguments.ts';

/** The reconnection time while the server sets none (WHATWG HTML section 9.2.2 leaves it to the browser; Chromium: 3 s). */
const RECONNECTION = fromS(3);
/** Virtual time has an end; a server that asks for more waits this long: a day. */
const LONGEST_RETRY_MS = 86_400_000;
const STATES = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as const;
const { CLOSED } = STATES;

export function laneEventSource(browser: LaneBrowser): ClientApi['EventSource'] {
  // A constructor may return an object: the transport's own EventSource, instrumented.
  function LaneEventSource(given: string | URL, init: EventSourceInit = {}): EventSourceLike {
    if (!(new.target as unknown)) throw new TypeError('an EventSource is made with new');
    return open(browser, sourceUrl(given), init.withCredentials === true);
  }
  return Object.assign(LaneEventSource, STATES) as unknown as ClientApi['EventSource'];
}

function open(browser: LaneBrowser, url: URL, withCredentials: boolean): EventSourceLike {
  const target = url.pathname + url.search;
  const { context, page, transport } = browser;
  const { scheduler, lane, id } = context;
  const { macrotask } = transport.realTime;
  let parser = new SseParser();
  let hop: HttpHop | null = null;
  /** Events on their way to the page, in order. */
  let expected: readonly ServerSentEvent[] = [];
  let eventsHold: Hold | null = null;
  let reconnectHold: Hold | null = null;
  let reconnecting: Scheduled | null = null;
  let reconnection = RECONNECTION;
  const watchedTypes = new Set<string>();

  const watcher = {
    arriving(bytes: Uint8Array): void {
      const events = parser.feed(bytes).filter((item) => item.kind === 'event');
      if (parser.retryMs !== null) reconnection = fromMs(Math.min(parser.retryMs, LONGEST_RETRY_MS));
      for (const event of events) watch(event.type);
      if (events.length === 0) return;
      expected = [...expected, ...events];
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
    return new HttpHop(browser, wire, browser.url(target), watcher);
  }

  browser.state('connecting');
  const first = newHop();
  hop = first;
  const source = transport.eventSource(
    first.url,
    (): HttpExchange => {
      if (!reconnectHold) return first;
      // The real browser is back within milliseconds; on the wire the request leaves after the reconnection time.
      const hold = reconnectHold;
      reconnectHold = null;
      return {
        url: first.url,
        answer: () =>
          new Promise((resolve) => {
            const reconnect = (): void => {
              // Closed in the same turn in which the computer woke.
              if (source.readyState === CLOSED) return;
              hop = newHop();
              settle(context, 'EventSource reconnects');
              void hop.answer().then(resolve);
            };
            reconnecting = scheduler.after(reconnection, lane, () => {
              page.whenAwake(reconnect);
            });
            hold.release();
          }),
      };
    },
    withCredentials,
  );

  function allSeen(): void {
    const hold = eventsHold;
    eventsHold = null;
    macrotask(() => {
      hold?.release();
    });
  }
  /** Called before the page's own listeners for the type. */
  function seen(event: Event): void {
    // The object's own `open` and `error` are none of the stream's.
    if (!(event instanceof MessageEvent)) return;
    if (source.readyState === CLOSED) {
      event.stopImmediatePropagation();
      return;
    }
    const [next, ...rest] = expected;
    expected = rest;
    // npm's eventsource forgets the id from one event to the next; of the origin only the lab knows.
    Object.defineProperties(event, {
      lastEventId: { value: next?.lastEventId ?? '' },
      origin: { value: url.origin },
    });
    if (expected.length === 0) allSeen();
  }
  const addEventListener = source.addEventListener.bind(source);
  function watch(type: string): void {
    if (watchedTypes.has(type)) return;
    watchedTypes.add(type);
    addEventListener(type, seen);
  }

  const close = source.close.bind(source);
  Object.defineProperties(source, {
    url: { value: url.href },
    addEventListener: {
      value: (...given: Parameters<EventTarget['addEventListener']>) => {
        watch(given[0]);
        addEventListener(...given);
      },
    },
    close: {
      value: () => {
        close();
        hop?.abort();
        expected = [];
        allSeen();
        // Closed on an error: the real object does not ask again, and at its time nothing goes out.
        reconnectHold?.release();
        reconnectHold = null;
        reconnecting?.cancel();
        browser.state('closed');
      },
    },
  });
  for (const type of ['open', 'message', 'error']) eventHandler(source, type);
  source.addEventListener('open', (event) => {
    if (event instanceof MessageEvent) return;
    browser.state('open');
    macrotask(() => {
      hop?.headTaken();
    });
  });
  source.addEventListener('error', (event) => {
    if (event instanceof MessageEvent || source.readyState !== CLOSED) return;
    browser.state('closed');
    macrotask(() => {
      hop?.headTaken();
    });
  });
  browser.disposals.add(close);
  return source;
}
