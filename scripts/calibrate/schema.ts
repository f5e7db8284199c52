/** The schema of shared/calibration/reference.json, read strictly: what is not understood is an error. */
import * as v from 'valibot';
import { SETTINGS } from '#lab/settings.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.minValue(0));

const conditionSchema = v.strictObject({
  name: v.string(),
  kind: v.optional(v.string()),
  rttMs: amount,
  lossEachWay: v.pipe(amount, v.maxValue(1)),
  jitterMs: amount,
  jitterOrder: v.optional(v.picklist(['fifo kept', 'reordering allowed'])),
  rateBitPerS: amount,
  messageBytes: v.pipe(count, v.minValue(SETTINGS['feed.messageBytes'].min)),
  messageRatePerS: amount,
  queuePackets: count,
  outageAtS: v.optional(amount),
  outageS: v.optional(amount),
  congestionControl: v.picklist(['cubic', 'bbr']),
});

/** Behaviours that are known, by `params.id`. */
export const BEHAVIOURS = [
  'poll2000',
  'poll500',
  'gap2000',
  'longpoll',
  'sse',
  'ws',
  'wshb',
  'polltmo',
  'bulk',
] as const;

const paramsSchema = v.looseObject({
  id: v.picklist(BEHAVIOURS),
  intervalMs: v.optional(amount),
  clientTimeoutMs: v.optional(v.nullable(amount)),
  serverTimeoutMs: v.optional(amount),
  heartbeatMs: v.optional(v.nullable(amount)),
  handshakeTimeoutMs: v.optional(amount),
  connection: v.optional(v.string()),
});

const entrySchema = v.looseObject({
  kind: v.picklist(['steady', 'outage', 'bulk']),
  condition: conditionSchema,
  transport: v.picklist(['polling', 'longpoll', 'sse', 'ws']),
  params: paramsSchema,
  instances: v.optional(count),
  durationS: v.optional(amount),
  messages: v.optional(count),
});

const fileSchema = v.looseObject({ entries: v.array(entrySchema) });

export type Condition = v.InferOutput<typeof conditionSchema>;
export type Params = v.InferOutput<typeof paramsSchema>;
export type Behaviour = Params['id'];
export type Entry = v.InferOutput<typeof entrySchema>;

/** Entries of a parsed file. Throws with the path of the first thing that is not understood. */
export function readEntries(json: unknown): readonly Entry[] {
  const result = v.safeParse(fileSchema, json);
  if (result.success) return result.output.entries;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
}
