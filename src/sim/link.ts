/**
 * The path of one lane: two directions that lose, duplicate, corrupt, queue, serialize, delay and reorder packets, each
 * numbered n over all connections of the lane. What happens to a packet, and in which order: netem_enqueue in Linux's
 * net/sched/sch_netem.c, and shared/calibration/README.md.
 */
import { earlier, fromMs, later, plus, us, ZERO, type SimTime } from '#base/time.ts';
import { deviation } from '#netem/distribution.ts';
import { extrasOf, type LinkParams, type PathParams } from '#netem/model.ts';
import type { Direction, EventId, SegmentReceived, SegmentSent } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import { Chance, type Copy, type Fate } from './chance.ts';
import { Nat } from './nat.ts';
import type { Scheduler } from './scheduler.ts';

/** What TCP says of a packet; its number, its fate and its arrival are the path's. */
export type PacketFacts = Omit<SegmentSent, 'id' | 'cause' | 't' | 'type' | 'lane' | 'n' | 'due'>;

export interface PathOptions {
  readonly scheduler: Scheduler;
  readonly sink: TraceSink;
  readonly seed: number;
  readonly lane: number;
  readonly params: PathParams;
  /** Whether jitter may let a packet overtake an earlier one, whatever the parameters say. False unless given. */
  readonly reordering?: boolean;
}

type TransitParts = Pick<SegmentReceived, 'queueUs' | 'serializationUs' | 'propagationUs' | 'jitterUs'>;

/** The way of one copy of a packet: when it ends, how if not by arriving, and what it is made of. */
interface Way {
  readonly due: SimTime;
  readonly fate: Fate | null;
  readonly parts: TransitParts;
}

const NO_TIME: TransitParts = { queueUs: 0, serializationUs: 0, propagationUs: 0, jitterUs: 0 };

/** One direction. */
class Link {
  params: LinkParams;
  /** Packets so far, and so the number of the next. */
  count = 0;
  readonly picked = new Set<number>();
  /** When the last accepted packet's last bit is on the wire. */
  busyUntil: SimTime = ZERO;
  lastArrival: SimTime = ZERO;
  /** Packets since the last one that overtook. */
  sinceReordered = 0;
  readonly chance: Chance;
  /** When each packet that waited for the rate begins to be sent, in order; `#gone` of them have begun. */
  #starts: SimTime[] = [];
  #gone = 0;

  constructor(params: LinkParams, chance: Chance) {
    this.params = params;
    this.chance = chance;
  }

  /** How many packets wait for the rate at `now`; the one whose bits are being sent is not among them. */
  waiting(now: SimTime): number {
    while (this.#gone < this.#starts.length && (this.#starts[this.#gone] ?? ZERO) <= now) this.#gone++;
    if (this.#gone > 1024 || this.#gone === this.#starts.length) {
      this.#starts = this.#starts.slice(this.#gone);
      this.#gone = 0;
    }
    return this.#starts.length - this.#gone;
  }

  enqueue(start: SimTime): void {
    this.#starts.push(start);
  }
}

export class Path {
  readonly #scheduler: Scheduler;
  readonly #sink: TraceSink;
  readonly #lane: number;
  readonly #reordering: boolean;
  readonly #up: Link;
  readonly #down: Link;
  /** Watches no connection unless told to. */
  readonly nat: Nat;

  constructor({ scheduler, sink, seed, lane, params, reordering = false }: PathOptions) {
    this.#scheduler = scheduler;
    this.#sink = sink;
    this.#lane = lane;
    this.#reordering = reordering;
    this.nat = new Nat(scheduler, sink, lane);
    this.#up = new Link(params.up, new Chance(seed, lane, 0));
    this.#down = new Link(params.down, new Chance(seed, lane, 1));
  }

  /** The impairments in force for packets that are sent now. */
  get params(): PathParams {
    return { up: this.#up.params, down: this.#down.params };
  }

  /** Changes a direction for packets that are sent from now on; those under way go on as they began. */
  set(dir: Direction, link: LinkParams): void {
    this.#link(dir).params = link;
    this.#sink.append({ type: 'net.changed', t: this.#scheduler.now, lane: this.#lane, dir, link });
  }

  /** Packet number `n` of a direction will be dropped on the way, by rule 'picked'. */
  pick(dir: Direction, n: number): void {
    this.#link(dir).picked.add(n);
  }

  /**
   * Sends a packet now. `arrived` is called with the id of its `segment.received` event: never, once, or twice if the
   * line duplicates it. Returns the id of its `segment.sent` event.
   */
  send(facts: PacketFacts, arrived: (received: EventId) => void): EventId {
    const link = this.#link(facts.dir);
    const { now } = this.#scheduler;
    const n = link.count++;
    link.chance.next(n, link.params);
    if (link.params.outage) return this.#lose(facts, n, now, { rule: 'outage', draw: -1 });
    const middle = plus(now, us(link.params.delayMs * 500));
    if (link.picked.has(n)) return this.#lose(facts, n, middle, { rule: 'picked', draw: -1 });

    if (this.nat.hasForgotten(facts.conn))
      return this.#lose(facts, n, middle, { rule: 'forgotten', draw: -1 });

    const lost = link.chance.loss(0);
    const twice = link.chance.happens('duplicate', extrasOf(link.params).duplicatePct);
    // netem counts copies: one more, one less. Of a packet that is both duplicated and lost, one copy is left.
    if (lost && !twice) return this.#lose(facts, n, middle, lost);
    const way = this.#way(link, facts.wireBytes, 0);
    const ways = [way];
    if (twice && !lost && !link.chance.loss(1)) ways.push(this.#way(link, facts.wireBytes, 1));
    const arriving = ways.filter(({ fate }) => fate === null);
    if (way.fate && arriving.length === 0) return this.#lose(facts, n, way.due, way.fate);
    const sent = this.#carry(facts, n, arriving, arrived);
    this.nat.saw(facts.conn, facts.dir, facts.flags, middle, sent);
    return sent;
  }

  #link(dir: Direction): Link {
    return dir === 'up' ? this.#up : this.#down;
  }

  /** Corruption, queue, rate, delay and reordering of one copy: what its way will be. */
  #way(link: Link, wireBytes: number, copy: Copy): Way {
    const { now } = this.#scheduler;
    const { delayMs, jitterMs, rateKbit, queuePackets } = link.params;
    const { corruptPct, distribution, reordering } = extrasOf(link.params);
    const corrupt = link.chance.happens('corrupt', corruptPct, copy);
    const fate: Fate | null = corrupt ? { rule: 'corrupt', draw: link.chance.number('corrupt', copy) } : null;
    if (link.busyUntil > now && link.waiting(now) >= queuePackets)
      return { due: now, fate: { rule: 'queue', draw: -1 }, parts: NO_TIME };
    const delay = fromMs(delayMs);
    if (this.#overtakes(link, copy))
      return { due: now, fate, parts: { ...NO_TIME, propagationUs: delay, jitterUs: 0 - delay } };

    const start = later(now, link.busyUntil);
    const serialization = rateKbit > 0 ? us((wireBytes * 8000) / rateKbit) : ZERO;
    const departs = plus(start, serialization);
    if (start > now) link.enqueue(start);
    link.busyUntil = departs;

    const spread =
      jitterMs > 0 ? us(deviation(distribution, jitterMs, link.chance.number('jitter', copy)) * 1000) : ZERO;
    let due = later(departs, plus(departs, plus(delay, spread)));
    // What waiting for the packet before costs counts as jitter.
    if (!this.#reordering && !reordering) due = later(due, link.lastArrival);
    link.lastArrival = later(due, link.lastArrival);
    const parts = {
      queueUs: start - now,
      serializationUs: serialization,
      propagationUs: delay,
      jitterUs: due - departs - delay,
    };
    return { due, fate, parts };
  }

  /** Whether a packet is put at the head of the queue and sent at once: by chance, and not too soon after the last. */
  #overtakes(link: Link, copy: Copy): boolean {
    const { reorderPct, gap } = extrasOf(link.params);
    if (reorderPct === 0) return false;
    const overtakes = link.sinceReordered >= gap - 1 && link.chance.happens('reorder', reorderPct, copy);
    link.sinceReordered = overtakes ? 0 : link.sinceReordered + 1;
    return overtakes;
  }

  #lose(facts: PacketFacts, n: number, due: SimTime, { rule, draw }: Fate): EventId {
    const sent = this.#logSent(facts, n, due);
    const { conn, dir } = facts;
    const die = (): void => {
      this.#sink.append({
        type: 'segment.lost',
        t: due,
        lane: this.#lane,
        cause: sent,
        conn,
        dir,
        sent,
        rule,
        draw,
      });
    };
    if (due > this.#scheduler.now) this.#scheduler.at(due, this.#lane, die);
    else die();
    return sent;
  }

  #carry(facts: PacketFacts, n: number, ways: readonly Way[], arrived: (received: EventId) => void): EventId {
    const sent = this.#logSent(facts, n, ways.map(({ due }) => due).reduce(earlier));
    const { conn, dir } = facts;
    for (const { due, parts } of ways)
      this.#scheduler.at(due, this.#lane, () => {
        const received = this.#sink.append({
          type: 'segment.received',
          t: due,
          lane: this.#lane,
          cause: sent,
          conn,
          dir,
          sent,
          queueUs: parts.queueUs,
          serializationUs: parts.serializationUs,
          propagationUs: parts.propagationUs,
          jitterUs: parts.jitterUs,
        });
        arrived(received);
      });
    return sent;
  }

  #logSent(facts: PacketFacts, n: number, due: SimTime): EventId {
    return this.#sink.append({
      type: 'segment.sent',
      t: this.#scheduler.now,
      lane: this.#lane,
      conn: facts.conn,
      dir: facts.dir,
      n,
      seq: facts.seq,
      len: facts.len,
      wireBytes: facts.wireBytes,
      flags: facts.flags,
      ack: facts.ack,
      sack: facts.sack,
      why: facts.why,
      original: facts.original,
      cwnd: facts.cwnd,
      inFlightBytes: facts.inFlightBytes,
      rtoMs: facts.rtoMs,
      due,
    });
  }
}
