/** The standard APIs that a lane's client is handed: the transport's real ones, with every real-time hop held. */
import type { ClientApi } from '#clients/api.ts';
import { toMs, EPOCH_MS } from '#base/time.ts';
import { utf8 } from '#base/bytes.ts';
import type { MsgId } from '#trace/events.ts';
import { drawUniform, type LaneContext } from '../lane-context.ts';
import type { Transport } from '../transports/transport.ts';
import type { ConnectionPool } from '../wire/pool.ts';
import { laneEventSource } from './event-source.ts';
import { HttpHop } from './http-hop.ts';
import type { LanePage } from './page.ts';
import type { Turns } from './turns.ts';
import { laneWebSocket } from './web-socket.ts';

/** What the API wrappers of one lane share. */
export interface LaneBrowser {
  readonly context: LaneContext;
  readonly pool: ConnectionPool;
  readonly transport: Transport;
  readonly page: LanePage;
  /** Requests and WebSockets on their way from the page's code to the wire. */
  readonly turns: Turns;
  /** The messages in what the client's code is handing to an API right now. */
  readonly carried: (data: unknown) => readonly MsgId[];
  /** A new URL below the page for the next exchange with this target. */
  readonly url: (target: string) => string;
  /** The readyState of what carries the lane changed. */
  readonly state: (state: 'connecting' | 'open' | 'closed') => void;
  /** Closes what the transport still has open, without a trace: the run is being thrown away. */
  readonly disposals: Set<() => void>;
}

export function laneApis(browser: LaneBrowser): ClientApi {
  const { context } = browser;
  let draws = 0;
  return {
    fetch: (input, init) => laneFetch(browser, input, init ?? {}),
    EventSource: laneEventSource(browser),
    WebSocket: laneWebSocket(browser),
    page: browser.page,
    setTimeout: (callback, delayMs) =>
      browser.page.timeout(delayMs, () => {
        const { sink, scheduler, lane } = context;
        sink.cause = sink.append({ type: 'client.timer', t: scheduler.now, lane });
        callback();
      }),
    clearTimeout: (timer) => {
      (timer as ReturnType<LanePage['timeout']> | undefined)?.cancel();
    },
    now: () => EPOCH_MS + toMs(context.scheduler.now),
    random: () => drawUniform(context, 'up', draws++, 'client'),
  };
}

const BODY_READERS = ['json', 'text', 'arrayBuffer', 'blob'] as const;

async function laneFetch(browser: LaneBrowser, target: string, init: RequestInit): Promise<Response> {
  const { transport } = browser;
  const { macrotask } = transport.realTime;
  init.signal?.throwIfAborted();
  const hop = new HttpHop(
    browser,
    {
      kind: 'fetch',
      method: init.method === 'POST' ? 'POST' : 'GET',
      target,
      body: typeof init.body === 'string' ? utf8(init.body) : null,
      lastEventId: '',
      msgs: browser.carried(init.body),
    },
    browser.url(target),
  );
  init.signal?.addEventListener(
    'abort',
    () => {
      hop.abort(init.signal?.reason);
    },
    { once: true },
  );
  try {
    const response = await transport.fetch(hop, init);
    for (const name of BODY_READERS) {
      Object.defineProperty(response, name, {
        value: async () => {
          hop.wantBody();
          try {
            return (await Response.prototype[name].call(response)) as unknown;
          } finally {
            macrotask(() => {
              hop.bodyTaken();
            });
          }
        },
      });
    }
    return response;
  } finally {
    macrotask(() => {
      hop.headTaken();
    });
  }
}
