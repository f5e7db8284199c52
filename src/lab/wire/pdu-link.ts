/**
 * One direction of one connection as a sequence of protocol data units: logs each when it is written and when its last
 * octet is in order at the other side, and hands octets on with the right cause.
 */
import { assert } from '#base/assert.ts';
import type { TcpEndpoint } from '#sim/tcp/types.ts';
import type { Direction, EventId, MsgId, PduKind } from '#trace/events.ts';
import { because, carryCause, type LaneContext } from '../lane-context.ts';

interface PendingPdu {
  readonly id: EventId;
  readonly to: number;
  readonly request: number;
  readonly msgs: readonly MsgId[];
}

export class PduLink {
  readonly #context: LaneContext;
  readonly #conn: number;
  readonly #dir: Direction;
  readonly #pending: PendingPdu[] = [];
  #written = 0;
  #request = 0;

  constructor(context: LaneContext, conn: number, dir: Direction) {
    this.#context = context;
    this.#conn = conn;
    this.#dir = dir;
  }

  /** The request that the octets handed on now belong to. */
  get request(): number {
    return this.#request;
  }

  /** Logs a unit and writes it to `endpoint`. Returns the `pdu.sent` event's id. */
  send(
    endpoint: TcpEndpoint,
    kind: PduKind,
    bytes: Uint8Array,
    about: { readonly request: number; readonly msgs: readonly MsgId[] },
  ): EventId {
    const { sink, scheduler, lane } = this.#context;
    const from = this.#written;
    const to = from + bytes.length;
    const id = sink.append({
      type: 'pdu.sent',
      t: scheduler.now,
      lane,
      conn: this.#conn,
      dir: this.#dir,
      kind,
      from,
      to,
      request: about.request,
      msgs: about.msgs,
    });
    this.#written = to;
    this.#pending.push({ id, to, ...about });
    const range = because(sink, id, () => endpoint.write(bytes));
    assert(range.from === from && range.to === to, 'a connection is written to by one PduLink only');
    return id;
  }

  /**
   * Takes in-order octets that start at stream offset `from` and gives them to `consume`, cut at the ends of units.
   * The unit that was completed last stays the cause of what follows: the page's callbacks run a little later.
   */
  receive(bytes: Uint8Array, from: number, consume: (part: Uint8Array) => void): void {
    const { sink, scheduler, lane, arrivals } = this.#context;
    const end = from + bytes.length;
    let at = from;
    while (at < end) {
      const next = this.#pending[0];
      const to = next && next.to <= end ? next.to : end;
      if (next) this.#request = next.request;
      if (next?.to === to) {
        this.#pending.shift();
        sink.cause = sink.append({
          type: 'pdu.received',
          t: scheduler.now,
          lane,
          conn: this.#conn,
          dir: this.#dir,
          sent: next.id,
        });
        carryCause(this.#context);
        if (this.#dir === 'down') for (const msg of next.msgs) arrivals.set(msg, sink.cause);
      }
      consume(bytes.subarray(at - from, to - from));
      at = to;
    }
  }
}
