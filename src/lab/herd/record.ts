/** What is kept of a herd's run: counts by tenths of a second, a sample of the attempts as dots, and the sums. */
import { toMs, type SimTime } from '#base/time.ts';

/** Width of a bucket. */
export const BUCKET_MS = 100;
const BUCKETS_A_SECOND = 1000 / BUCKET_MS;

const SERIES = ['attempts', 'vain', 'accepts', 'refusals', 'timeouts', 'connected'] as const;
type SeriesId = (typeof SERIES)[number];

/** Counts in each bucket, by the server's clock. */
export interface HerdSeries {
  /** Attempts that reached the server's host. */
  readonly attempts: Uint32Array;
  /** Of these, those that came while the server was away. */
  readonly vain: Uint32Array;
  /** Connections that the server took and whose client was still there. */
  readonly accepts: Uint32Array;
  /** Attempts that found the server away, or its backlog full. */
  readonly refusals: Uint32Array;
  /** Attempts that their clients gave up. */
  readonly timeouts: Uint32Array;
  /** Clients that are connected when the bucket ends. */
  readonly connected: Uint32Array;
}

/** A sample of the attempts: of every so many clients each one, at most one dot a bucket and kind. */
export interface HerdDots {
  /** When the attempt reached the host, in milliseconds. */
  readonly atMs: Float32Array;
  /** Whose it was. */
  readonly client: Uint16Array;
  /** 1 where it was refused. */
  readonly refused: Uint8Array;
}

/** Sums; times count from the moment when the server is there again for good. */
export interface HerdSums {
  readonly attempts: number;
  /** Attempts that reached the server's host while the server was away. */
  readonly vain: number;
  readonly refusals: number;
  readonly timeouts: number;
  /** Connections that the server took although their clients had given them up. */
  readonly wasted: number;
  /** The most attempts in any second (by tenths) that met the server up. */
  readonly peakPerS: number;
  /** When 50, 95 and 100 % were connected, in milliseconds; null: not within the run. */
  readonly recoveredMs: readonly [number | null, number | null, number | null];
  /** When the server was there again for good, in milliseconds of the run. */
  readonly upAtMs: number;
  readonly connected: number;
  readonly endMs: number;
}

export interface HerdResult {
  readonly series: HerdSeries;
  readonly dots: HerdDots;
  readonly sums: HerdSums;
}

/** More dots than this nobody can tell apart; then every other client is left out. */
const MOST_DOTS = 120_000;
/** Clients of which dots are kept at first. */
const DOT_CLIENTS = 250;

/** A growing table of counts. */
export class SeriesTable {
  readonly #series: Record<SeriesId, Uint32Array>;
  #buckets = 0;

  constructor() {
    this.#series = Object.fromEntries(SERIES.map((id) => [id, new Uint32Array(1024)])) as Record<
      SeriesId,
      Uint32Array
    >;
  }

  count(id: SeriesId, at: SimTime): void {
    const bucket = this.#bucket(at);
    const series = this.#series[id];
    series[bucket] = (series[bucket] ?? 0) + 1;
  }

  /** How many are connected from `at` on. */
  setConnected(at: SimTime, connected: number): void {
    this.#series.connected[this.#bucket(at)] = connected;
  }

  /** The bucket of `at`; in those that are new, as many are connected as before. */
  #bucket(at: SimTime): number {
    const bucket = Math.floor(toMs(at) / BUCKET_MS);
    if (bucket >= this.#series.attempts.length) this.#grow(bucket + 1);
    const { connected } = this.#series;
    const before = connected[this.#buckets - 1] ?? 0;
    for (; this.#buckets <= bucket; this.#buckets++) connected[this.#buckets] = before;
    return bucket;
  }

  #grow(needed: number): void {
    for (const id of SERIES) {
      const grown = new Uint32Array(Math.max(needed, 2 * this.#series[id].length));
      grown.set(this.#series[id]);
      this.#series[id] = grown;
    }
  }

  /** The tables up to the last bucket that something was written to. */
  finish(): HerdSeries {
    const of = (id: SeriesId): Uint32Array => this.#series[id].slice(0, this.#buckets);
    return {
      attempts: of('attempts'),
      vain: of('vain'),
      accepts: of('accepts'),
      refusals: of('refusals'),
      timeouts: of('timeouts'),
      connected: of('connected'),
    };
  }
}

/** Collects dots, and thins them out when they become too many. */
export class DotSample {
  #everyNth: number;
  #atMs: number[] = [];
  #client: number[] = [];
  #refused: number[] = [];
  /** By client and kind, the bucket of the last dot. */
  readonly #last: Int32Array;

  constructor(clients: number) {
    this.#everyNth = Math.max(1, Math.ceil(clients / DOT_CLIENTS));
    this.#last = new Int32Array(2 * clients).fill(-1);
  }

  add(at: SimTime, client: number, refused: boolean): void {
    if (client % this.#everyNth !== 0) return;
    const kind = 2 * client + Number(refused);
    const bucket = Math.floor(toMs(at) / BUCKET_MS);
    if (this.#last[kind] === bucket) return;
    this.#last[kind] = bucket;
    this.#atMs.push(toMs(at));
    this.#client.push(client);
    this.#refused.push(Number(refused));
    if (this.#atMs.length > MOST_DOTS) this.#thin();
  }

  #thin(): void {
    this.#everyNth *= 2;
    const kept = (_: number, i: number): boolean => (this.#client[i] ?? 0) % this.#everyNth === 0;
    this.#atMs = this.#atMs.filter(kept);
    this.#refused = this.#refused.filter(kept);
    this.#client = this.#client.filter(kept);
  }

  finish(): HerdDots {
    return {
      atMs: Float32Array.from(this.#atMs),
      client: Uint16Array.from(this.#client),
      refused: Uint8Array.from(this.#refused),
    };
  }
}

/** In each bucket, how many were counted in the second that ends with it. */
export function inTheLastSecond(counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(counts.length);
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    sum += (counts[i] ?? 0) - (counts[i - BUCKETS_A_SECOND] ?? 0);
    sums[i] = sum;
  }
  return sums;
}
