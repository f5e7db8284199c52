/**
 * The path of one lane: two directions of a link that delays, loses and queues packets. Each lane has its own, so that
 * lanes don't take each other's bandwidth. Order of what happens to a packet: shared/calibration/README.md.
 */
import { draw } from '#base/random.ts';
import { fromMs, later, minus, plus, us, ZERO, type SimTime } from '#base/time.ts';
import type { LinkParams, PathParams } from '#netem/model.ts';
import type { Direction, EventId, SegmentSent } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import type { Scheduler } from './scheduler.ts';

/** What TCP says of a packet; number, fate and arrival are the path's. */
export type PacketFacts = Omit<SegmentSent, 'id' | 'cause' | 't' | 'type' | 'lane' | 'n' | 'due'>;

interface LinkState {
  params: LinkParams;
  /** Packets so far: the number of the next one, and the key of its draws. */
  count: number;
  readonly picked: Set<number>;
  /** When the rate limit is done with each waiting packet, in order. */
  departures: SimTime[];
  lastArrival: SimTime;
}

export interface PathOptions {
  readonly scheduler: Scheduler;
  readonly sink: TraceSink;
  readonly seed: number;
  readonly lane: number;
  readonly params: PathParams;
}

export class Path {
  readonly #options: PathOptions;
  readonly #links: Record<Direction, LinkState>;

  constructor(options: PathOptions) {
    this.#options = options;
    const link = (params: LinkParams): LinkState => ({
      params,
      count: 0,
      picked: new Set(),
      departures: [],
      lastArrival: ZERO,
    });
    this.#links = { up: link(options.params.up), down: link(options.params.down) };
  }

  /** The impairments in force for packets that are sent now. */
  get params(): PathParams {
    return { up: this.#links.up.params, down: this.#links.down.params };
  }

  /** Changes a direction for packets that are sent from now on. */
  set(dir: Direction, link: LinkParams): void {
    const { scheduler, sink, lane } = this.#options;
    this.#links[dir].params = link;
    sink.append({ type: 'net.changed', t: scheduler.now, lane, dir, link });
  }

  /** Packet number `n` of a direction will die on the way, by rule 'picked'. */
  pick(dir: Direction, n: number): void {
    this.#links[dir].picked.add(n);
  }

  /** Sends a packet now; `arrived` is called with its `segment.received` event, or never. Returns `segment.sent`. */
  send(facts: PacketFacts, arrived: (received: EventId) => void): EventId {
    const { scheduler, sink, seed, lane } = this.#options;
    const { conn, dir } = facts;
    const link = this.#links[dir];
    const { params } = link;
    const n = link.count++;
    const now = scheduler.now;
    const dirCode = dir === 'up' ? 0 : 1;
    const delay = fromMs(params.delayMs);

    const lossDraw = params.lossPct > 0 ? draw(seed, lane, dirCode, n, 'loss') : -1;
    const rule = params.outage
      ? 'outage'
      : link.picked.has(n)
        ? 'picked'
        : lossDraw >= 0 && lossDraw * 100 < params.lossPct
          ? 'random'
          : this.#queueFull(link, now)
            ? 'queue'
            : null;
    if (rule !== null) {
      const way = rule === 'random' || rule === 'picked' ? us(delay / 2) : ZERO;
      const dies = plus(now, way);
      const sent = sink.append({ type: 'segment.sent', t: now, lane, n, due: dies, ...facts });
      scheduler.at(dies, lane, () => {
        sink.append({
          type: 'segment.lost',
          t: dies,
          lane,
          conn,
          dir,
          sent,
          rule,
          draw: rule === 'random' ? lossDraw : -1,
          cause: sent,
        });
      });
      return sent;
    }

    const serialization = params.rateKbit > 0 ? us((facts.wireBytes * 8000) / params.rateKbit) : ZERO;
    const begins = later(now, link.departures.at(-1) ?? ZERO);
    const departs = plus(begins, serialization);
    if (serialization > 0) link.departures.push(departs);
    const spread =
      params.jitterMs > 0
        ? us((2 * draw(seed, lane, dirCode, n, 'jitter') - 1) * params.jitterMs * 1000)
        : ZERO;
    const wanted = later(plus(departs, plus(delay, spread)), departs);
    // Order is kept: what a packet waits for the one before it counts as jitter.
    const arrives = later(wanted, link.lastArrival);
    link.lastArrival = arrives;
    const sent = sink.append({ type: 'segment.sent', t: now, lane, n, due: arrives, ...facts });
    scheduler.at(arrives, lane, () => {
      arrived(
        sink.append({
          type: 'segment.received',
          t: arrives,
          lane,
          conn,
          dir,
          sent,
          queueUs: minus(begins, now),
          serializationUs: serialization,
          propagationUs: delay,
          jitterUs: minus(arrives, plus(departs, delay)),
          cause: sent,
        }),
      );
    });
    return sent;
  }

  #queueFull(link: LinkState, now: SimTime): boolean {
    let gone = 0;
    while (gone < link.departures.length && (link.departures[gone] ?? ZERO) <= now) gone++;
    // The last departure stays: the next packet begins no earlier.
    if (gone > 0) link.departures.splice(0, gone);
    return link.params.rateKbit > 0 && link.departures.length > link.params.queuePackets;
  }
}
