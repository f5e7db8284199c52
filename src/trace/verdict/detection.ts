/**
 * How long the client's code took a dead connection for alive, while it waited for something on it: until it gave it up,
 * or until the connection came back by itself. Dead is: the line is cut, a NAT has forgotten the connection, or the
 * server's side is gone, and nothing that is sent in that direction arrives.
 */
import type { SimTime } from '#base/time.ts';
import {
  FIN,
  NO_EVENT,
  RST,
  type Direction,
  type EventId,
  type EventOf,
  type TraceEvent,
} from '../events.ts';
import type { Trace } from '../log.ts';
import { streamKey } from '../provenance.ts';
import type { Figure } from '../verdict.ts';
import type { UnitUse } from './unit-sorter.ts';
import { Worst } from './worst.ts';

/** An instant, and the event that shows it. */
interface Mark {
  readonly t: SimTime;
  readonly id: EventId;
}

interface Death {
  readonly since: SimTime;
  /** Something was lost; without, a line that comes back finds the connection as it was. */
  lossy: boolean;
}

interface Connection {
  /** Directions of the line; `peer` is who answered on it, or the NAT that led there. Empty: it is alive. */
  readonly dead: Map<Direction | 'peer', Death>;
  /** Since when it is dead in any way: by the first segment that was lost, if one was. */
  darkness: Mark | null;
  /** The request whose answer is awaited, or that opened a stream or a WebSocket. Nobody minds an idle connection. */
  request: Mark | null;
}

export class Detection {
  readonly #trace: Trace;
  /** Those that the client's code has established and not given up. */
  readonly #connections = new Map<number, Connection>();
  /** Directions in which the line is cut. */
  readonly #cut = new Set<Direction>();
  readonly #worst = new Worst();
  #phase: EventOf<'client.phase'>['phase'] | null = null;
  #state: EventOf<'client.state'>['state'] | null = null;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  add(event: TraceEvent, use: UnitUse): void {
    switch (event.type) {
      case 'net.changed':
        this.#line(event);
        break;
      case 'box.acted':
        if (event.what === 'forgot') this.#die(event.conn, 'peer', event, true);
        break;
      case 'segment.lost':
        this.#lose(event);
        break;
      case 'segment.received':
        this.#arrive(event);
        break;
      case 'segment.sent':
        if (event.dir === 'up' && (event.flags & (FIN | RST)) !== 0) this.#giveUp(event, [event.conn]);
        break;
      case 'pdu.sent':
        if (event.dir === 'up') this.#write(event, use);
        break;
      case 'pdu.received':
        this.#answer(event);
        break;
      default:
        this.#hear(event);
    }
  }

  /** The longest so far; null where nothing died. One that is not over counts as long as it has lasted. */
  at(now: SimTime): Figure | null {
    let figure = this.#worst.figure;
    for (const connection of this.#connections.values()) {
      const dark = darkOf(connection);
      if (dark && (!figure || now - dark.t > figure.value))
        figure = { value: now - dark.t, event: dark.id, open: true };
    }
    return figure;
  }

  #hear(event: TraceEvent): void {
    if (event.type === 'conn.established' && event.side === 'client') this.#establish(event.lane, event.conn);
    else if (event.type === 'conn.closed') {
      if (event.side === 'client') this.#giveUp(event, [event.conn]);
      else if (event.reason !== 'fin') this.#die(event.conn, 'peer', event, true);
    } else if (event.type === 'client.phase') {
      const before = this.#phase;
      this.#phase = event.phase;
      if (isOpen(before) && !isOpen(event.phase)) this.#giveUp(event, this.#connections.keys());
    } else if (event.type === 'client.state') {
      const before = this.#state;
      this.#state = event.state;
      if (before === 'open' && event.state !== 'open') this.#giveUp(event, this.#connections.keys());
    } else if (event.type === 'script.closed') this.#giveUp(event, this.#connectionsOf(event));
  }

  #establish(lane: number, conn: number): void {
    this.#connections.set(conn, { dead: new Map(), darkness: null, request: this.#opener(lane, conn) });
  }

  /** The request that the connection was begun for: it was written before there was one. */
  #opener(lane: number, conn: number): Mark | null {
    const [first] = this.#trace.provenance.pdusIn(streamKey(lane, conn, 'up'), 0, 1);
    return first === undefined ? null : { t: this.#trace.at(first).t, id: first };
  }

  #write({ t, id, conn, kind }: EventOf<'pdu.sent'>, use: UnitUse): void {
    if (use === 'close') this.#giveUp({ t, id }, [conn]);
    const connection = this.#connections.get(conn);
    if (connection && (kind === 'http.request' || kind === 'ws.request')) connection.request ??= { t, id };
  }

  /** The whole answer is there: nothing is awaited on the connection. */
  #answer({ conn, dir, sent }: EventOf<'pdu.received'>): void {
    const connection = dir === 'down' ? this.#connections.get(conn) : undefined;
    if (!connection) return;
    const { kind } = this.#trace.of(sent, 'pdu.sent');
    if (kind === 'http.response' || kind === 'http.last-chunk') connection.request = null;
  }

  /** The connection of the WebSocket that closed: another may stand already. */
  #connectionsOf({ lane, request }: EventOf<'script.closed'>): readonly number[] {
    const sent = this.#trace.provenance.request(lane, request)?.sent ?? NO_EVENT;
    return sent === NO_EVENT ? [] : [this.#trace.of(sent, 'pdu.sent').conn];
  }

  #line(event: EventOf<'net.changed'>): void {
    const { dir, link } = event;
    if (link.outage === this.#cut.has(dir)) return;
    if (link.outage) {
      this.#cut.add(dir);
      for (const conn of this.#connections.keys()) this.#die(conn, dir, event, false);
      return;
    }
    this.#cut.delete(dir);
    for (const connection of this.#connections.values())
      if (connection.dead.get(dir)?.lossy === false) revive(connection, dir);
  }

  #lose(event: EventOf<'segment.lost'>): void {
    const { conn, dir, rule } = event;
    if (rule !== 'outage' && rule !== 'forgotten') return;
    this.#die(conn, dir, event, true);
    const connection = this.#connections.get(conn);
    const death = connection?.dead.get(dir);
    if (!connection?.darkness || !death || death.lossy) return;
    death.lossy = true;
    connection.darkness = { t: connection.darkness.t, id: event.id };
  }

  #die(conn: number, what: Direction | 'peer', { t, id }: Mark, lossy: boolean): void {
    const connection = this.#connections.get(conn);
    if (!connection || connection.dead.has(what)) return;
    connection.dead.set(what, { since: t, lossy });
    connection.darkness ??= { t, id };
  }

  /** What was sent after the death and arrives shows that the direction is alive. */
  #arrive({ t, id, conn, dir, sent }: EventOf<'segment.received'>): void {
    const connection = this.#connections.get(conn);
    const death = connection?.dead.get(dir);
    if (!connection || !death || this.#trace.at(sent).t <= death.since) return;
    const dark = darkOf(connection);
    revive(connection, dir);
    if (dark && !connection.darkness) this.#worst.see(t - dark.t, id);
  }

  /** The client's code lets go of these connections: it is no longer deceived by them. */
  #giveUp({ t, id }: Mark, conns: Iterable<number>): void {
    for (const conn of [...conns]) {
      const connection = this.#connections.get(conn);
      const dark = connection && darkOf(connection);
      if (dark) this.#worst.see(t - dark.t, id);
      this.#connections.delete(conn);
    }
  }
}

function isOpen(phase: EventOf<'client.phase'>['phase'] | null): boolean {
  return phase === 'open' || phase === 'suspect';
}

/** Since when somebody is deceived: the connection is dead, and something is awaited on it. */
function darkOf({ darkness, request }: Connection): Mark | null {
  if (!darkness || !request) return null;
  return request.t > darkness.t ? request : darkness;
}

function revive(connection: Connection, dir: Direction): void {
  connection.dead.delete(dir);
  if (connection.dead.size === 0) connection.darkness = null;
}
