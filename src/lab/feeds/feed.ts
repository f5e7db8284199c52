/** What the server publishes, and when: the same schedule in every lane. */
import { fromS, toMs, EPOCH_MS, type SimTime } from '#base/time.ts';
import { mulberry32 } from '#base/random.ts';
import type { RoomMessage } from '#servers/room.ts';
import type { MsgId } from '#trace/events.ts';
import type { Feed } from '../recipe.ts';
import type { Settings } from '../settings.ts';
import { chatText } from './chat.ts';
import { quakeAt } from './quakes.ts';

export interface FeedItem {
  readonly at: SimTime;
  readonly message: RoomMessage;
}

function toMessage(n: number, at: SimTime, text: string): RoomMessage {
  return messageOf(String(n), String(n), at, text);
}

function messageOf(id: MsgId, idJson: string, at: SimTime, text: string): RoomMessage {
  const t = EPOCH_MS + Math.floor(toMs(at));
  return { id, json: `{"id":${idJson},"t":${String(t)},"text":${JSON.stringify(text)}}` };
}

/** A message that is published besides the feed's, under an id of its own ('x1', …). */
export function extraMessage(id: MsgId, at: SimTime, text: string): RoomMessage {
  return messageOf(id, JSON.stringify(id), at, text);
}

/**
 * Seeded Poisson times: exponential gaps from mulberry32(seed * 7919 + 13), as in the calibration.
 * Rounded to the microsecond at once: engines may differ in the last bit of `Math.log`.
 */
function* poisson(seed: number, ratePerS: number): Generator<SimTime, never> {
  const random = mulberry32(seed * 7919 + 13);
  let seconds = 0;
  for (;;) {
    seconds += Math.round((-Math.log(1 - random()) / ratePerS) * 1e6) / 1e6;
    yield fromS(seconds);
  }
}

function* chat(seed: number, settings: Settings): Generator<FeedItem> {
  let n = 0;
  for (const at of poisson(seed, settings['feed.ratePerS'])) {
    n++;
    yield { at, message: toMessage(n, at, chatText(seed, n, settings['feed.messageBytes'])) };
  }
}

function* quakes(): Generator<FeedItem> {
  for (let n = 1; ; n++) {
    const { at, text } = quakeAt(n - 1);
    yield { at, message: toMessage(n, at, text) };
  }
}

function* file(rows: readonly string[], settings: Settings): Generator<FeedItem> {
  for (const [i, row] of rows.entries()) {
    const at = fromS((i + 1) / settings['feed.ratePerS']);
    yield { at, message: toMessage(i + 1, at, row) };
  }
}

/** The messages of a feed, in order of time. Chat and earthquakes never end; a file does. */
export function feedItems(feed: Feed, seed: number, settings: Settings): IterableIterator<FeedItem, unknown> {
  switch (feed.kind) {
    case 'chat':
      return chat(seed, settings);
    case 'quakes':
      return quakes();
    case 'file':
      return file(feed.rows, settings);
  }
}
