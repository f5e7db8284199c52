/**
 * One instance of an experiment: a clock, a path and what was counted on it. Units of the application are counted in
 * octets only; who gets one is told when the last of its octets is in order.
 */
import { fromMs, fromS, type SimTime } from '#base/time.ts';
import { draw } from '#base/random.ts';
import type { LinkParams } from '#netem/model.ts';
import { Path } from '#sim/link.ts';
import { Scheduler, type Scheduled } from '#sim/scheduler.ts';
import { TcpConnection } from '#sim/tcp/connection.ts';
import type { CloseReason, TcpEndpoint } from '#sim/tcp/types.ts';
import { CountingSink } from './counting-sink.ts';
import type { Condition } from './schema.ts';

const LANE = 0;

export class World {
  readonly scheduler = new Scheduler();
  readonly sink = new CountingSink();
  readonly path: Path;
  readonly #seed: number;
  #conns = 0;
  #draws = 0;

  constructor(condition: Condition, seed: number) {
    const link = linkOf(condition);
    this.#seed = seed;
    this.path = new Path({
      scheduler: this.scheduler,
      sink: this.sink,
      seed,
      lane: LANE,
      params: { up: link, down: link },
      reordering: condition.jitterOrder === 'reordering allowed',
    });
  }

  get nowMs(): number {
    return this.scheduler.now / 1000;
  }

  after(ms: number, work: () => void): Scheduled {
    return this.scheduler.after(fromMs(ms), LANE, work);
  }

  at(s: number, work: () => void): Scheduled {
    return this.scheduler.at(fromS(s), LANE, work);
  }

  /** A uniform number in [0, 1), the next of this instance. */
  random(): number {
    return draw(this.#seed, LANE, 0, this.#draws++, 'client');
  }

  dial(): { readonly client: Channel; readonly server: Channel } {
    const { scheduler, sink, path } = this;
    const tcp = new TcpConnection({ scheduler, sink, path, lane: LANE, conn: ++this.#conns });
    const pair = { client: new Channel(tcp.client), server: new Channel(tcp.server) };
    pair.client.peer = pair.server;
    pair.server.peer = pair.client;
    tcp.connect();
    return pair;
  }

  /** Both directions drop everything from `fromS` for `lengthS`. */
  planOutage(condition: Condition, atS: number, lengthS: number): void {
    const link = linkOf(condition);
    for (const [when, outage] of [
      [atS, true],
      [atS + lengthS, false],
    ] as const)
      this.at(when, () => {
        this.path.set('up', { ...link, outage });
        this.path.set('down', { ...link, outage });
      });
  }

  run(untilS: number): void {
    const until: SimTime = fromS(untilS);
    while (this.scheduler.runNext(until));
    this.scheduler.advanceTo(until);
  }
}

function linkOf({ rttMs, jitterMs, lossEachWay, rateBitPerS, queuePackets }: Condition): LinkParams {
  return {
    delayMs: rttMs / 2,
    jitterMs,
    lossPct: lossEachWay * 100,
    rateKbit: rateBitPerS / 1000,
    queuePackets,
    outage: false,
  };
}

/** One end of a connection, in units. */
export class Channel {
  peer: Channel | null = null;
  opened: () => void = () => undefined;
  /** The first octet of the peer's unit is here. */
  begun: () => void = () => undefined;
  ended: () => void = () => undefined;
  closed: (reason: CloseReason) => void = () => undefined;
  readonly #endpoint: TcpEndpoint;
  readonly #units: { readonly to: number; readonly arrived: () => void }[] = [];
  #deaf = false;

  constructor(endpoint: TcpEndpoint) {
    this.#endpoint = endpoint;
    endpoint.handlers = {
      established: () => {
        this.opened();
      },
      data: (bytes, from) => {
        if (this.#deaf) return;
        this.begun();
        const to = from + bytes.length;
        for (let unit = this.#units[0]; unit && unit.to <= to; unit = this.#units[0]) {
          this.#units.shift();
          unit.arrived();
        }
      },
      end: () => {
        this.ended();
      },
      closed: (reason) => {
        this.closed(reason);
      },
    };
  }

  /** Writes a unit of so many octets; `arrived` is called when the peer has it complete. */
  send(octets: number, arrived: () => void): void {
    const { state } = this.#endpoint;
    if (state === 'closed' || state === 'closing') return;
    const { to } = this.#endpoint.write(zeros(octets));
    if (this.peer) this.peer.#units.push({ to, arrived });
  }

  /** Closes, and hears nothing any more. */
  destroy(): void {
    this.#deaf = true;
    this.closed = () => undefined;
    if (this.#endpoint.state === 'connecting') this.#endpoint.reset();
    else this.#endpoint.end();
  }

  end(): void {
    this.#endpoint.end();
  }
}

const ZEROS = new Map<number, Uint8Array>();

function zeros(octets: number): Uint8Array {
  let bytes = ZEROS.get(octets);
  if (!bytes) ZEROS.set(octets, (bytes = new Uint8Array(octets)));
  return bytes;
}
