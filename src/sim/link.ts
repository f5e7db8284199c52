/**
 * The path of one lane: two directions that lose, queue, serialize and delay packets, each numbered n over all
 * connections of the lane. What happens to a packet, and in which order: shared/calibration/README.md; the
 * impairments are tc-netem's. Every draw is keyed by n, so changing one impairment never shifts another's draws.
 */
import { draw } from '#base/random.ts';
import { fromMs, later, plus, us, ZERO, type SimTime } from '#base/time.ts';
import type { LinkParams, PathParams } from '#netem/model.ts';
import type { Direction, EventId, SegmentLost, SegmentSent } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import type { Scheduler } from './scheduler.ts';

/** What TCP says of a packet; its number, its fate and its arrival are the path's. */
export type PacketFacts = Omit<SegmentSent, 'id' | 'cause' | 't' | 'type' | 'lane' | 'n' | 'due'>;

export interface PathOptions {
  readonly scheduler: Scheduler;
  readonly sink: TraceSink;
  readonly seed: number;
  readonly lane: number;
  readonly params: PathParams;
  /** Whether jitter may let a packet overtake an earlier one, as netem's does. False unless given. */
  readonly reordering?: boolean;
}

interface Fate {
  readonly rule: SegmentLost['rule'];
  readonly draw: number;
}

/** One direction. */
class Link {
  params: LinkParams;
  /** Packets so far, and so the number of the next. */
  count = 0;
  readonly picked = new Set<number>();
  /** When the last accepted packet's last bit is on the wire. */
  busyUntil: SimTime = ZERO;
  lastArrival: SimTime = ZERO;
  /** When each packet that waited for the rate begins to be sent, in order; `#gone` of them have begun. */
  #starts: SimTime[] = [];
  #gone = 0;

  constructor(params: LinkParams) {
    this.params = params;
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
  readonly #seed: number;
  readonly #lane: number;
  readonly #reordering: boolean;
  readonly #up: Link;
  readonly #down: Link;

  constructor({ scheduler, sink, seed, lane, params, reordering = false }: PathOptions) {
    this.#scheduler = scheduler;
    this.#sink = sink;
    this.#seed = seed;
    this.#lane = lane;
    this.#reordering = reordering;
    this.#up = new Link(params.up);
    this.#down = new Link(params.down);
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
   * Sends a packet now. `arrived` is called with the id of its `segment.received` event, or never. Returns the id of
   * its `segment.sent` event.
   */
  send(facts: PacketFacts, arrived: (received: EventId) => void): EventId {
    const link = this.#link(facts.dir);
    const n = link.count++;
    const fate = this.#fate(link, facts.dir, n);
    return fate ? this.#lose(link, facts, n, fate) : this.#carry(link, facts, n, arrived);
  }

  #link(dir: Direction): Link {
    return dir === 'up' ? this.#up : this.#down;
  }

  #draw(dir: Direction, n: number, purpose: 'loss' | 'jitter'): number {
    return draw(this.#seed, this.#lane, dir === 'up' ? 0 : 1, n, purpose);
  }

  #fate(link: Link, dir: Direction, n: number): Fate | null {
    const { lossPct, outage, queuePackets } = link.params;
    if (outage) return { rule: 'outage', draw: -1 };
    if (link.picked.has(n)) return { rule: 'picked', draw: -1 };
    if (lossPct > 0) {
      const u = this.#draw(dir, n, 'loss');
      if (u * 100 < lossPct) return { rule: 'random', draw: u };
    }
    const { now } = this.#scheduler;
    if (link.busyUntil > now && link.waiting(now) >= queuePackets) return { rule: 'queue', draw: -1 };
    return null;
  }

  #lose(link: Link, facts: PacketFacts, n: number, fate: Fate): EventId {
    const onTheWay = fate.rule === 'random' || fate.rule === 'picked';
    const due = plus(this.#scheduler.now, onTheWay ? us(link.params.delayMs * 500) : ZERO);
    const sent = this.#logSent(facts, n, due);
    const die = (): void => {
      this.#sink.append({
        type: 'segment.lost',
        t: due,
        lane: this.#lane,
        cause: sent,
        conn: facts.conn,
        dir: facts.dir,
        sent,
        rule: fate.rule,
        draw: fate.draw,
      });
    };
    if (due > this.#scheduler.now) this.#scheduler.at(due, this.#lane, die);
    else die();
    return sent;
  }

  #carry(link: Link, facts: PacketFacts, n: number, arrived: (received: EventId) => void): EventId {
    const { now } = this.#scheduler;
    const { delayMs, jitterMs, rateKbit } = link.params;
    const start = later(now, link.busyUntil);
    const serialization = rateKbit > 0 ? us((facts.wireBytes * 8000) / rateKbit) : ZERO;
    const departs = plus(start, serialization);
    if (start > now) link.enqueue(start);
    link.busyUntil = departs;

    const delay = fromMs(delayMs);
    const spread = jitterMs > 0 ? us((2 * this.#draw(facts.dir, n, 'jitter') - 1) * jitterMs * 1000) : ZERO;
    let due = later(departs, plus(departs, plus(delay, spread)));
    // What waiting for the packet before costs counts as jitter.
    if (!this.#reordering) due = later(due, link.lastArrival);
    link.lastArrival = later(due, link.lastArrival);

    const sent = this.#logSent(facts, n, due);
    this.#scheduler.at(due, this.#lane, () => {
      const received = this.#sink.append({
        type: 'segment.received',
        t: due,
        lane: this.#lane,
        cause: sent,
        conn: facts.conn,
        dir: facts.dir,
        sent,
        queueUs: start - now,
        serializationUs: serialization,
        propagationUs: delay,
        jitterUs: due - departs - delay,
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
      due,
    });
  }
}
