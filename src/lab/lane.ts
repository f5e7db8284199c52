/** One lane: a client, a path, a server and its room, wired together. */
import type { Client, ClientApi, Message, OnMessage } from '#clients/api.ts';
import { startGapPolling } from '#clients/gap-polling.ts';
import { startLongPolling } from '#clients/long-polling.ts';
import { startPolling, type PollingClient } from '#clients/polling.ts';
import { startSse } from '#clients/sse.ts';
import { startWebSocketHeartbeat } from '#clients/websocket-heartbeat.ts';
import { startWebSocket } from '#clients/websocket.ts';
import { EPOCH_MS, fromMs, later, toMs, type SimTime } from '#base/time.ts';
import { utf8 } from '#base/bytes.ts';
import type { SurvivingClient } from '#clients/survival/strategies.ts';
import type { PathParams } from '#netem/model.ts';
import { Room, type RoomMessage } from '#servers/room.ts';
import { createSite, type FeedSite } from '#servers/site.ts';
import { parseUpward } from '#servers/upward.ts';
import { Path } from '#sim/link.ts';
import type { Scheduled } from '#sim/scheduler.ts';
import {
  NO_EVENT,
  type Direction,
  type EventId,
  type EventOf,
  type MsgId,
  type Side,
} from '#trace/events.ts';
import { laneApis, type LaneBrowser } from './browser/apis.ts';
import { LanePage } from './browser/page.ts';
import { Turns } from './browser/turns.ts';
import { CarriedMessages, settle, virtualTimeout, type LaneContext } from './lane-context.ts';
import type { Settings } from './settings.ts';
import { startSurvivor } from './survivor.ts';
import type { Transport } from './transports/transport.ts';
import { ConnectionPool } from './wire/pool.ts';

/** How long a server that is told to end waits for what it has begun. */
const GRACE_MS = 1000;

/** The close code of a server that comes back soon (IANA registry of RFC 6455 section 7.4). */
const SERVICE_RESTART = 1012;

/** What a lane asks of its run. */
export interface LaneHost {
  readonly transport: Transport;
  /** The settings in force now. */
  readonly settings: () => Settings;
  /** Prefix of this run's URLs: 'lab/3/'. */
  readonly urlPrefix: string;
  /** Whether jitter may let a packet overtake an earlier one. False unless given. */
  readonly reordering?: boolean;
}

export class Lane {
  readonly context: LaneContext;
  readonly path: Path;
  readonly #room = new Room();
  readonly #site: FeedSite;
  readonly #pool: ConnectionPool;
  readonly #browser: LaneBrowser;
  readonly #host: LaneHost;
  readonly #seen = new Set<MsgId>();
  #client: Client | null = null;
  #polling: Partial<PollingClient> | null = null;
  #survivor: SurvivingClient | null = null;
  /** The line that the simple clients' code is handed; they send what they send in that turn. */
  #saying: readonly MsgId[] = [];
  #exchanges = 0;

  constructor(context: LaneContext, host: LaneHost, params: PathParams) {
    this.context = context;
    this.#host = host;
    const { scheduler, sink, seed, lane } = context;
    const { reordering = false } = host;
    this.path = new Path({ scheduler, sink, seed, lane, params, reordering });
    const carried = new CarriedMessages();
    this.#site = createSite({
      room: this.#room,
      setTimeout: (callback, delayMs) => virtualTimeout(context, delayMs, callback),
      clearTimeout: (timer) => {
        (timer as Scheduled | undefined)?.cancel();
      },
      holdMs: () => host.settings()['longpoll.holdMs'],
      heartbeatMs: () => host.settings()['server.heartbeatMs'],
      eventIds: () => host.settings()['sse.ids'] > 0,
      retryMs: () => host.settings()['sse.retryMs'],
      streamsOver: () => host.settings()['sse.stop'] > 0,
      dedupe: () => host.settings()['server.dedupe'] > 0,
      snapshot: () => host.settings()['server.snapshot'] > 0,
      noBuffering: () => host.settings()['server.noBuffering'] > 0,
      publish: (message) => {
        this.#accept(message);
      },
      repeat: ({ id }) => {
        sink.append({ type: 'app.repeated', t: scheduler.now, lane, msg: id });
      },
      carries: (bytes, messages) => {
        carried.note(bytes, messages);
      },
    });
    const asleepUntil = (): SimTime => this.#browser.page.asleepUntil;
    this.#pool = new ConnectionPool(context, this.path, this.#site, carried, host.settings, asleepUntil);
    this.#browser = {
      context,
      pool: this.#pool,
      transport: host.transport,
      page: new LanePage(context),
      carried: (data) => (context.client.survival ? linesIn(data) : this.#saying),
      url: (target) => `${host.urlPrefix}${String(lane)}/${String(++this.#exchanges)}${target}`,
      state: (state) => {
        sink.append({ type: 'client.state', t: scheduler.now, lane, state });
      },
      turns: new Turns(),
      disposals: new Set(),
    };
  }

  /** Says how the line is, so that the trace tells it, and starts the client's code: its first request leaves now. */
  start(): void {
    const { context, path } = this;
    for (const dir of ['up', 'down'] satisfies Direction[]) path.set(dir, path.params[dir]);
    const api = laneApis(this.#browser);
    const onMessage = (message: Partial<Message> | null): void => {
      // Octets that were tampered with may say anything: what nobody published is no message of the run.
      const msg = String(message?.id);
      try {
        if (this.#room.has(msg)) this.#deliver(msg);
      } catch (error) {
        this.context.fail(error);
      }
    };
    this.#client = this.#startClient(api, onMessage);
    settle(context, 'client starts');
  }

  #startClient(api: ClientApi, onMessage: OnMessage): Client {
    const { transport, client } = this.context;
    if (client.survival) {
      this.#survivor = startSurvivor(this.context, api, onMessage, this.#host.settings);
      this.#polling = this.#survivor;
      return this.#survivor;
    }
    switch (transport) {
      case 'polling': {
        const intervalMs = this.#host.settings()['polling.intervalMs'];
        const polling =
          client.gap === true
            ? startGapPolling(api, intervalMs, onMessage)
            : startPolling(api, intervalMs, onMessage, client.requestTimeoutMs);
        this.#polling = polling;
        return polling;
      }
      case 'longpoll':
        return startLongPolling(api, onMessage, () => this.#host.settings()['longpoll.cursor'] > 0);
      case 'sse':
        return startSse(api, onMessage);
      case 'ws':
        return client.heartbeat
          ? startWebSocketHeartbeat(api, onMessage, client.heartbeat)
          : startWebSocket(api, onMessage);
    }
  }

  /** The feed publishes a message in this lane's room. */
  publish(message: RoomMessage): void {
    this.#accept(message);
    settle(this.context, `message ${message.id} published`);
  }

  /** The client sends a line up. */
  say(id: MsgId, text: string, cause: EventId): void {
    const { sink, scheduler, lane } = this.context;
    sink.cause = cause;
    sink.cause = sink.append({ type: 'app.sent', t: scheduler.now, lane, msg: id });
    this.#saying = [id];
    this.#client?.send({ id, t: EPOCH_MS + Math.floor(toMs(scheduler.now)), text });
    this.#saying = [];
    settle(this.context, `message ${id} sent`);
  }

  setPollingInterval(intervalMs: number): void {
    this.#polling?.setIntervalMs?.(intervalMs);
  }

  /** Settings have changed: a surviving client does at once what it does from now on. */
  strategiesChanged(cause: EventId): void {
    if (!this.#survivor) return;
    this.context.sink.cause = cause;
    this.#survivor.changed();
    settle(this.context, 'strategies change');
  }

  /** That side's application goes away: its kernel resets every connection. New ones may be opened at once. */
  reset(side: Side): void {
    for (const endpoint of this.#pool.endpoints(side)) endpoint.reset();
    settle(this.context, `${side} resets`);
  }

  /** That side loses its connections without a word, as a host that crashed and came back: the peer's are half-open. */
  forget(side: Side): void {
    for (const endpoint of this.#pool.endpoints(side)) endpoint.forget();
    settle(this.context, `${side} forgets`);
  }

  /** The server's process is told to end, and has, after a second at most; another is there after `ms`. */
  restart(ms: number): void {
    const { scheduler, lane } = this.context;
    this.#pool.leave();
    this.#site.shutDown(SERVICE_RESTART, 'service restart');
    scheduler.after(fromMs(Math.min(ms, GRACE_MS)), lane, () => {
      this.#pool.hangUp();
      settle(this.context, 'server is down');
    });
    scheduler.after(fromMs(ms), lane, () => {
      this.#pool.listen();
    });
    settle(this.context, 'server shuts down');
  }

  /** The computer goes to sleep, and tells its page. Its line is the run's to cut. */
  sleep(until: SimTime, cause: EventId): void {
    const { page } = this.#browser;
    this.signal('hidden', cause);
    this.signal('offline', cause);
    page.asleepUntil = later(page.asleepUntil, until);
  }

  /** The computer wakes, unless it was sent to sleep for longer. */
  wake(): void {
    if (this.#browser.page.asleepUntil <= this.context.scheduler.now) this.signal('visible', NO_EVENT);
  }

  /** The browser tells the page, unless it has already. */
  signal(signal: EventOf<'client.signal'>['signal'], cause: EventId): void {
    this.context.sink.cause = cause;
    this.#browser.page.signal(signal);
  }

  /** Closes what is open in real time. The trace stays as it is: the lane is not used again. */
  dispose(): void {
    for (const dispose of this.#browser.disposals) dispose();
  }

  #accept(message: RoomMessage): void {
    // A POST that was sent again after its answer was lost: the room has the message already.
    if (this.#room.has(message.id)) return;
    const { sink, scheduler, lane } = this.context;
    const before = sink.cause;
    const published = sink.append({
      type: 'app.published',
      t: scheduler.now,
      lane,
      msg: message.id,
      sizeBytes: utf8(message.json).length,
    });
    sink.cause = published;
    this.#room.publish(message);
    sink.cause = before === NO_EVENT ? published : before;
    this.#forgetOld();
  }

  #forgetOld(): void {
    const size = this.#host.settings()['server.history'];
    const oldest = size > 0 ? this.#room.keep(size) : null;
    if (!oldest) return;
    const { sink, scheduler, lane } = this.context;
    sink.append({ type: 'server.history', t: scheduler.now, lane, oldest: oldest.id, size });
  }

  #deliver(msg: MsgId): void {
    const { sink, scheduler, lane, arrivals } = this.context;
    sink.append({
      type: 'app.delivered',
      t: scheduler.now,
      lane,
      msg,
      duplicate: this.#seen.has(msg),
      cause: arrivals.get(msg) ?? sink.cause,
    });
    this.#seen.add(msg);
    arrivals.delete(msg);
  }
}

/** The messages in what a client's code hands to an API: a line that is said, or said again, is JSON with an id. */
function linesIn(data: unknown): readonly MsgId[] {
  const line = typeof data === 'string' ? parseUpward(data) : null;
  return line ? [line.id] : [];
}
