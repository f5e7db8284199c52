/** A trace sink that keeps nothing but counts. */
import { NO_EVENT, type Direction, type EventId, type NewEvent } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';

export class CountingSink implements TraceSink {
  cause: EventId = NO_EVENT;
  /** Octets are counted when sent in [from, to), in microseconds. */
  window: readonly [number, number] = [0, Infinity];
  readonly bytes = { up: 0, down: 0 };
  retransmissions = 0;
  /** Copies with payload after the first payload that died in an outage, in microseconds after its sending. */
  readonly offsets: Record<Direction, number[]> = { up: [], down: [] };
  readonly #firstLost: Record<Direction, number | null> = { up: null, down: null };
  readonly #written = new Map<string, number>();
  #lastSent: { readonly len: number; readonly copy: boolean } = { len: 0, copy: false };
  #next = 0;

  append(event: NewEvent): EventId {
    if (event.type === 'segment.sent') {
      if (event.t >= this.window[0] && event.t < this.window[1]) this.bytes[event.dir] += event.wireBytes;
      const copy = event.original !== NO_EVENT;
      this.#lastSent = { len: event.len, copy };
      const first = this.#firstLost[event.dir];
      if (copy) {
        this.retransmissions++;
        if (first !== null && event.len > 0) this.offsets[event.dir].push(event.t - first);
      }
    } else if (event.type === 'segment.lost' && event.rule === 'outage') {
      // It is logged right behind its segment.sent.
      if (this.#lastSent.len > 0 && this.#firstLost[event.dir] === null) {
        this.#firstLost[event.dir] = event.t;
        if (this.#lastSent.copy) this.offsets[event.dir].push(0);
      }
    }
    return this.#next++;
  }

  write(_lane: number, conn: number, dir: Direction, bytes: Uint8Array): number {
    const key = `${String(conn)}${dir}`;
    const from = this.#written.get(key) ?? 0;
    this.#written.set(key, from + bytes.length);
    return from;
  }
}
