/** Checks over single events: some, count, sequence, unique, order, setting, client. */
import { fromMs, type SimTime } from '#base/time.ts';
import type { EventId, TraceEvent } from '#trace/events.ts';
import { inBounds, MESSAGE_SOURCES, verdict, type Check, type Verdict } from './check.ts';
import { changedSettings, type Fold, type Judged } from './fold.ts';
import { eventMatches, type Lanes } from './where.ts';

type Of<K extends Check['kind']> = Extract<Check, { kind: K }>;

export class SomeFold implements Fold {
  readonly #check: Of<'some'>;
  readonly #lanes: Lanes;
  #found = false;

  constructor(check: Of<'some'>, lanes: Lanes) {
    this.#check = check;
    this.#lanes = lanes;
  }

  add(event: TraceEvent): void {
    this.#found ||= eventMatches(event, this.#check.match, this.#lanes);
  }

  verdict(): Verdict {
    return verdict(this.#found);
  }
}

export class CountFold implements Fold {
  readonly #check: Of<'count'>;
  readonly #lanes: Lanes;
  /** Events that match, within the last stretch. */
  #found: { readonly id: EventId; readonly t: SimTime }[] = [];

  constructor(check: Of<'count'>, lanes: Lanes) {
    this.#check = check;
    this.#lanes = lanes;
  }

  add(event: TraceEvent): void {
    if (eventMatches(event, this.#check.match, this.#lanes)) this.#found.push({ id: event.id, t: event.t });
  }

  verdict(t: SimTime): Verdict {
    const { bounds, withinMs } = this.#check;
    if (withinMs !== null) this.#found = this.#found.filter((one) => one.t > t - fromMs(withinMs));
    const value = this.#found.length;
    // The first one too many.
    const event = this.#found[bounds.atMost ?? Infinity]?.id ?? null;
    return verdict(inBounds(value, bounds), { value, event });
  }
}

export class SequenceFold implements Fold {
  readonly #check: Of<'sequence'>;
  readonly #lane: number;
  #expected: number;
  /** The delivery before which messages were missing. */
  #gap: EventId | null = null;

  constructor(check: Of<'sequence'>, lanes: Lanes) {
    this.#check = check;
    this.#lane = lanes.indexOf(check.lane);
    this.#expected = check.from;
  }

  add(event: TraceEvent): void {
    if (event.type !== 'app.delivered' || event.lane !== this.#lane || event.duplicate) return;
    const prefix = MESSAGE_SOURCES[this.#check.of];
    if (!event.msg.startsWith(prefix)) return;
    // What comes from elsewhere has another letter, and so is no number.
    const n = Number(event.msg.slice(prefix.length));
    if (!(n >= this.#expected) || this.#expected > this.#check.through) return;
    if (n === this.#expected) this.#expected++;
    else this.#gap ??= event.id;
  }

  verdict(): Verdict {
    const { from, through } = this.#check;
    const pass = this.#gap === null && this.#expected > through;
    return verdict(pass, { event: this.#gap, value: this.#expected - from });
  }
}

export class UniqueFold implements Fold {
  readonly #lane: number;
  #duplicate: EventId | null = null;

  constructor(check: Of<'unique'>, lanes: Lanes) {
    this.#lane = lanes.indexOf(check.lane);
  }

  add(event: TraceEvent): void {
    if (event.type === 'app.delivered' && event.lane === this.#lane && event.duplicate)
      this.#duplicate ??= event.id;
  }

  verdict(): Verdict {
    return verdict(this.#duplicate === null, { event: this.#duplicate });
  }
}

export class OrderFold implements Fold {
  readonly #check: Of<'order'>;
  readonly #lanes: Lanes;
  #before: EventId | null = null;
  #after: EventId | null = null;

  constructor(check: Of<'order'>, lanes: Lanes) {
    this.#check = check;
    this.#lanes = lanes;
  }

  add(event: TraceEvent): void {
    if (eventMatches(event, this.#check.before, this.#lanes)) this.#before ??= event.id;
    if (eventMatches(event, this.#check.after, this.#lanes)) this.#after ??= event.id;
  }

  verdict(): Verdict {
    const [before, after] = [this.#before, this.#after];
    if (before !== null && after !== null && before < after) return verdict(true);
    return verdict(false, { event: after });
  }
}

export class SettingFold implements Fold {
  readonly #check: Of<'setting'>;
  #value: number;
  #changed: EventId | null = null;

  constructor(check: Of<'setting'>, { settings }: Judged) {
    this.#check = check;
    this.#value = settings[check.setting];
  }

  add(event: TraceEvent): void {
    const value = changedSettings(event)?.[this.#check.setting];
    if (value === undefined) return;
    this.#value = value;
    this.#changed = event.id;
  }

  verdict(): Verdict {
    const pass = inBounds(this.#value, this.#check.bounds);
    return verdict(pass, { value: this.#value, event: pass ? null : this.#changed });
  }
}

export class ClientFold implements Fold {
  readonly #check: Of<'client'>;
  readonly #lane: number;
  #pass = false;
  #last: EventId | null = null;

  constructor(check: Of<'client'>, lanes: Lanes) {
    this.#check = check;
    this.#lane = lanes.indexOf(check.lane);
  }

  add(event: TraceEvent): void {
    if (event.type !== 'client.state' || event.lane !== this.#lane) return;
    this.#pass = event.state === this.#check.state;
    this.#last = event.id;
  }

  verdict(): Verdict {
    return verdict(this.#pass, { event: this.#pass ? null : this.#last });
  }
}
