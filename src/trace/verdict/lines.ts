/** What the user sent up: whether each line reached the room, and how often it took effect. */
import { NO_EVENT, type EventId, type EventOf, type MsgId, type TraceEvent } from '../events.ts';
import type { LaneVerdict } from '../verdict.ts';
import { Standing } from './standing.ts';
import { Tally } from './worst.ts';

/** A line on its way up. */
interface Line {
  readonly sent: EventId;
  /** Connections that were given octets of it. */
  readonly carriers: Set<number>;
}

export class Lines {
  readonly #standing = new Standing();
  /** Those that have not reached the room. */
  readonly #lines = new Map<MsgId, Line>();
  readonly #arrived = new Set<MsgId>();
  /** What a surviving client's queue holds. */
  #outbox: ReadonlySet<MsgId> = new Set();
  /** Connections that the client has begun and that are not closed at its side. */
  readonly #open = new Set<number>();
  /** POST requests that wait for a connection. */
  readonly #posts = new Set<number>();
  readonly #repeated = new Tally(NO_EVENT);

  add(event: TraceEvent): void {
    this.#standing.add(event);
    switch (event.type) {
      case 'app.sent':
        if (!this.#arrived.has(event.msg))
          this.#lines.set(event.msg, { sent: event.id, carriers: new Set() });
        break;
      case 'app.published':
        this.#arrived.add(event.msg);
        this.#lines.delete(event.msg);
        break;
      case 'app.repeated':
        this.#repeated.add(event.id);
        break;
      case 'client.outbox':
        this.#outbox = new Set([...event.waiting, ...event.unacknowledged]);
        break;
      case 'request.issued':
        if (event.purpose === 'upward') this.#posts.add(event.request);
        break;
      case 'pdu.sent':
        if (event.dir === 'up') this.#carry(event);
        break;
      case 'conn.opening':
        this.#open.add(event.conn);
        break;
      case 'conn.closed':
        if (event.side === 'client') this.#open.delete(event.conn);
        break;
      default:
        break;
    }
  }

  #carry({ msgs, conn, kind, request }: EventOf<'pdu.sent'>): void {
    for (const msg of msgs) this.#lines.get(msg)?.carriers.add(conn);
    if (!kind.startsWith('tls.')) this.#posts.delete(request);
  }

  at(): Pick<LaneVerdict, 'lostUp' | 'repeated'> {
    const lost = new Tally(NO_EVENT);
    for (const [msg, line] of this.#lines) if (this.#isLost(msg, line)) lost.add(line.sent);
    return { lostUp: lost.figure, repeated: this.#repeated.figure };
  }

  /** Nobody has it who could still bring it up: neither the client's code nor TCP. */
  #isLost(msg: MsgId, { carriers }: Line): boolean {
    if (this.#outbox.has(msg)) return false;
    if (carriers.size > 0) return ![...carriers].some((conn) => this.#open.has(conn));
    // The simplest clients keep what is said before their connection is open, and say nothing of it.
    if (!this.#standing.survivor) return this.#standing.closedForGood;
    return this.#posts.size === 0 || this.#open.size === 0;
  }
}
