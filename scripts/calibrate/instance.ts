/**
 * One instance of an entry, simulated: a lane of the page's with its own seed, on the schedule of the measurements
 * (shared/calibration/README.md, Endpoints).
 */
import { draw } from '#base/random.ts';
import { fromMs, fromS, plus, toMs, ZERO, type SimTime } from '#base/time.ts';
import { feedItems, type FeedItem } from '#lab/feeds/feed.ts';
import { LoneLane } from '#lab/lone-lane.ts';
import type { ClientStyle } from '#lab/recipe.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { Settings } from '#lab/settings.ts';
import type { RoomMessage } from '#servers/room.ts';
import { CountingSink, type Delivery } from './counting-sink.ts';
import type { Condition, Entry, Params } from './schema.ts';

/** Clients connect so long before the first possible message. */
const LEAD = fromS(3);
/** Time after publishing in which late messages may still come. */
const DRAIN = fromS(25);
const PUBLISHING_S = 240;

/** Set-up and bulk use seeds apart from those of the instances. */
const SETUP_SEEDS = 500_000_000;
const BULK_SEEDS = 700_000_000;

/** A set-up, or a bulk transfer, that takes longer in virtual time is given up. */
const SETUP_PATIENCE_S = 60;
const BULK_PATIENCE = fromS(300);

export interface Instance {
  readonly published: number;
  readonly deliveries: readonly Delivery[];
  readonly bytes: { readonly up: number; readonly down: number };
  readonly retransmissions: number;
  /** Copies of the asking or pushing side after its first loss in the outage, in milliseconds. */
  readonly offsetsMs: readonly number[];
  /** When the outage ended; null without one. */
  readonly restoredAt: SimTime | null;
}

/** Instance `seed` (from 1) of the reference; `replica` varies what is random but the publishing times. */
export async function simulate(entry: Entry, seed: number, replica: number): Promise<Instance> {
  const { condition, params, transport, durationS = PUBLISHING_S } = entry;
  const sink = new CountingSink();
  const end = plus(LEAD, fromS(durationS));
  sink.window = [LEAD, end];
  const diceSeed = replica * 1_000_000 + seed;
  const intervalMs = transport === 'polling' ? required(params.intervalMs, 'intervalMs') : 0;
  const settings = settingsOf(condition, params);
  const lane = laneOf(entry, sink, diceSeed, settings, fromMs(phase(diceSeed) * intervalMs));
  for (const { at, message } of publications(settings, seed)) {
    if (at >= fromS(durationS)) break;
    lane.publishAt(plus(LEAD, at), message);
  }
  const { outageAtS, outageS } = condition;
  let restoredAt: SimTime | null = null;
  if (outageAtS !== undefined && outageS !== undefined) {
    const cutAt = plus(LEAD, fromS(outageAtS));
    lane.cutAt(cutAt, fromS(outageS));
    restoredAt = plus(cutAt, fromS(outageS));
  }
  await lane.runTo(plus(end, DRAIN));
  lane.dispose();
  const { published, deliveries, bytes, retransmissions, offsets } = sink;
  const asks = transport === 'polling' || transport === 'longpoll';
  const offsetsMs = offsets[asks ? 'up' : 'down'].map((offset) => offset / 1000);
  return { published, deliveries, bytes, retransmissions, offsetsMs, restoredAt };
}

/** A fresh connection: milliseconds from connect to the first octet of the answer. */
export async function simulateSetup(entry: Entry, seed: number): Promise<number> {
  const sink = new CountingSink();
  const lane = laneOf(entry, sink, SETUP_SEEDS + seed, settingsOf(entry.condition, entry.params), ZERO);
  // The measured probe was answered at once: a long poll is, when there is something to fetch.
  lane.publishAt(ZERO, { id: '1', json: '{"id":1}' });
  for (let s = 1; s <= SETUP_PATIENCE_S && sink.answeredAt === null; s++) await lane.runTo(fromS(s));
  lane.dispose();
  return sink.answeredAt === null ? NaN : toMs(sink.answeredAt);
}

/**
 * Milliseconds that the last of large messages takes: the first is published 500 ms after the connection opened, each
 * further one 3 s after the one before it came.
 */
export async function simulateBulk(
  entry: Entry,
  seed: number,
  messages: readonly RoomMessage[],
): Promise<number> {
  const sink = new CountingSink();
  const lane = laneOf(entry, sink, BULK_SEEDS + seed, settingsOf(entry.condition, entry.params), ZERO);
  const waiting = [...messages];
  const publishAfter = (ms: number): void => {
    const message = waiting.shift();
    if (message) lane.publishAt(plus(lane.now, fromMs(ms)), message);
  };
  sink.watch = (event) => {
    if (event.type === 'client.state' && event.state === 'open') publishAfter(500);
    if (event.type === 'app.delivered') publishAfter(3000);
  };
  await lane.runTo(BULK_PATIENCE);
  lane.dispose();
  const last = sink.deliveries[messages.length - 1];
  return last ? latencyMs(last) : NaN;
}

/** The first `n` messages of an entry's feed. */
export function messagesOf({ condition, params }: Entry, n: number): RoomMessage[] {
  const feed = publications(settingsOf(condition, params), 1);
  const messages: RoomMessage[] = [];
  for (const { message } of feed) {
    messages.push(message);
    if (messages.length === n) break;
  }
  return messages;
}

export function latencyMs({ publishedAt, deliveredAt }: Delivery): number {
  return (deliveredAt - publishedAt) / 1000;
}

function laneOf(
  { transport, params, condition }: Entry,
  sink: CountingSink,
  seed: number,
  settings: Settings,
  startsAt: SimTime,
): LoneLane {
  return new LoneLane({
    spec: { id: params.id, transport, client: clientStyle(params) },
    seed,
    settings,
    sink,
    reordering: condition.jitterOrder === 'reordering allowed',
    startsAt,
  });
}

function clientStyle(params: Params): ClientStyle {
  switch (params.id) {
    case 'gap2000':
      return { gap: true };
    case 'polltmo':
      return { requestTimeoutMs: required(params.clientTimeoutMs, 'clientTimeoutMs') };
    case 'wshb':
      return {
        heartbeat: {
          heartbeatMs: required(params.heartbeatMs, 'heartbeatMs'),
          handshakeTimeoutMs: required(params.handshakeTimeoutMs, 'handshakeTimeoutMs'),
        },
      };
    default:
      return {};
  }
}

function settingsOf(condition: Condition, params: Params): Settings {
  const lossPct = 100 * condition.lossEachWay;
  const rateKbit = condition.rateBitPerS / 1000;
  return {
    ...DEFAULT_SETTINGS,
    'net.up.delayMs': condition.rttMs / 2,
    'net.down.delayMs': condition.rttMs / 2,
    'net.up.jitterMs': condition.jitterMs,
    'net.down.jitterMs': condition.jitterMs,
    'net.up.lossPct': lossPct,
    'net.down.lossPct': lossPct,
    'net.up.rateKbit': rateKbit,
    'net.down.rateKbit': rateKbit,
    'net.queuePackets': condition.queuePackets,
    'feed.ratePerS': condition.messageRatePerS,
    'feed.messageBytes': condition.messageBytes,
    ...(params.intervalMs === undefined ? {} : { 'polling.intervalMs': params.intervalMs }),
    ...(params.serverTimeoutMs === undefined ? {} : { 'longpoll.holdMs': params.serverTimeoutMs }),
  };
}

/** What the page's feed of chat publishes, and when, counted from the start of publishing. */
function publications(settings: Settings, seed: number): IterableIterator<FeedItem, unknown> {
  return feedItems({ kind: 'chat' }, seed, settings);
}

/** Where in its interval a poll begins, in [0, 1). */
function phase(seed: number): number {
  return draw(seed, 0, 1, 0, 'client');
}

function required(value: number | null | undefined, name: string): number {
  if (value === undefined || value === null) throw new Error(`params.${name} is missing`);
  return value;
}
