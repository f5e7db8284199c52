/** Schemas of a capsule's parts. What has keys of settings in it is read by capsule-read.ts, key by key. */
import * as v from 'valibot';
import { us, type SimTime } from '#base/time.ts';
import type { Feed, Intervention } from '#lab/recipe.ts';
import { LOCALES } from '#words/locale.ts';
import { CAPSULE_THEMES, LIMITS, type FeedLeftOut } from './capsule.ts';
import type { Selection } from './contract.ts';

function whole(min: number, max: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
}

function text(max: number) {
  return v.pipe(v.string(), v.maxLength(max));
}

function match(pattern: RegExp) {
  return v.pipe(v.string(), v.regex(pattern));
}

/** Of lessons, steps and lanes: letters, digits and hyphens. */
const name = match(/^[a-z0-9][a-z0-9-]{0,63}$/i);
/** Of scenarios; that of a lesson is a path. */
const path = match(/^[a-z0-9][a-z0-9/-]{0,127}$/i);

/** An instant of the run: whole microseconds. */
const instant: v.GenericSchema<unknown, SimTime> = v.pipe(
  whole(0, 1000 * LIMITS.spanMs),
  v.transform((micros) => us(micros)),
);
const spanMs = v.pipe(v.number(), v.minValue(0), v.maxValue(LIMITS.spanMs));
const side = v.picklist(['client', 'server']);
const dir = v.picklist(['up', 'down']);
const laneNumber = whole(0, LIMITS.lanes - 1);
const typed = text(LIMITS.textLength);
const count = whole(0, Number.MAX_SAFE_INTEGER);
/** One octet to 64 KiB. */
const hex = v.pipe(text(131_072), v.regex(/^(?:[0-9a-f]{2})+$/));

const regionId = match(/^r\d{1,6}$/);
const outageRegion = v.strictObject({
  id: regionId,
  ms: spanMs,
  outage: v.picklist(['up', 'down', 'both']),
  seen: v.exactOptional(v.boolean()),
});

/** Those without settings: `set` and a region that sets are read key by key. */
export const plainIntervention: v.GenericSchema<unknown, Intervention> = v.union([
  v.strictObject({ at: instant, region: outageRegion }),
  v.strictObject({ at: instant, say: typed, id: match(/^u\d{1,6}$/) }),
  v.strictObject({ at: instant, publish: typed, id: match(/^x\d{1,6}$/) }),
  v.strictObject({ at: instant, reset: side }),
  v.strictObject({ at: instant, forget: side }),
  v.strictObject({ at: instant, restart: v.strictObject({ ms: spanMs }) }),
  v.strictObject({ at: instant, sleep: v.strictObject({ ms: spanMs }) }),
  v.strictObject({
    at: instant,
    lose: v.strictObject({ lane: laneNumber, dir, n: count }),
  }),
  v.strictObject({
    at: instant,
    tamper: v.strictObject({ lane: laneNumber, conn: count, dir, pdu: count, hex }),
  }),
]);
export const settingIntervention = v.strictObject({
  at: instant,
  set: v.looseObject({}),
  lane: v.exactOptional(laneNumber),
});
export const settingRegion = v.strictObject({
  at: instant,
  region: v.strictObject({ id: regionId, ms: spanMs, set: v.looseObject({}) }),
});

const atLeast100Ms = v.pipe(v.number(), v.minValue(100), v.maxValue(LIMITS.spanMs));

/** A lane but for its own settings. */
export const lane = v.strictObject({
  id: name,
  transport: v.picklist(['polling', 'longpoll', 'sse', 'ws']),
  client: v.exactOptional(
    v.strictObject({
      gap: v.exactOptional(v.boolean()),
      requestTimeoutMs: v.exactOptional(atLeast100Ms),
      heartbeat: v.exactOptional(
        v.strictObject({ heartbeatMs: atLeast100Ms, handshakeTimeoutMs: atLeast100Ms }),
      ),
      survival: v.exactOptional(v.boolean()),
    }),
  ),
});

const fileName = text(LIMITS.nameLength);

export const feed: v.GenericSchema<unknown, Feed | FeedLeftOut> = v.union([
  v.strictObject({ kind: v.literal('chat') }),
  v.strictObject({ kind: v.literal('quakes') }),
  v.strictObject({
    kind: v.literal('file'),
    name: fileName,
    rows: v.pipe(v.array(text(LIMITS.rowLength)), v.minLength(1), v.maxLength(LIMITS.rows)),
  }),
  v.strictObject({ kind: v.literal('file'), name: fileName, rowCount: whole(0, Number.MAX_SAFE_INTEGER) }),
]);

export const selection: v.GenericSchema<unknown, Selection> = v.strictObject({
  msg: v.nullable(match(/^[ux]?\d{1,9}$/)),
  event: v.nullable(whole(0, Number.MAX_SAFE_INTEGER)),
  lane: v.nullable(laneNumber),
});

/** The fields that have one value each. */
export const FIELDS = {
  lesson: name,
  step: name,
  lang: v.picklist(LOCALES),
  theme: v.picklist(CAPSULE_THEMES),
  scenario: path,
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  feed,
  feedEndMs: spanMs,
  playheadMs: spanMs,
  selection,
} as const;
