/** The trace: an append-only log of events with the octets of every stream, its index and its hash. */
import { utf8, toHex } from '#base/bytes.ts';
import { assert, ensure } from '#base/assert.ts';
import { sha256 } from '#base/digest.ts';
import type { SimTime } from '#base/time.ts';
import { canonicalJson } from './canonical.ts';
import type { Direction, EventId, EventOf, EventType, LaneIndex, NewEvent, TraceEvent } from './events.ts';
import { NO_EVENT } from './events.ts';
import { Provenance, streamKey, type StreamKey } from './provenance.ts';
import type { TraceSink } from './sink.ts';
import { StreamBytes } from './stream-bytes.ts';

export class Trace implements TraceSink {
  cause: EventId = NO_EVENT;
  #events: TraceEvent[] = [];
  #streams = new Map<StreamKey, StreamBytes>();
  readonly provenance = new Provenance((id) => this.of(id, 'pdu.sent'));

  /** How many events there are; also the id of the next one. */
  get length(): number {
    return this.#events.length;
  }

  append(event: NewEvent): EventId {
    const id = this.#events.length;
    const last = this.#events[id - 1];
    assert(!last || last.t <= event.t, `event ${event.type} at ${String(event.t)} us is before the last one`);
    // The spread comes first: V8 then copies the author's object as it is, instead of property by property.
    const entry = { ...event, id, cause: event.cause ?? this.cause } as TraceEvent;
    this.#events.push(entry);
    this.provenance.add(entry);
    return id;
  }

  write(lane: LaneIndex, conn: number, dir: Direction, bytes: Uint8Array): number {
    const key = streamKey(lane, conn, dir);
    let stream = this.#streams.get(key);
    if (!stream) this.#streams.set(key, (stream = new StreamBytes()));
    return stream.append(bytes);
  }

  /** The event with this id. Throws when there is none: ids come from this trace. */
  at(id: EventId): TraceEvent {
    return ensure(this.#events[id], `event ${String(id)}`);
  }

  /** The event with this id, which must be of this type. */
  of<T extends EventType>(id: EventId, type: T): EventOf<T> {
    const event = this.at(id);
    assert(event.type === type, `event ${String(id)} is ${event.type}, not ${type}`);
    return event as EventOf<T>;
  }

  /** How many events happened up to and including `t`; so also the id of the first later one. */
  countUntil(t: SimTime): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.t ?? Infinity) <= t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Octets [from, to) of a stream, as written; empty when there is no such stream. */
  bytes(lane: LaneIndex, conn: number, dir: Direction, from: number, to: number): Uint8Array {
    return this.#streams.get(streamKey(lane, conn, dir))?.slice(from, to) ?? new Uint8Array();
  }

  /** Octets written to a stream so far. */
  streamLength(lane: LaneIndex, conn: number, dir: Direction): number {
    return this.#streams.get(streamKey(lane, conn, dir))?.length ?? 0;
  }

  /**
   * SHA-256 over the canonical trace up to and including `until`, in hexadecimal: each event as JSON with sorted keys
   * and a line feed, each `pdu.sent` followed by its octets. One changed bit in one header changes it.
   */
  hash(until: SimTime = Number.MAX_SAFE_INTEGER as SimTime): string {
    const digest = sha256();
    for (const event of this.#events) {
      if (event.t > until) break;
      digest.update(utf8(canonicalJson(event) + '\n'));
      if (event.type === 'pdu.sent')
        digest.update(this.bytes(event.lane, event.conn, event.dir, event.from, event.to));
    }
    return toHex(digest.digest());
  }
}
