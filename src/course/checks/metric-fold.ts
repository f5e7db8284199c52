/** Metrics of messages, requests and connections, over a sliding window. */
import { fromMs, type SimTime } from '#base/time.ts';
import { NO_EVENT, type EventId, type MsgId, type TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { inBounds, verdict, waiting, type Check, type MetricId, type Verdict } from './check.ts';
import type { Fold, Judged } from './fold.ts';
import { MetricWindow } from './metric-window.ts';

type MetricCheck = Extract<Check, { kind: 'metric' }>;

/** Something that counts, at an instant. */
interface Mark {
  readonly id: EventId;
  readonly t: SimTime;
  /** How much it counts. */
  readonly amount: number;
}

interface Message {
  readonly published: SimTime;
  readonly id: EventId;
  delivered: SimTime | null;
}

/** Metrics that look at each message; the others add up marks. */
const OF_MESSAGES: ReadonlySet<MetricId> = new Set<MetricId>(['meanDelayMs', 'p95DelayMs', 'lost']);

const MINUTE_US = 60_000_000;

export class MetricFold implements Fold {
  readonly #check: MetricCheck;
  readonly #lane: number;
  readonly #trace: Trace;
  readonly #window: MetricWindow;
  #marks: Mark[] = [];
  /** Published in the window, in that order. */
  readonly #messages = new Map<MsgId, Message>();
  #deliveries: SimTime[] = [];
  #closed = false;
  /** The latest publication of which the message is delivered. */
  #furthest: EventId = NO_EVENT;

  constructor(check: MetricCheck, { trace, lanes }: Judged) {
    this.#check = check;
    this.#lane = lanes.findIndex(({ id }) => id === check.lane);
    this.#trace = trace;
    this.#window = new MetricWindow(check.overMs);
  }

  add(event: TraceEvent): void {
    this.#window.add(event);
    if (event.lane !== this.#lane) return;
    if (OF_MESSAGES.has(this.#check.metric)) this.#addMessage(event);
    else {
      if (event.type === 'app.delivered' && !event.duplicate) this.#deliveries.push(event.t);
      const amount = this.#amount(event);
      if (amount > 0) this.#marks.push({ id: event.id, t: event.t, amount });
    }
  }

  verdict(t: SimTime): Verdict {
    const { overMs, bounds } = this.#check;
    const readyAt = this.#window.readyAt(t);
    this.#forget(this.#window.startAt(t));
    if (readyAt !== null) return waiting({ readyAt });
    const value = this.#value(t, overMs === null ? t : fromMs(overMs));
    if (value === null) return waiting();
    const pass = inBounds(value, bounds);
    return verdict(pass, { value, event: pass ? null : this.#offender(t) });
  }

  #addMessage(event: TraceEvent): void {
    if (event.type === 'app.published')
      this.#messages.set(event.msg, { published: event.t, id: event.id, delivered: null });
    else if (event.type === 'app.delivered') {
      const message = this.#messages.get(event.msg);
      if (!message) return;
      message.delivered ??= event.t;
      this.#furthest = Math.max(this.#furthest, message.id);
    } else if (event.type === 'app.snapshot') this.#summedUp(event.through, event.t);
    else if (event.type === 'client.state') this.#closed = event.state === 'closed';
  }

  /** A state came in the place of every message up to this one. */
  #summedUp(through: MsgId, t: SimTime): void {
    const last = this.#messages.get(through)?.id ?? NO_EVENT;
    for (const message of this.#messages.values()) if (message.id <= last) message.delivered ??= t;
  }

  #amount(event: TraceEvent): number {
    switch (this.#check.metric) {
      case 'requestsPerMinute':
        return Number(event.type === 'request.issued' && event.purpose !== 'upward');
      case 'emptyReplies':
        return Number(this.#isEmptyReply(event));
      case 'duplicates':
        return Number(event.type === 'app.delivered' && event.duplicate);
      case 'connections':
        return Number(event.type === 'conn.opening');
      case 'bytesPerMessage':
        return event.type === 'segment.sent' ? event.wireBytes : 0;
      default:
        return 0;
    }
  }

  #isEmptyReply(event: TraceEvent): boolean {
    if (event.type !== 'pdu.sent' || event.kind !== 'http.response' || event.msgs.length > 0) return false;
    const purpose = this.#trace.provenance.request(event.lane, event.request)?.purpose;
    return purpose === 'poll' || purpose === 'long-poll';
  }

  /** Drops what is not later than `from`. */
  #forget(from: SimTime): void {
    this.#marks = afterOnly(this.#marks, (mark) => mark.t, from);
    this.#deliveries = afterOnly(this.#deliveries, (at) => at, from);
    for (const [msg, { published }] of this.#messages) {
      if (published > from) break;
      this.#messages.delete(msg);
    }
  }

  /** In the unit of the bounds; null while there is nothing to measure. `overUs` is the length of the window. */
  #value(t: SimTime, overUs: number): number | null {
    switch (this.#check.metric) {
      case 'meanDelayMs': {
        const ages = this.#ages(t);
        return ages.length === 0 ? null : ages.reduce((sum, age) => sum + age, 0) / ages.length / 1000;
      }
      case 'p95DelayMs': {
        const ages = this.#ages(t).sort((a, b) => a - b);
        return ages.length === 0 ? null : (ages[Math.ceil(0.95 * ages.length) - 1] ?? 0) / 1000;
      }
      case 'lost':
        return this.#lost().length;
      case 'requestsPerMinute':
        return this.#perMinute(overUs);
      case 'bytesPerMessage':
        return this.#deliveries.length === 0 ? null : this.#sum() / this.#deliveries.length;
      default:
        return this.#sum();
    }
  }

  /** How old each message was when it was delivered, or is by now: an undelivered one must not look fresh. */
  #ages(t: SimTime): number[] {
    return [...this.#messages.values()].map(({ published, delivered }) => (delivered ?? t) - published);
  }

  /** As every transport keeps the order, what was passed over never comes; nor does anything to a closed client. */
  #lost(): Message[] {
    return [...this.#messages.values()].filter(
      ({ id, delivered }) => delivered === null && (this.#closed || id < this.#furthest),
    );
  }

  #sum(): number {
    return this.#marks.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** By the spacing of the marks: a count in a window would depend on where the window happens to end. */
  #perMinute(overUs: number): number {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (!first || !last || first === last)
      return overUs === 0 ? 0 : (this.#marks.length * MINUTE_US) / overUs;
    return ((this.#marks.length - 1) * MINUTE_US) / (last.t - first.t);
  }

  /** What to look at: the message that waited longest, the first message lost, the last of what is too much. */
  #offender(t: SimTime): EventId | null {
    const { metric } = this.#check;
    if (!OF_MESSAGES.has(metric)) return this.#marks.at(-1)?.id ?? null;
    if (metric === 'lost') return this.#lost()[0]?.id ?? null;
    let worst: Message | null = null;
    const age = ({ published, delivered }: Message): number => (delivered ?? t) - published;
    for (const message of this.#messages.values()) if (!worst || age(message) > age(worst)) worst = message;
    return worst?.id ?? null;
  }
}

/** The elements later than `from` of a list by time. */
function afterOnly<T>(sorted: T[], timeOf: (element: T) => number, from: number): T[] {
  let keep = 0;
  while (keep < sorted.length && timeOf(sorted[keep] as T) <= from) keep++;
  return keep === 0 ? sorted : sorted.slice(keep);
}
