/**
 * Many light clients that lose their server together and come back to it, on the lab's virtual clock. A client is its
 * round trip and its back-off: no TCP, no bytes. What is left out is told in docs/model.md.
 */
import { nextWaitMs } from '#clients/survival/backoff.ts';
import { draw } from '#base/random.ts';
import { fromMs, fromS, minus, plus, toMs, us, type SimTime } from '#base/time.ts';
import { HOST_LANE, Scheduler, type Scheduled } from '#sim/scheduler.ts';
import type { HerdOptions } from './options.ts';
import { DotSample, inTheLastSecond, SeriesTable, type HerdResult } from './record.ts';

/** Who is not connected by then stays so: the run ends. */
export const HORIZON = fromS(3600);

/** Round trips are drawn evenly from this range. */
export const ROUND_TRIP_MS = { least: 20, most: 200 } as const;

/** Directions of the keyed draws: what is drawn for a client. */
const DRAW_WAIT = 0;
const DRAW_ROUND_TRIP = 1;

const SHARES = [0.5, 0.95, 1] as const;

/** An attempt that waits at the server. */
interface Ticket {
  readonly client: number;
  /** When its client gives it up. */
  readonly deadline: SimTime;
  /** Gives it up then. */
  readonly giveUp: Scheduled;
  /** Whether the client has gone. */
  abandoned: boolean;
}

interface Client {
  /** Half of its round trip. */
  readonly oneWay: SimTime;
  failures: number;
  previousMs: number;
  /** How many numbers it has drawn. */
  draws: number;
  /** By the server's clock; null: not connected. */
  connectedAt: SimTime | null;
}

export class Herd {
  readonly #options: HerdOptions;
  readonly #clock = new Scheduler();
  readonly #series = new SeriesTable();
  readonly #dots: DotSample;
  readonly #clients: readonly Client[];
  readonly #serviceTime: SimTime;
  #queue: Ticket[] = [];
  /** The first in the queue; what stands before it has gone. */
  #head = 0;
  #serving: { readonly ticket: Ticket; readonly end: Scheduled } | null = null;
  #up = true;
  #upAt = HORIZON;
  #crashesLeft: number;
  #connected: number;
  /** When each of the shares was reached. */
  #reached: [SimTime | null, SimTime | null, SimTime | null] = [null, null, null];
  #sums = { attempts: 0, vain: 0, refusals: 0, timeouts: 0, wasted: 0 };

  constructor(options: HerdOptions) {
    const { seed, clients, acceptPerS, crashes } = options;
    this.#options = options;
    this.#crashesLeft = crashes;
    this.#connected = clients;
    this.#serviceTime = us(1_000_000 / acceptPerS);
    this.#dots = new DotSample(clients);
    const { least, most } = ROUND_TRIP_MS;
    this.#clients = Array.from({ length: clients }, (_, i) => ({
      oneWay: fromMs((least + (most - least) * draw(seed, i, DRAW_ROUND_TRIP, 0, 'client')) / 2),
      failures: 0,
      previousMs: 0,
      draws: 0,
      connectedAt: fromMs(-options.policy.stableMs),
    }));
    this.#clock.at(fromMs(0), HOST_LANE, () => {
      this.#crash();
    });
  }

  /** Does at most `budget` pieces of work. Returns whether the run has ended. */
  step(budget: number): boolean {
    for (let done = 0; done < budget; done++)
      if (this.#recovered || !this.#clock.runNext(HORIZON)) return true;
    return this.#recovered;
  }

  get nowMs(): number {
    return toMs(this.#clock.now);
  }

  /** The share of the clients that is connected, 0 to 1. */
  get progress(): number {
    return this.#connected / this.#options.clients;
  }

  get #recovered(): boolean {
    return this.#up && this.#crashesLeft === 0 && this.#connected === this.#options.clients;
  }

  /** What has happened so far. */
  result(): HerdResult {
    const series = this.#series.finish();
    const met = inTheLastSecond(series.attempts.map((count, i) => count - (series.vain[i] ?? 0)));
    const [half, most, all] = this.#reached;
    const since = (at: SimTime | null): number | null => at && toMs(minus(at, this.#upAt));
    const sums = {
      ...this.#sums,
      peakPerS: met.reduce((peak, count) => Math.max(peak, count), 0),
      recoveredMs: [since(half), since(most), since(all)] as const,
      upAtMs: toMs(this.#upAt),
      connected: this.#connected,
      endMs: this.nowMs,
    };
    return { series, dots: this.#dots.finish(), sums };
  }

  /** The server goes away: every connection ends, also those that wait. */
  #crash(): void {
    const { now } = this.#clock;
    this.#crashesLeft--;
    this.#up = false;
    this.#serving?.end.cancel();
    const waiting = [...(this.#serving ? [this.#serving.ticket] : []), ...this.#queue.slice(this.#head)];
    this.#serving = null;
    this.#queue = [];
    this.#head = 0;
    for (const ticket of waiting) {
      ticket.giveUp.cancel();
      if (!ticket.abandoned) this.#tryAgain(ticket.client, plus(now, this.#client(ticket.client).oneWay));
    }
    for (const [i, client] of this.#clients.entries()) if (client.connectedAt !== null) this.#lose(i, client);
    this.#connected = 0;
    this.#reached = [null, null, null];
    this.#series.setConnected(now, 0);
    this.#clock.after(fromMs(this.#options.restartMs), HOST_LANE, () => {
      this.#comeBack();
    });
  }

  #comeBack(): void {
    this.#up = true;
    this.#upAt = this.#clock.now;
    if (this.#crashesLeft === 0) return;
    this.#clock.after(fromMs(this.#options.upMs), HOST_LANE, () => {
      this.#crash();
    });
  }

  #lose(i: number, client: Client): void {
    const { now } = this.#clock;
    const stoodMs = toMs(minus(now, client.connectedAt ?? now));
    client.connectedAt = null;
    if (stoodMs >= this.#options.policy.stableMs) client.failures = client.previousMs = 0;
    this.#tryAgain(i, plus(now, client.oneWay));
  }

  /** The client knows at `noticed` that it has no connection: plans when its next attempt reaches the host. */
  #tryAgain(i: number, noticed: SimTime): void {
    const client = this.#client(i);
    client.failures++;
    const waitMs = nextWaitMs(this.#options.policy, client.failures, client.previousMs, () =>
      draw(this.#options.seed, i, DRAW_WAIT, client.draws++, 'client'),
    );
    if (waitMs === null) return;
    client.previousMs = waitMs;
    this.#clock.at(plus(plus(noticed, fromMs(waitMs)), client.oneWay), i, () => {
      this.#arrive(i);
    });
  }

  /** An attempt reaches the server's host. */
  #arrive(i: number): void {
    const { now } = this.#clock;
    const refused = !this.#up || (this.#serving !== null && this.#waiting >= this.#options.backlog);
    this.#sums.attempts++;
    this.#series.count('attempts', now);
    this.#dots.add(now, i, refused);
    if (!this.#up) {
      this.#sums.vain++;
      this.#series.count('vain', now);
    }
    if (refused) {
      this.#sums.refusals++;
      this.#series.count('refusals', now);
      this.#tryAgain(i, plus(now, this.#client(i).oneWay));
      return;
    }
    const ticket = this.#ticket(i);
    if (this.#serving === null) this.#serve(ticket);
    else this.#queue.push(ticket);
  }

  #ticket(i: number): Ticket {
    const { now } = this.#clock;
    const deadline = plus(now, minus(fromMs(this.#options.timeoutMs), this.#client(i).oneWay));
    const giveUp = this.#clock.at(deadline, i, () => {
      ticket.abandoned = true;
      this.#sums.timeouts++;
      this.#series.count('timeouts', this.#clock.now);
      this.#tryAgain(i, this.#clock.now);
    });
    const ticket: Ticket = { client: i, deadline, giveUp, abandoned: false };
    return ticket;
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  #serve(ticket: Ticket): void {
    const end = this.#clock.after(this.#serviceTime, HOST_LANE, () => {
      this.#accept(ticket);
      this.#next();
    });
    this.#serving = { ticket, end };
  }

  #next(): void {
    this.#serving = null;
    const next = this.#queue[this.#head];
    if (!next) return;
    this.#head++;
    if (this.#head > 1024) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    this.#serve(next);
  }

  /** The server has taken a connection. Its client has it when the answer comes in time. */
  #accept(ticket: Ticket): void {
    const { now } = this.#clock;
    const client = this.#client(ticket.client);
    if (ticket.abandoned || plus(now, client.oneWay) > ticket.deadline) {
      this.#sums.wasted++;
      return;
    }
    ticket.giveUp.cancel();
    client.connectedAt = now;
    this.#connected++;
    this.#series.count('accepts', now);
    this.#series.setConnected(now, this.#connected);
    for (const [i, share] of SHARES.entries())
      if (this.#connected >= share * this.#options.clients) this.#reached[i] ??= now;
  }

  #client(i: number): Client {
    const client = this.#clients[i];
    if (!client) throw new RangeError(`the herd has no client ${String(i)}`);
    return client;
  }
}

/** A whole run at once: for herds that are small enough not to be waited for. */
export function runHerd(options: HerdOptions): HerdResult {
  const herd = new Herd(options);
  while (!herd.step(10_000));
  return herd.result();
}
