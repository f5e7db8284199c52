/** A trace sink that keeps nothing but counts, and when each message was published and came. */
import type { SimTime } from '#base/time.ts';
import { NO_EVENT, type Direction, type EventId, type MsgId, type NewEvent } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';

export interface Delivery {
  readonly publishedAt: SimTime;
  readonly deliveredAt: SimTime;
}

export class CountingSink implements TraceSink {
  cause: EventId = NO_EVENT;
  /** Octets are counted when sent in [from, to), in microseconds. */
  window: readonly [number, number] = [0, Infinity];
  readonly bytes = { up: 0, down: 0 };
  retransmissions = 0;
  /** When the first octet came down. */
  answeredAt: SimTime | null = null;
  published = 0;
  /** The first delivery of each message, in order of arrival. */
  readonly deliveries: Delivery[] = [];
  /** Copies with payload after the first payload that died in an outage, in microseconds after its sending. */
  readonly offsets: Record<Direction, number[]> = { up: [], down: [] };
  /** Called with each event. */
  watch: (event: NewEvent) => void = () => undefined;
  readonly #publishedAt = new Map<MsgId, SimTime>();
  readonly #firstLost: Record<Direction, number | null> = { up: null, down: null };
  readonly #written = new Map<string, number>();
  #lastSent: { readonly len: number; readonly copy: boolean } = { len: 0, copy: false };
  #next = 0;

  append(event: NewEvent): EventId {
    switch (event.type) {
      case 'segment.sent':
        this.#addSent(event);
        break;
      case 'segment.lost':
        if (event.rule === 'outage') this.#addCut(event);
        break;
      case 'stream.advanced':
        if (event.dir === 'down') this.answeredAt ??= event.t;
        break;
      case 'app.published':
        this.published++;
        this.#publishedAt.set(event.msg, event.t);
        break;
      case 'app.delivered': {
        const publishedAt = this.#publishedAt.get(event.msg);
        if (!event.duplicate && publishedAt !== undefined)
          this.deliveries.push({ publishedAt, deliveredAt: event.t });
        break;
      }
      default:
        break;
    }
    this.watch(event);
    return this.#next++;
  }

  write(_lane: number, conn: number, dir: Direction, bytes: Uint8Array): number {
    const key = `${String(conn)}${dir}`;
    const from = this.#written.get(key) ?? 0;
    this.#written.set(key, from + bytes.length);
    return from;
  }

  #addSent(event: Extract<NewEvent, { type: 'segment.sent' }>): void {
    if (event.t >= this.window[0] && event.t < this.window[1]) this.bytes[event.dir] += event.wireBytes;
    const copy = event.original !== NO_EVENT;
    this.#lastSent = { len: event.len, copy };
    if (!copy) return;
    this.retransmissions++;
    const first = this.#firstLost[event.dir];
    if (first !== null && event.len > 0) this.offsets[event.dir].push(event.t - first);
  }

  /** Logged right behind its `segment.sent`: a cut line drops at once. */
  #addCut({ dir, t }: Extract<NewEvent, { type: 'segment.lost' }>): void {
    if (this.#lastSent.len === 0 || this.#firstLost[dir] !== null) return;
    this.#firstLost[dir] = t;
    if (this.#lastSent.copy) this.offsets[dir].push(0);
  }
}
