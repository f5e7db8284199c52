/** The page of the tables in the lab: a lane's APIs over a modelled line, with the tables' server at its end. */
import { toMs, us } from '#base/time.ts';
import { laneApis, type LaneBrowser } from '#lab/browser/apis.ts';
import { LanePage } from '#lab/browser/page.ts';
import { Turns } from '#lab/browser/turns.ts';
import { Driver } from '#lab/driver.ts';
import { CarriedMessages, settle, type LaneContext } from '#lab/lane-context.ts';
import { pathOf } from '#lab/settings-path.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { Settings } from '#lab/settings.ts';
import type { Transport } from '#lab/transports/transport.ts';
import { ConnectionPool } from '#lab/wire/pool.ts';
import { ORIGIN } from '#codecs/profile.ts';
import type { ServerSocket } from '#servers/env.ts';
import type { Site } from '#servers/site.ts';
import { Path } from '#sim/link.ts';
import { Scheduler } from '#sim/scheduler.ts';
import { NO_EVENT } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import type { ApiCase, Outcome, Page } from './case.ts';
import { Echo, PROTOCOLS, streamAt, type EchoSocket } from './echo.ts';

/** No script of the tables takes so long: ten minutes. */
const LONGEST = us(600_000_000);

function echoSite(): Site {
  const echo = new Echo();
  return {
    protocols: PROTOCOLS,
    fetch(request) {
      const { pathname } = new URL(request.url);
      const answer = streamAt(pathname.split('/').at(-1) ?? '', request.headers.get('Last-Event-ID'));
      const { status = 200, type = 'text/event-stream', chunks, ends } = answer;
      if (status !== 200) return new Response(null, { status });
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
          if (ends) controller.close();
        },
      });
      return new Response(body, { headers: { 'Content-Type': type } });
    },
    socketAt(url) {
      return url.pathname === '/echo'
        ? (socket) => {
            serve(echo, socket, url);
          }
        : null;
    },
  };
}

function serve(echo: Echo, socket: ServerSocket, url: URL): void {
  const end: EchoSocket = {
    send: (data) => {
      socket.send(data, []);
    },
    close: (code, reason) => {
      socket.close(code, reason);
    },
    drop: () => {
      socket.drop();
    },
  };
  socket.onmessage = (text) => {
    echo.text(end, text);
  };
  socket.onbinary = (data) => {
    socket.send(data, []);
  };
  echo.opened(end, url);
}

let lanes = 0;

/** A lane without a client of its own: its APIs, its clock and its trace. */
export class LanePageUnderTest {
  readonly trace = new Trace();
  readonly #scheduler = new Scheduler();
  readonly #driver: Driver;
  readonly #context: LaneContext;
  readonly #page: Page;

  constructor(transport: Transport, set: Partial<Settings> = {}) {
    const settings = { ...DEFAULT_SETTINGS, ...set };
    const { trace: sink } = this;
    const scheduler = this.#scheduler;
    scheduler.beforeWork = () => {
      sink.cause = NO_EVENT;
    };
    this.#driver = new Driver(scheduler, transport.realTime);
    const context: LaneContext = {
      lane: 0,
      id: 'lane',
      transport: 'ws',
      client: {},
      seed: 7,
      scheduler,
      sink,
      macrotask: transport.realTime.macrotask,
      fail: (error) => {
        this.#driver.fail(error);
      },
      tampered: new Map(),
      arrivals: new Map(),
    };
    this.#context = context;
    const path = new Path({
      scheduler,
      sink,
      seed: 7,
      lane: 0,
      params: pathOf(settings, false),
      reordering: false,
    });
    const n = ++lanes;
    let exchanges = 0;
    const browser: LaneBrowser = {
      context,
      pool: new ConnectionPool(context, path, echoSite(), new CarriedMessages(), () => settings),
      transport,
      page: new LanePage(context),
      carried: () => [],
      url: (target) => `lab/0/${String(n)}/${String(++exchanges)}${target}`,
      state: (state) => {
        sink.append({ type: 'client.state', t: scheduler.now, lane: 0, state });
      },
      turns: new Turns(),
      disposals: new Set(),
    };
    const apis = laneApis(browser);
    this.#page = {
      WebSocket: apis.WebSocket as unknown as typeof WebSocket,
      EventSource: apis.EventSource as unknown as typeof EventSource,
      wait: (ms) =>
        new Promise((resolve) => {
          apis.setTimeout(resolve, ms);
        }),
      origin: ORIGIN,
      socketOrigin: ORIGIN.replace('http', 'ws'),
    };
  }

  /** Milliseconds of virtual time that have passed. */
  get nowMs(): number {
    return toMs(this.#scheduler.now);
  }

  /** Plays until the script is done, and a little longer: what it gives. */
  async play<T>(script: (page: Page) => T | Promise<T>): Promise<T> {
    const outcome: { value?: T; done: boolean } = { done: false };
    this.#scheduler.at(us(0), 0, () => {
      void (async () => script(this.#page))()
        .then((value) => {
          outcome.value = value;
          outcome.done = true;
          this.#driver.halt();
        })
        .catch(this.#context.fail);
      settle(this.#context, 'script starts');
    });
    await this.#driver.runTo(LONGEST);
    if (!outcome.done) throw new Error('the script waits for something that never comes');
    return outcome.value as T;
  }
}

/** Runs a case in a lane of its own. */
export async function runCase(transport: Transport, { name, deflate, script }: ApiCase): Promise<Outcome> {
  const lane = new LanePageUnderTest(transport, deflate ? { 'ws.deflate': 1 } : {});
  try {
    return { name, saw: await lane.play(script) };
  } catch (error) {
    return { name, saw: `failed: ${String(error)}` };
  }
}
