/**
 * How it stands with the lanes' clients at an instant: what their scripts know beside what is really so. A fold over the
 * trace: each event is looked at once, and a question costs binary searches.
 */
import { ensure } from '#base/assert.ts';
import type { SimTime } from '#base/time.ts';
import type {
  ClientPhaseChanged,
  ClientState,
  ConnChanged,
  Direction,
  EventOf,
  LaneIndex,
  MsgId,
  Side,
  TraceEvent,
} from './events.ts';
import { FIN } from './events.ts';
import type { Trace } from './log.ts';
import { countUpTo } from './steps.ts';

/** A value with the instant since which it holds. */
export interface Since<T> {
  readonly value: T;
  readonly since: SimTime;
}

export interface PhaseView {
  readonly phase: ClientPhaseChanged['phase'];
  readonly since: SimTime;
  /** Number of the attempt to connect, from 1. */
  readonly attempt: number;
  /** When the wait ends; null where nothing is waited for. */
  readonly until: SimTime | null;
}

/**
 * What one side's TCP makes of a connection (RFC 9293 section 3.3.2, in fewer states). `none`: it has not heard of it;
 * `closing`: it has sent its FIN.
 */
export type TcpView = 'none' | 'opening' | 'established' | 'closing' | 'closed';

export interface SideView {
  readonly state: TcpView;
  /** Why it is closed; empty before. */
  readonly reason: ConnChanged['reason'];
  /** When the last packet from the other side arrived; null: none yet. */
  readonly heard: SimTime | null;
}

/** What is really so, whatever the script sees. */
export type Truth =
  /** The client's TCP has no connection, or is opening one. */
  | 'none'
  | 'opening'
  /** The line is cut: nothing gets through in one direction at least. */
  | 'cut'
  /** A NAT has forgotten the connection, and drops its packets. */
  | 'forgotten'
  /** The server's TCP has no such connection any more (RFC 9293 section 3.5.1, half-open). */
  | 'peer-gone'
  | 'alive';

export interface ClientView {
  /** Null: the lane's client does nothing about its connection, or has not begun. */
  readonly phase: PhaseView | null;
  /** As the script sees it: of the API object that carries the lane, or of its fetch loop. */
  readonly readyState: Since<ClientState['state'] | 'closing'> | null;
  /** The last `close` event of a WebSocket, as the script sees it. */
  readonly closed: Since<Pick<EventOf<'script.closed'>, 'code' | 'reason' | 'clean'>> | null;
  /** What the browser has told the page of its network, and of its visibility. */
  readonly online: boolean;
  readonly visible: boolean;
  /** Of a fetch loop: since when its request waits for an answer; null: no request does. */
  readonly askedSince: SimTime | null;
  /**
   * Of a WebSocket: octets of frames that TCP has not sent once. `bufferedAmount` counts the same without the frames'
   * headers, and before compression (WHATWG WebSockets section 3.1).
   */
  readonly bufferedBytes: number;
  readonly waiting: readonly MsgId[];
  readonly unacknowledged: readonly MsgId[];
  /** The last message that the client's code has; what the server last wrote to a connection; what the room has last. */
  readonly lastDelivered: MsgId | null;
  readonly lastWritten: MsgId | null;
  readonly lastPublished: MsgId | null;
  /** What the server keeps for those who come back; null: everything. */
  readonly history: { readonly oldest: MsgId; readonly size: number } | null;
  /** The connection that carries the lane, or is opened for it; null before the first. */
  readonly conn: number | null;
  readonly client: SideView;
  readonly server: SideView;
  /** How many connections stand at the server of which the client knows no more. */
  readonly orphans: number;
  /** Since when the line is cut, in one direction at least; null: it is not. */
  readonly cutSince: SimTime | null;
  readonly truth: Since<Truth>;
}

/** How something stood from moment to moment. */
class Steps<T> {
  readonly times: number[] = [];
  readonly values: T[] = [];

  set(t: SimTime, value: T): void {
    if (this.times.at(-1) === t) this.values[this.values.length - 1] = value;
    else {
      this.times.push(t);
      this.values.push(value);
    }
  }

  at(t: SimTime): Since<T> | null {
    const i = countUpTo(this.times, t) - 1;
    return i < 0 ? null : { value: this.values[i] as T, since: this.times[i] as SimTime };
  }
}

/** Whether a client in this phase has no connection any more that it wants. */
function hasLetGo(phase: PhaseView | null): boolean {
  return phase !== null && ['waiting', 'offline', 'closed'].includes(phase.phase);
}

/** Whether a side has let go of its connection. */
function isGone(state: TcpView): boolean {
  return state === 'closing' || state === 'closed';
}

const UNKNOWN: Pick<SideView, 'state' | 'reason'> = { state: 'none', reason: '' };

class Connection {
  readonly conn: number;
  readonly sides: Readonly<Record<Side, Steps<Pick<SideView, 'state' | 'reason'>>>> = {
    client: new Steps(),
    server: new Steps(),
  };
  /** When packets arrived at a side. */
  readonly heard: Readonly<Record<Side, number[]>> = { client: [], server: [] };
  readonly forgotten = new Steps<true>();
  /** Up to where the client's side has written frames, and has sent its stream once. */
  readonly written = new Steps<number>();
  readonly sent = new Steps<number>();

  constructor(conn: number) {
    this.conn = conn;
  }

  side(side: Side, t: SimTime): SideView {
    const { value } = this.sides[side].at(t) ?? { value: UNKNOWN };
    const heard = this.heard[side][countUpTo(this.heard[side], t) - 1];
    return { ...value, heard: heard === undefined ? null : (heard as SimTime) };
  }

  state(side: Side, t: SimTime): TcpView {
    return this.sides[side].at(t)?.value.state ?? 'none';
  }
}

const NOTHING: SideView = { ...UNKNOWN, heard: null };
const TCP_STATES: Readonly<Record<ConnChanged['type'], TcpView>> = {
  'conn.opening': 'opening',
  'conn.established': 'established',
  'conn.secured': 'established',
  'conn.closed': 'closed',
};

class LaneView {
  readonly #trace: Trace;
  readonly #phases = new Steps<PhaseView>();
  readonly #states = new Steps<ClientState['state']>();
  readonly #closed = new Steps<Pick<EventOf<'script.closed'>, 'code' | 'reason' | 'clean'>>();
  readonly #online = new Steps<boolean>();
  readonly #visible = new Steps<boolean>();
  readonly #outbox = new Steps<EventOf<'client.outbox'>>();
  readonly #delivered = new Steps<MsgId>();
  readonly #written = new Steps<MsgId>();
  readonly #published = new Steps<MsgId>();
  readonly #history = new Steps<{ readonly oldest: MsgId; readonly size: number }>();
  /** Whether the line is cut, each way. */
  readonly #cut: Readonly<Record<Direction, Steps<boolean>>> = { up: new Steps(), down: new Steps() };
  readonly #connections: Connection[] = [];
  #connectionOf = new Map<number, Connection>();
  /** The connection that carries what comes down, from when on. */
  readonly #carrier = new Steps<number>();
  /** Since when the request that asks for messages waits for its answer. */
  readonly #asked = new Steps<SimTime | null>();
  #asking = 0;
  /** Requests that only carry a line up. */
  #upward = new Set<number>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  at(t: SimTime): ClientView {
    const outbox = this.#outbox.at(t)?.value;
    const carrier = this.#carrierAt(t);
    const phase = this.#phases.at(t)?.value ?? null;
    return {
      phase,
      readyState: this.#stateAt(t, phase),
      closed: this.#closed.at(t),
      online: this.#online.at(t)?.value ?? true,
      visible: this.#visible.at(t)?.value ?? true,
      askedSince: hasLetGo(phase) ? null : (this.#asked.at(t)?.value ?? null),
      bufferedBytes: carrier === null ? 0 : bufferedAt(carrier, t),
      waiting: outbox?.waiting ?? [],
      unacknowledged: outbox?.unacknowledged ?? [],
      lastDelivered: this.#delivered.at(t)?.value ?? null,
      lastWritten: this.#written.at(t)?.value ?? null,
      lastPublished: this.#published.at(t)?.value ?? null,
      history: this.#history.at(t)?.value ?? null,
      conn: carrier?.conn ?? null,
      client: carrier?.side('client', t) ?? NOTHING,
      server: carrier?.side('server', t) ?? NOTHING,
      orphans: this.#connections.filter(
        (one) => one.state('server', t) === 'established' && isGone(one.state('client', t)),
      ).length,
      cutSince: this.#cutSince(t),
      truth: this.#truthAt(carrier, t),
    };
  }

  /** A WebSocket that was let go while it was open is closing until its peer has answered, or TCP gives up. */
  #stateAt(t: SimTime, phase: PhaseView | null): ClientView['readyState'] {
    const state = this.#states.at(t);
    if (state?.value !== 'open' || !phase || !hasLetGo(phase)) return state;
    return { value: 'closing', since: phase.since };
  }

  /** The newest connection, but for those that stand and only carry lines up. */
  #carrierAt(t: SimTime): Connection | null {
    const carrier = this.#connectionOf.get(this.#carrier.at(t)?.value ?? -1) ?? null;
    if (carrier && !isGone(carrier.state('client', t))) return carrier;
    return this.#connections.findLast((one) => one.sides.client.at(t) !== null) ?? carrier;
  }

  #truthAt(connection: Connection | null, t: SimTime): Since<Truth> {
    const start = { value: 'none', since: 0 as SimTime } as const;
    const state = connection?.sides.client.at(t);
    if (!connection || !state) return start;
    const { value, since } = state;
    if (isGone(value.state)) return { value: 'none', since };
    const wrongs: Since<Truth>[] = [];
    const cutSince = this.#cutSince(t);
    if (cutSince !== null) wrongs.push({ value: 'cut', since: cutSince });
    const forgotten = connection.forgotten.at(t);
    if (forgotten) wrongs.push({ value: 'forgotten', since: forgotten.since });
    const server = connection.sides.server.at(t);
    if (server && isGone(server.value.state)) wrongs.push({ value: 'peer-gone', since: server.since });
    const [first] = wrongs.sort((a, b) => a.since - b.since);
    if (first) return first;
    return { value: value.state === 'opening' ? 'opening' : 'alive', since };
  }

  #cutSince(t: SimTime): SimTime | null {
    const [up, down] = [this.#cut.up.at(t), this.#cut.down.at(t)];
    const since = [up, down].flatMap((cut) => (cut?.value === true ? [cut.since] : []));
    return since.length === 0 ? null : (Math.min(...since) as SimTime);
  }

  take(event: TraceEvent): void {
    const { t } = event;
    switch (event.type) {
      case 'client.phase': {
        const { phase, attempt, until } = event;
        this.#phases.set(t, { phase, attempt, since: t, until: until === -1 ? null : until });
        break;
      }
      case 'client.state':
        this.#states.set(t, event.state);
        break;
      case 'client.outbox':
        this.#outbox.set(t, event);
        break;
      case 'client.signal':
        if (event.signal === 'online' || event.signal === 'offline')
          this.#online.set(t, event.signal === 'online');
        else this.#visible.set(t, event.signal === 'visible');
        break;
      case 'script.closed':
        this.#closed.set(t, { code: event.code, reason: event.reason, clean: event.clean });
        break;
      case 'app.published':
        this.#published.set(t, event.msg);
        break;
      case 'app.delivered':
        if (!event.duplicate) this.#delivered.set(t, event.msg);
        break;
      case 'app.snapshot':
        this.#delivered.set(t, event.through);
        break;
      case 'server.history':
        this.#history.set(t, { oldest: event.oldest, size: event.size });
        break;
      case 'net.changed':
        this.#noteCut(event);
        break;
      default:
        this.#takeConnection(event);
    }
  }

  #takeConnection(event: TraceEvent): void {
    const { t } = event;
    switch (event.type) {
      case 'request.issued':
        if (event.purpose === 'upward') this.#upward.add(event.request);
        else this.#ask(event.request, t, t);
        break;
      case 'pdu.received': {
        const { kind, request } = this.#trace.of(event.sent, 'pdu.sent');
        if (kind === 'http.response' && request === this.#asking) this.#ask(0, t, null);
        break;
      }
      case 'pdu.sent':
        this.#write(event);
        break;
      case 'segment.sent': {
        const { sent } = this.#connection(event.conn);
        const to = event.seq + event.len;
        if ((event.flags & FIN) > 0) this.#finish(event);
        if (event.dir === 'up' && to > (sent.values.at(-1) ?? 0)) sent.set(t, to);
        break;
      }
      case 'segment.received':
        this.#connection(event.conn).heard[event.dir === 'up' ? 'server' : 'client'].push(t);
        break;
      case 'box.acted':
        if (event.what === 'forgot') this.#connection(event.conn).forgotten.set(t, true);
        break;
      case 'conn.opening':
      case 'conn.established':
      case 'conn.secured':
      case 'conn.closed': {
        const side = this.#connection(event.conn).sides[event.side];
        const state = TCP_STATES[event.type];
        if (side.values.at(-1)?.state !== state) side.set(t, { state, reason: event.reason });
        const carries = this.#carrier.values.at(-1) === event.conn;
        if (state === 'closed' && event.side === 'client' && carries) this.#ask(0, t, null);
        break;
      }
      default:
        break;
    }
  }

  #write({ t, conn, dir, to, request, kind, msgs }: EventOf<'pdu.sent'>): void {
    const connection = this.#connection(conn);
    if (kind === 'ws.frame' && dir === 'up') connection.written.set(t, to);
    if (dir === 'down' && msgs.length > 0) this.#written.set(t, msgs[msgs.length - 1] ?? '');
    const asks = kind === 'http.request' || kind === 'ws.request';
    if (asks && !this.#upward.has(request) && this.#carrier.values.at(-1) !== conn)
      this.#carrier.set(t, conn);
  }

  /** Its FIN has left: this side has nothing more to say. */
  #finish({ conn, dir, t }: EventOf<'segment.sent'>): void {
    const side = dir === 'up' ? 'client' : 'server';
    const steps = this.#connection(conn).sides[side];
    if (steps.values.at(-1)?.state !== 'established') return;
    steps.set(t, { state: 'closing', reason: '' });
    if (side === 'client' && this.#carrier.values.at(-1) === conn) this.#ask(0, t, null);
  }

  #ask(request: number, t: SimTime, since: SimTime | null): void {
    this.#asking = request;
    this.#asked.set(t, since);
  }

  #noteCut({ t, dir, link }: EventOf<'net.changed'>): void {
    const cut = this.#cut[dir];
    if ((cut.values.at(-1) ?? false) !== link.outage) cut.set(t, link.outage);
  }

  #connection(conn: number): Connection {
    let connection = this.#connectionOf.get(conn);
    if (!connection) {
      this.#connectionOf.set(conn, (connection = new Connection(conn)));
      this.#connections.push(connection);
    }
    return connection;
  }
}

function bufferedAt({ written, sent, sides }: Connection, t: SimTime): number {
  if (sides.client.at(t)?.value.state === 'closed') return 0;
  return Math.max(0, (written.at(t)?.value ?? 0) - (sent.at(t)?.value ?? 0));
}

export class ClientViews {
  readonly #trace: Trace;
  readonly #lanes: readonly LaneView[];
  #taken = 0;

  constructor(trace: Trace, lanes: number) {
    this.#trace = trace;
    this.#lanes = Array.from({ length: lanes }, () => new LaneView(trace));
  }

  /** Takes in what the trace has gained. */
  extend(): void {
    for (; this.#taken < this.#trace.length; this.#taken++) {
      const event = this.#trace.at(this.#taken);
      for (const [i, lane] of this.#lanes.entries()) if (event.lane < 0 || event.lane === i) lane.take(event);
    }
  }

  /** The client of a lane at `t`. */
  at(lane: LaneIndex, t: SimTime): ClientView {
    return ensure(this.#lanes[lane], `lane ${String(lane)}`).at(t);
  }
}
