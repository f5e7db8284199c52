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

/** Events between two steps of `hashing`. */
const HASH_STEP = 500;

export class Trace implements TraceSink {
  cause: EventId = NO_EVENT;
  /** As their authors wrote them: an object that is not added to takes half the memory. Ids are positions. */
  readonly #events: NewEvent[] = [];
  #causes = new Int32Array(1024);
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
    if (id === this.#causes.length) {
      const larger = new Int32Array(2 * id);
      larger.set(this.#causes);
      this.#causes = larger;
    }
    this.#causes[id] = event.cause ?? this.cause;
    this.#events.push(event);
    this.provenance.add(this.at(id));
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
    const event = ensure(this.#events[id], `event ${String(id)}`);
    return { ...event, id, cause: this.#causes[id] ?? NO_EVENT };
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
    const steps = this.hashing(until);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same in steps of a few milliseconds, for a page that must go on drawing. */
  *hashing(until: SimTime): Generator<undefined, string> {
    const digest = sha256();
    for (let id = 0; id < this.length; id++) {
      const event = this.at(id);
      if (event.t > until) break;
      digest.update(utf8(canonicalJson(event) + '\n'));
      if (event.type === 'pdu.sent')
        digest.update(this.bytes(event.lane, event.conn, event.dir, event.from, event.to));
      if (id % HASH_STEP === HASH_STEP - 1) yield;
    }
    return toHex(digest.digest());
  }
}
