/**
 * Metrics of a heartbeat: how long a dead line goes unnoticed, how often a live one is taken for dead, how often the
 * client asks in a minute of being connected. A line is dead while it is cut in one direction at least: then no answer comes.
 */
import { fromMs, toMs, ZERO, type SimTime } from '#base/time.ts';
import type { ClientPhaseChanged, Direction, EventId, TraceEvent } from '#trace/events.ts';
import { inBounds, verdict, waiting, type Check, type Verdict } from './check.ts';
import type { Fold, Judged } from './fold.ts';
import { MetricWindow } from './metric-window.ts';

type MetricCheck = Extract<Check, { kind: 'metric' }>;
const METRICS = ['detectMs', 'falseAlarms', 'heartbeatsPerMinute'] as const;
export type HeartbeatCheck = MetricCheck & { readonly metric: (typeof METRICS)[number] };

export function isHeartbeatCheck(check: MetricCheck): check is HeartbeatCheck {
  return METRICS.some((metric) => metric === check.metric);
}

interface Mark {
  readonly id: EventId;
  readonly t: SimTime;
}

/** A stretch in which the line is dead. */
interface Death extends Mark {
  /** When the line was whole again; null: not yet. */
  end: SimTime | null;
  /** When the client gave its connection up; null: not yet. */
  noticed: SimTime | null;
}

const MINUTE = fromMs(60_000);

/** Whether the client takes its connection for one that may still live. */
function trusts(phase: ClientPhaseChanged['phase'] | null): boolean {
  return phase === 'open' || phase === 'suspect';
}

export class HeartbeatFold implements Fold {
  readonly #check: HeartbeatCheck;
  readonly #lane: number;
  readonly #window: MetricWindow;
  readonly #cut: Record<Direction, boolean> = { up: false, down: false };
  #wholeSince = ZERO;
  #phase: ClientPhaseChanged['phase'] | null = null;
  #askedAt = ZERO;
  #deaths: Death[] = [];
  #falseAlarms: Mark[] = [];
  #beats: Mark[] = [];
  /** When the client trusted a connection; the last stretch may last. */
  #trusted: { readonly from: SimTime; to: SimTime | null }[] = [];

  constructor(check: HeartbeatCheck, { lanes }: Judged) {
    this.#check = check;
    this.#lane = lanes.findIndex(({ id }) => id === check.lane);
    this.#window = new MetricWindow(check.overMs);
  }

  add(event: TraceEvent): void {
    this.#window.add(event);
    if (event.lane !== this.#lane) return;
    if (event.type === 'net.changed') this.#line(event.dir, event.link.outage, event);
    else if (event.type === 'client.phase') this.#turn(event);
  }

  verdict(t: SimTime): Verdict {
    const readyAt = this.#window.readyAt(t);
    this.#forget(this.#window.startAt(t));
    if (readyAt !== null) return waiting({ readyAt });
    const value = this.#value(t);
    if (value === null) return waiting();
    const pass = inBounds(value, this.#check.bounds);
    return verdict(pass, { value, event: pass ? null : this.#offender(t) });
  }

  get #dead(): boolean {
    return this.#cut.up || this.#cut.down;
  }

  #line(dir: Direction, outage: boolean, { id, t }: Mark): void {
    const before = this.#dead;
    this.#cut[dir] = outage;
    if (this.#dead === before) return;
    if (this.#dead) this.#deaths.push({ id, t, end: null, noticed: null });
    else {
      this.#wholeSince = t;
      const last = this.#deaths.at(-1);
      if (last) last.end = t;
    }
  }

  #turn({ id, t, phase }: ClientPhaseChanged): void {
    const before = this.#phase;
    this.#phase = phase;
    if (phase === 'suspect' && before !== 'suspect') {
      this.#askedAt = t;
      this.#beats.push({ id, t });
    }
    if (trusts(before) === trusts(phase)) return;
    if (trusts(phase)) {
      this.#trusted.push({ from: t, to: null });
      return;
    }
    const stretch = this.#trusted.at(-1);
    if (stretch) stretch.to = t;
    const last = this.#deaths.at(-1);
    const unanswered = before === 'suspect';
    // Whole from the question on: the answer was only late.
    const alive = !this.#dead && this.#wholeSince <= this.#askedAt;
    if (unanswered && alive) this.#falseAlarms.push({ id, t });
    else if (last && (unanswered || this.#dead)) last.noticed ??= t;
  }

  #forget(from: SimTime): void {
    const later = ({ t }: Mark): boolean => t > from;
    this.#deaths = this.#deaths.filter(later);
    this.#falseAlarms = this.#falseAlarms.filter(later);
    this.#beats = this.#beats.filter(later);
    this.#trusted = this.#trusted.filter(({ to }) => to === null || to > from);
  }

  /** In the unit of the bounds; null while there is nothing to measure. */
  #value(t: SimTime): number | null {
    switch (this.#check.metric) {
      case 'detectMs': {
        const times = this.#deaths.map((death) => unnoticed(death, t));
        return times.length === 0 ? null : toMs(Math.max(...times) as SimTime);
      }
      case 'falseAlarms':
        return this.#falseAlarms.length;
      case 'heartbeatsPerMinute': {
        const trusted = this.#trustedIn(this.#window.startAt(t), t);
        return trusted === 0 ? 0 : (this.#beats.length * MINUTE) / trusted;
      }
    }
  }

  /** For how long the client trusted a connection between two instants. */
  #trustedIn(start: SimTime, end: SimTime): number {
    return this.#trusted.reduce((sum, { from, to }) => sum + (to ?? end) - Math.max(from, start), 0);
  }

  /** What to look at: the cut that went unnoticed longest, the false alarm, the last of too many heartbeats. */
  #offender(t: SimTime): EventId | null {
    const { metric } = this.#check;
    if (metric === 'falseAlarms') return this.#falseAlarms[0]?.id ?? null;
    if (metric === 'heartbeatsPerMinute') return this.#beats.at(-1)?.id ?? null;
    const [worst] = [...this.#deaths].sort((a, b) => unnoticed(b, t) - unnoticed(a, t));
    return worst?.id ?? null;
  }
}

/** How long nobody had noticed by `t`. What came back before anybody did counts with all of its length. */
function unnoticed({ t: from, end, noticed }: Death, t: SimTime): number {
  return (noticed ?? end ?? t) - from;
}
