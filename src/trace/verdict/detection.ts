/**
 * How long the client's code believed in a connection that was dead. Dead is: its line is cut, a NAT has forgotten it, or
 * the server's side is gone, and nothing that was sent later in that direction ever arrived.
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
import type { Figure } from '../verdict.ts';
import type { UnitUse } from './unit-sorter.ts';
import { Worst } from './worst.ts';

interface Death {
  readonly since: SimTime;
  /** What shows it: the first segment that was lost, or what happened to the line, if none was. */
  event: EventId;
  /** Something was lost; without, a line that comes back finds the connection as it was. */
  lossy: boolean;
}

interface Connection {
  /** The client's side stands, and its code has not given it up. */
  believed: boolean;
  /** Directions of the line; `peer` is who answered on it, or the NAT that led there. */
  readonly dead: Map<Direction | 'peer', Death>;
}

export class Detection {
  readonly #trace: Trace;
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
        if (event.dir === 'up' && use === 'close') this.#giveUp(event, [event.conn]);
        break;
      default:
        this.#hear(event);
    }
  }

  /** The longest so far; null where nothing died. One that is not noticed yet counts as long as it has lasted. */
  at(now: SimTime): Figure | null {
    let figure = this.#worst.figure;
    for (const { believed, dead } of this.#connections.values()) {
      const first = believed ? firstOf(dead) : null;
      if (first && (!figure || now - first.since > figure.value))
        figure = { value: now - first.since, event: first.event, open: true };
    }
    return figure;
  }

  #hear(event: TraceEvent): void {
    if (event.type === 'conn.established' && event.side === 'client')
      this.#connections.set(event.conn, { believed: true, dead: new Map() });
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
    for (const { dead } of this.#connections.values()) if (dead.get(dir)?.lossy === false) dead.delete(dir);
  }

  #lose(event: EventOf<'segment.lost'>): void {
    const { conn, dir, rule } = event;
    if (rule !== 'outage' && rule !== 'forgotten') return;
    this.#die(conn, dir, event, true);
    const death = this.#connections.get(conn)?.dead.get(dir);
    if (!death || death.lossy) return;
    death.lossy = true;
    death.event = event.id;
  }

  #die(conn: number, what: Direction | 'peer', { t, id }: TraceEvent, lossy: boolean): void {
    const connection = this.#connections.get(conn);
    if (connection?.believed && !connection.dead.has(what))
      connection.dead.set(what, { since: t, event: id, lossy });
  }

  #arrive({ conn, dir, sent }: EventOf<'segment.received'>): void {
    const dead = this.#connections.get(conn)?.dead;
    const death = dead?.get(dir);
    if (dead && death && this.#trace.at(sent).t > death.since) dead.delete(dir);
  }

  /** The client's code lets go of these connections: of the dead ones it has known from now on. */
  #giveUp({ t, id }: TraceEvent, conns: Iterable<number>): void {
    for (const conn of conns) {
      const connection = this.#connections.get(conn);
      if (!connection?.believed) continue;
      connection.believed = false;
      const first = firstOf(connection.dead);
      if (first) this.#worst.see(t - first.since, id);
    }
  }
}

function isOpen(phase: EventOf<'client.phase'>['phase'] | null): boolean {
  return phase === 'open' || phase === 'suspect';
}

function firstOf(dead: Connection['dead']): Death | null {
  let first: Death | null = null;
  for (const death of dead.values()) if (!first || death.since < first.since) first = death;
  return first;
}
