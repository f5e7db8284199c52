/**
 * Codec speed: ours beside `ws`, eventsource-parser and Node's HTTP parser, on the same octets. They take turns, pass by
 * pass, so that what else the machine does falls on all of them, and the median counts.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { contests, piecesOf, type Contest } from './contests.ts';
import type { Reader } from './peers.ts';

/** Passes over a stream before those that count, so that the code is compiled; and least time that counts, for each codec. */
const WARM_UP_PASSES = 15;
const MEASURE_MS = 150;

/** Ours may take at most this many times as long as the other, without annotation. */
const LIMIT = 2;

export interface CodecSpeed {
  readonly name: string;
  readonly peerName: string;
  /** Seconds for one pass over the stream. */
  readonly ours: number;
  readonly peer: number;
  readonly annotated: number | null;
  readonly megabytes: number;
  readonly messages: number;
}

/** How many times as long ours takes. */
function ratio({ ours, peer }: CodecSpeed): number {
  return ours / peer;
}

/** Measures every contest whose name contains `wanted`. Throws when a codec misses a message. */
export async function codecSpeeds(wanted = ''): Promise<CodecSpeed[]> {
  const speeds: CodecSpeed[] = [];
  for (const contest of contests()) if (contest.name.includes(wanted)) speeds.push(await measure(contest));
  return speeds;
}

async function measure(contest: Contest): Promise<CodecSpeed> {
  const { name, peerName, messages, stream } = contest;
  const readers = [contest.ours, contest.peer, contest.annotated].filter((reader) => reader !== null);
  const [ours = NaN, peer = NaN, annotated = null] = await secondsAPass(contest, readers);
  return { name, peerName, ours, peer, annotated, megabytes: stream.length / 1e6, messages };
}

/** The median time of a pass for each reader; they take turns. */
async function secondsAPass(contest: Contest, readers: readonly Reader[]): Promise<number[]> {
  const times = readers.map((): number[] => []);
  let spent = 0;
  for (let pass = 0; pass < WARM_UP_PASSES || spent < MEASURE_MS * readers.length; pass++) {
    for (const [i, read] of readers.entries()) {
      const ms = onePass(contest, read);
      // Streams put work off to the end of the turn.
      await turn();
      if (pass < WARM_UP_PASSES) continue;
      spent += ms;
      times[i]?.push(ms);
    }
  }
  return times.map((list) => median(list) / 1000);
}

function onePass(contest: Contest, read: Reader): number {
  const pieces = piecesOf(contest);
  const started = performance.now();
  const messages = read(pieces);
  const ms = performance.now() - started;
  if (messages !== contest.messages)
    throw new Error(
      `${contest.name}: a codec found ${String(messages)} of ${String(contest.messages)} messages; its speed means nothing`,
    );
  return ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** A line for each codec that takes too long. */
export function slowOnes(speeds: readonly CodecSpeed[]): string[] {
  return speeds
    .filter((speed) => ratio(speed) > LIMIT)
    .map(
      (speed) =>
        `${speed.name}: ${ratio(speed).toFixed(2)} times as long as ${speed.peerName}  (at most ${String(LIMIT)}: BROKEN)`,
    );
}

/** One line a contest: MB/s and messages a second of both, the ratio of their times, and ours with annotation. */
export function table(speeds: readonly CodecSpeed[]): string {
  const width = Math.max(...speeds.map(({ name }) => name.length));
  const head = `${'codec'.padEnd(width)} ${rateHead('ours')} ${rateHead('other')}  ratio  ${rateHead('annotated')}  other`;
  return [head, ...speeds.map((speed) => row(speed, width))].join('\n');
}

function rateHead(who: string): string {
  return `${who} MB/s`.padStart(14) + 'msg/s'.padStart(11);
}

function row(speed: CodecSpeed, width: number): string {
  const rate = (seconds: number | null): string =>
    seconds === null
      ? ''.padStart(25)
      : (speed.megabytes / seconds).toFixed(0).padStart(14) +
        (speed.messages / seconds).toFixed(0).padStart(11);
  const cells = [rate(speed.ours), rate(speed.peer), ` ${ratio(speed).toFixed(2)} `, rate(speed.annotated)];
  return `${speed.name.padEnd(width)} ${cells.join(' ')}  ${speed.peerName}`;
}
