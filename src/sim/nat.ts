/**
 * A NAT in the middle of the path: it knows a connection by the packets it sees, and forgets it when it has seen none
 * for a while (RFC 5382 section 5 asks for two hours and more; many devices take minutes). What comes afterwards, from
 * either side, is dropped without a word: none of the addresses in it means anything to the NAT. Simplified: real ones
 * may let a packet from inside make a new mapping.
 */
import { later, plus, type SimTime } from '#base/time.ts';
import { FIN, NO_EVENT, RST, type Direction, type EventId } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import type { Scheduler } from './scheduler.ts';

interface Mapping {
  readonly idle: SimTime;
  /** When the last packet passes. */
  last: SimTime;
  /** Its `segment.sent`. */
  cause: EventId;
  /** The directions that have sent FIN. */
  readonly ended: Set<Direction>;
  forgotten: boolean;
}

export class Nat {
  readonly #scheduler: Scheduler;
  readonly #sink: TraceSink;
  readonly #lane: number;
  readonly #mappings = new Map<number, Mapping>();

  constructor(scheduler: Scheduler, sink: TraceSink, lane: number) {
    this.#scheduler = scheduler;
    this.#sink = sink;
    this.#lane = lane;
  }

  /** A connection that begins now passes through it, and is forgotten after `idle` without packets. */
  watch(conn: number, idle: SimTime): void {
    const last = this.#scheduler.now;
    this.#mappings.set(conn, { idle, last, cause: NO_EVENT, ended: new Set(), forgotten: false });
    this.#wait(conn);
  }

  /** Whether packets of the connection are dropped. */
  hasForgotten(conn: number): boolean {
    return this.#mappings.get(conn)?.forgotten ?? false;
  }

  /** A packet will pass at `at`; a connection that it ends is no longer of interest. */
  saw(conn: number, dir: Direction, flags: number, at: SimTime, sent: EventId): void {
    const mapping = this.#mappings.get(conn);
    if (!mapping) return;
    mapping.last = later(mapping.last, at);
    mapping.cause = sent;
    if ((flags & FIN) !== 0) mapping.ended.add(dir);
    if ((flags & RST) !== 0 || mapping.ended.size === 2) this.#mappings.delete(conn);
  }

  #wait(conn: number): void {
    const mapping = this.#mappings.get(conn);
    if (!mapping) return;
    const { last, idle } = mapping;
    this.#scheduler.at(plus(last, idle), this.#lane, () => {
      const current = this.#mappings.get(conn);
      if (current && current.last > last) this.#wait(conn);
      else if (current) this.#forget(conn, current);
    });
  }

  #forget(conn: number, mapping: Mapping): void {
    mapping.forgotten = true;
    const { now } = this.#scheduler;
    const { cause } = mapping;
    this.#sink.append({
      type: 'box.acted',
      t: now,
      lane: this.#lane,
      cause,
      conn,
      what: 'forgot',
      bytes: 0,
    });
  }
}
