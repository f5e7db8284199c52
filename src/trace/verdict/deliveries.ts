/** What came down: lost, doubled, out of order, and how late. */
import type { SimTime } from '#base/time.ts';
import { NO_EVENT, type EventId, type EventOf, type MsgId, type TraceEvent } from '../events.ts';
import { countUpTo } from '../steps.ts';
import type { Figure, LaneVerdict } from '../verdict.ts';
import { Standing } from './standing.ts';
import { Tally, Worst } from './worst.ts';

type DeliveryFigures = Pick<
  LaneVerdict,
  | 'lostDown'
  | 'waiting'
  | 'duplicates'
  | 'reordered'
  | 'delayP50Us'
  | 'delayP95Us'
  | 'delayP99Us'
  | 'worstGapUs'
>;

/** A message of the room; its number is its place in the order of publishing. */
interface Published {
  readonly at: SimTime;
  readonly event: EventId;
  readonly number: number;
}

export class Deliveries {
  readonly #standing = new Standing();
  readonly #messages = new Map<MsgId, Published>();
  /** Published, and neither delivered nor covered by a snapshot, in the order of publishing. */
  readonly #missing = new Set<Published>();
  /** Delays in microseconds, ascending, and the delivery of each. */
  readonly #delays: number[] = [];
  readonly #deliveries: EventId[] = [];
  readonly #duplicates = new Tally(NO_EVENT);
  readonly #reordered = new Tally(NO_EVENT);
  readonly #gap = new Worst();
  /** The highest number that was delivered, or that a snapshot covered. */
  #reached = -1;
  #lastDelivery: SimTime | null = null;

  /** When the oldest message was published that is newer than all the client has; null when there is none. */
  get missingSince(): SimTime | null {
    return this.#oldestNew?.at ?? null;
  }

  add(event: TraceEvent): void {
    this.#standing.add(event);
    if (event.type === 'app.published') this.#publish(event);
    else if (event.type === 'app.snapshot') this.#cover(event);
    else if (event.type === 'app.delivered') {
      if (event.duplicate) this.#duplicates.add(event.id);
      else this.#deliver(event);
    }
  }

  at(now: SimTime): DeliveryFigures {
    return {
      ...this.#missed(),
      duplicates: this.#duplicates.figure,
      reordered: this.#reordered.figure,
      delayP50Us: this.#percentile(0.5, 1),
      delayP95Us: this.#percentile(0.95, 20),
      delayP99Us: this.#percentile(0.99, 100),
      worstGapUs: this.#gapAt(now),
    };
  }

  #publish({ id, t, msg }: EventOf<'app.published'>): void {
    const published = { at: t, event: id, number: this.#messages.size };
    this.#messages.set(msg, published);
    this.#missing.add(published);
  }

  #deliver({ id, t, msg }: EventOf<'app.delivered'>): void {
    const published = this.#messages.get(msg);
    if (!published) return;
    const gap = this.#gapFrom;
    if (gap !== null) this.#gap.see(t - gap, id);
    this.#lastDelivery = t;
    this.#missing.delete(published);
    if (published.number < this.#reached) this.#reordered.add(id);
    else this.#reached = published.number;
    const place = countUpTo(this.#delays, t - published.at);
    this.#delays.splice(place, 0, t - published.at);
    this.#deliveries.splice(place, 0, id);
  }

  #cover({ through }: EventOf<'app.snapshot'>): void {
    const last = this.#messages.get(through)?.number ?? -1;
    for (const one of this.#missing) if (one.number <= last) this.#missing.delete(one);
    this.#reached = Math.max(this.#reached, last);
  }

  #missed(): Pick<DeliveryFigures, 'lostDown' | 'waiting'> {
    const lost = new Tally(NO_EVENT);
    const waiting = new Tally(NO_EVENT);
    for (const { number, event } of this.#missing)
      (number < this.#reached || this.#standing.closedForGood ? lost : waiting).add(event);
    return { lostDown: lost.figure, waiting: waiting.figure };
  }

  get #oldestNew(): Published | null {
    for (const one of this.#missing) if (one.number > this.#reached) return one;
    return null;
  }

  /** Since when new messages are there and nothing has been delivered; null when none is there. */
  get #gapFrom(): SimTime | null {
    const oldest = this.#oldestNew;
    if (!oldest) return null;
    return this.#lastDelivery !== null && this.#lastDelivery > oldest.at ? this.#lastDelivery : oldest.at;
  }

  #gapAt(now: SimTime): Figure | null {
    const from = this.#gapFrom;
    const oldest = this.#oldestNew;
    return from === null || !oldest ? this.#gap.figure : this.#gap.with(now - from, oldest.event);
  }

  /** Null with fewer than `from` deliveries: it would only be the slowest of them. */
  #percentile(share: number, from: number): Figure | null {
    if (this.#delays.length < from) return null;
    const rank = Math.max(0, Math.ceil(share * this.#delays.length) - 1);
    const value = this.#delays[rank];
    const event = this.#deliveries[rank];
    return value === undefined || event === undefined ? null : { value, event, open: false };
  }
}
