/** The connections of one lane's browser to the one host: reused when idle, at most six for HTTP, as browsers do. */
import { fromMs, ZERO, type SimTime } from '#base/time.ts';
import { TcpConnection } from '#sim/tcp/connection.ts';
import type { TcpEndpoint } from '#sim/tcp/types.ts';
import type { Path } from '#sim/link.ts';
import type { Site } from '#servers/site.ts';
import type { RequestPurpose, Side } from '#trace/events.ts';
import type { TransportId } from '../recipe.ts';
import type { CarriedMessages, LaneContext } from '../lane-context.ts';
import { routeOf } from '../settings-route.ts';
import type { Settings } from '../settings.ts';
import { ClientConnection } from './client-connection.ts';
import { ClientSocket } from './client-socket.ts';
import { fetchCompression } from './message-frame.ts';
import { PduLink } from './pdu-link.ts';
import { ServerConnection } from './server-connection.ts';
import { beginTls } from './tls.ts';
import type {
  ResponseSink,
  SocketRequest,
  WireExchange,
  WireRequest,
  WireSocket,
  WireSocketSink,
} from './wire-types.ts';

/** Chromium's and Firefox's limit of HTTP/1.1 connections to one host. */
export const MAX_CONNECTIONS_PER_HOST = 6;

interface Waiting {
  readonly n: number;
  readonly wire: WireRequest;
  readonly sink: ResponseSink;
}

interface Dialled {
  readonly tcp: TcpConnection;
  readonly links: { readonly up: PduLink; readonly down: PduLink };
}

/** What a lane's HTTP requests are for, unless they carry a line up; a WebSocket client falls back to long polling. */
const PURPOSES = {
  polling: 'poll',
  longpoll: 'long-poll',
  sse: 'stream',
  ws: 'long-poll',
} as const satisfies Record<TransportId, RequestPurpose>;

export class ConnectionPool {
  readonly #context: LaneContext;
  readonly #path: Path;
  readonly #site: Site;
  readonly #carried: CarriedMessages;
  readonly #settings: () => Settings;
  readonly #clientAsleepUntil: () => SimTime;
  readonly #http: ClientConnection[] = [];
  /** Those that at least one side still has. */
  #open: { readonly tcp: TcpConnection; readonly server: ServerConnection }[] = [];
  /** Whether the server's process is there. */
  #listening = true;
  #waiting: Waiting[] = [];
  #conns = 0;
  #requests = 0;

  /** `settings` are those in force now: a connection is opened, a request made, under them. */
  constructor(
    context: LaneContext,
    path: Path,
    site: Site,
    carried: CarriedMessages,
    settings: () => Settings,
    clientAsleepUntil: () => SimTime = () => ZERO,
  ) {
    this.#context = context;
    this.#path = path;
    this.#site = site;
    this.#carried = carried;
    this.#settings = settings;
    this.#clientAsleepUntil = clientAsleepUntil;
  }

  request(wire: WireRequest, sink: ResponseSink): WireExchange {
    const purpose = wire.msgs.length > 0 ? 'upward' : PURPOSES[this.#context.transport];
    const n = this.#issue(wire.method, wire.target, purpose);
    const free = this.#http.find((connection) => connection.free);
    if (free) free.request(n, wire, sink);
    else if (this.#http.length < MAX_CONNECTIONS_PER_HOST) this.#connect().request(n, wire, sink);
    else this.#queue({ n, wire, sink });
    return {
      abort: () => {
        this.#waiting = this.#waiting.filter((entry) => entry.sink !== sink);
        for (const connection of [...this.#http]) connection.abort(sink);
      },
    };
  }

  openSocket(asked: SocketRequest, sink: WireSocketSink): WireSocket {
    const request = this.#issue('GET', asked.target, 'socket');
    const { tcp, links } = this.#dial();
    return new ClientSocket(this.#context, tcp.client, links, { ...asked, request }, sink);
  }

  #queue(waiting: Waiting): void {
    const { sink, scheduler, lane } = this.#context;
    sink.append({ type: 'request.queued', t: scheduler.now, lane, request: waiting.n });
    this.#waiting.push(waiting);
  }

  /** One side's end of every connection that side still has. */
  endpoints(side: Side): TcpEndpoint[] {
    return this.#open.map(({ tcp }) => tcp[side]);
  }

  /** The server's process is told to end: it takes nothing more, and finishes what it has begun. */
  leave(): void {
    this.#listening = false;
    for (const { server } of this.#open) server.leave();
  }

  /** The server's process has ended: its kernel closes what is left. */
  hangUp(): void {
    for (const { server } of this.#open) server.hangUp();
  }

  /** A new process listens. */
  listen(): void {
    this.#listening = true;
  }

  #issue(method: string, target: string, purpose: RequestPurpose): number {
    const { sink, scheduler, lane } = this.#context;
    const request = ++this.#requests;
    sink.cause = sink.append({
      type: 'request.issued',
      t: scheduler.now,
      lane,
      request,
      method,
      target,
      purpose,
    });
    return request;
  }

  #connect(): ClientConnection {
    const { tcp, links } = this.#dial();
    const connection = new ClientConnection(tcp.client, links.up, links.down, {
      keepAlive: () => this.#settings()['http.keepAlive'] > 0,
      idle: (idle) => {
        const next = this.#waiting.shift();
        if (next) idle.request(next.n, next.wire, next.sink);
      },
      gone: (lost) => {
        const at = this.#http.indexOf(lost);
        if (at >= 0) this.#http.splice(at, 1);
        const next = this.#waiting.shift();
        if (next) this.#connect().request(next.n, next.wire, next.sink);
      },
    });
    this.#http.push(connection);
    return connection;
  }

  #dial(): Dialled {
    const context = this.#context;
    const conn = ++this.#conns;
    const { scheduler, sink, lane } = context;
    const route = routeOf(this.#settings());
    const { tls, box, boxIdleMs, keepaliveMs } = route;
    if (box === 'nat') this.#path.nat.watch(conn, fromMs(boxIdleMs));
    const accepts = (): boolean => this.#listening;
    const clientAsleepUntil = this.#clientAsleepUntil;
    const host = { keepaliveMs, accepts, clientAsleepUntil };
    const tcp = new TcpConnection({ scheduler, sink, path: this.#path, lane, conn, ...host });
    const links = {
      up: new PduLink(context, conn, 'up', tls),
      down: new PduLink(context, conn, 'down', tls),
    };
    const deflates = this.#settings()['ws.deflate'] > 0;
    if (deflates) fetchCompression(context);
    const wires = { conn, route, deflates, ...links };
    const server = new ServerConnection(context, tcp.server, wires, this.#site, this.#carried);
    tcp.connect();
    if (tls) beginTls(context, conn, tcp, links);
    this.#open = [...this.#open.filter(({ tcp: { open } }) => open), { tcp, server }];
    return { tcp, links };
  }
}
