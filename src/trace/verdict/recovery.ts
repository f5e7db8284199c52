/**
 * How long after trouble the first message comes through again: from the moment when the line, the server and what stands
 * between them are whole, or, if nothing new waits by then, from the next publishing.
 */
import { fromMs, later, plus, type SimTime } from '#base/time.ts';
import { NO_EVENT, type Direction, type EventId, type EventOf, type TraceEvent } from '../events.ts';
import type { Trace } from '../log.ts';
import type { Figure } from '../verdict.ts';
import { Worst } from './worst.ts';

/** Over, and nothing has been delivered since. */
interface Aftermath {
  readonly from: SimTime;
  readonly event: EventId;
}

/** Middleboxes that break a connection and leave the line whole. */
const BREAKING: readonly EventOf<'box.acted'>['what'][] = ['forgot', 'closed', 'answered-504'];

export class Recovery {
  readonly #trace: Trace;
  readonly #cut = new Set<Direction>();
  readonly #worst = new Worst();
  #aftermath: Aftermath | null = null;
  /** A proxy has taken the wish to upgrade out of a request: it will again, until something else stands there. */
  #stripped = false;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** `missingSince`: when the oldest new message was published that the client has not; null when there is none. */
  add(event: TraceEvent, missingSince: SimTime | null): void {
    switch (event.type) {
      case 'net.changed':
        this.#line(event);
        break;
      case 'run.intervened': {
        const act = JSON.parse(event.what) as Act;
        const lastsMs = breaksForMs(act);
        if (lastsMs !== null) this.#over(plus(event.t, fromMs(lastsMs)), event.id);
        else if (this.#stripped && act.set && 'path.box' in act.set) this.#over(event.t, event.id);
        break;
      }
      case 'box.acted':
        if (BREAKING.includes(event.what)) this.#over(event.t, event.id);
        else if (event.what === 'stripped') this.#stripped = true;
        break;
      case 'app.delivered':
        this.#deliver(event, missingSince);
        break;
      default:
        break;
    }
  }

  /** The longest so far; null where there was no trouble, or nothing to come through since. */
  at(now: SimTime, missingSince: SimTime | null): Figure | null {
    const { figure } = this.#worst;
    if (!this.#aftermath || missingSince === null || this.#cut.size > 0) return figure;
    const { from, event } = this.#aftermath;
    return from > now ? figure : this.#worst.with(now - later(from, missingSince), event);
  }

  #line({ dir, link, t, id }: EventOf<'net.changed'>): void {
    if (link.outage) this.#cut.add(dir);
    else if (this.#cut.delete(dir) && this.#cut.size === 0) this.#over(t, id);
  }

  #over(from: SimTime, event: EventId): void {
    this.#aftermath = this.#aftermath && this.#aftermath.from > from ? this.#aftermath : { from, event };
  }

  #deliver(event: EventOf<'app.delivered'>, missingSince: SimTime | null): void {
    if (!this.#aftermath || missingSince === null || this.#cut.size > 0) return;
    const { from } = this.#aftermath;
    // What was under way before says nothing.
    if (event.t < from || this.#leftAt(event) < from) return;
    this.#worst.see(event.t - later(from, missingSince), event.id);
    this.#aftermath = null;
  }

  /** When the segment left whose arrival completed what this event rests on. */
  #leftAt(event: TraceEvent): SimTime {
    let at = event;
    while (at.type !== 'segment.received') {
      if (at.cause === NO_EVENT) return event.t;
      at = this.#trace.at(at.cause);
    }
    return this.#trace.at(at.sent).t;
  }
}

/** What matters here of an intervention. */
interface Act {
  readonly set?: Readonly<Record<string, number>>;
  readonly restart?: { readonly ms: number };
  readonly sleep?: { readonly ms: number };
  readonly reset?: string;
  readonly forget?: string;
}

/** How long an intervention keeps something broken other than the line; null for one that breaks nothing else. */
function breaksForMs({ restart, sleep, reset, forget }: Act): number | null {
  const lasting = restart ?? sleep;
  if (lasting) return lasting.ms;
  return reset === undefined && forget === undefined ? null : 0;
}
