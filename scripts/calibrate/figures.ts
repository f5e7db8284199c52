/** The figures of an entry that shared/calibration/evaluate.mjs reads, from many simulated instances. */
import { simulate, simulateBulk, simulateSetup, type Instance } from './instance.ts';
import type { Entry } from './schema.ts';
import { quantile, sorted, summary, tenth, type Summary } from './stats.ts';

/** Fresh connections that are simulated for the set-up time. */
const SETUP_PROBES = 480;
const BULK_MESSAGES = 16;

export interface Figures {
  readonly kind: Entry['kind'];
  readonly condition: Entry['condition'];
  readonly transport: Entry['transport'];
  readonly params: Entry['params'];
  readonly skipped?: string;
  readonly messages?: number;
  readonly undelivered?: number;
  readonly latencyMs?: Summary;
  readonly bytesPerMessage?: { readonly up: number; readonly down: number };
  readonly retransmissions?: number;
  readonly setupMs?: Summary;
  readonly resumeAfterRestoreMs?: Summary;
  readonly retransmissionOffsetsMs?: { readonly offsets: readonly (readonly number[])[] };
}

/** Simulates `scale` times as many instances as were measured. */
export function figuresOf(entry: Entry, scale: number): Figures {
  const { kind, condition, transport, params } = entry;
  const base = { kind, condition, transport, params };
  if (condition.congestionControl === 'bbr') return { ...base, skipped: 'bbr is not simulated' };
  if (kind === 'bulk') return { ...base, ...bulkFigures(entry, scale) };

  const instances: Instance[] = [];
  for (let replica = 0; replica < scale; replica++)
    for (let seed = 1; seed <= (entry.instances ?? 10); seed++)
      instances.push(simulate(entry, seed, replica));
  const common = { ...base, ...deliveryFigures(instances) };
  if (kind === 'outage') return { ...common, ...outageFigures(instances) };
  if (condition.lossEachWay > 0) return common;
  const setups = Array.from({ length: SETUP_PROBES }, (_, seed) => simulateSetup(condition, transport, seed));
  return { ...common, setupMs: summary(setups) };
}

function deliveryFigures(instances: readonly Instance[]): Partial<Figures> {
  const latencies: number[] = [];
  let published = 0;
  let up = 0;
  let down = 0;
  let retransmissions = 0;
  for (const instance of instances) {
    for (const { publishedMs, deliveredMs } of instance.deliveries) latencies.push(deliveredMs - publishedMs);
    published += instance.published;
    up += instance.bytes.up;
    down += instance.bytes.down;
    retransmissions += instance.retransmissions;
  }
  const messages = latencies.length;
  return {
    messages,
    undelivered: published - messages,
    latencyMs: summary(latencies),
    bytesPerMessage: { up: tenth(up / messages), down: tenth(down / messages) },
    retransmissions,
  };
}

function outageFigures(instances: readonly Instance[]): Partial<Figures> {
  const resumed = instances.flatMap(({ deliveries, restoredMs }) => {
    const first = deliveries.find(({ deliveredMs }) => deliveredMs >= restoredMs);
    return first ? [first.deliveredMs - restoredMs] : [];
  });
  const longest = Math.max(...instances.map(({ offsetsMs }) => offsetsMs.length));
  const offsets = Array.from({ length: longest }, (_, i) => {
    const all = sorted(instances.flatMap(({ offsetsMs }) => offsetsMs[i] ?? []));
    return [0.1, 0.5, 0.9].map((p) => tenth(quantile(all, p)));
  });
  return { resumeAfterRestoreMs: summary(resumed), retransmissionOffsetsMs: { offsets } };
}

function bulkFigures(
  { condition, params, messages = BULK_MESSAGES }: Entry,
  scale: number,
): Partial<Figures> {
  const which = params.connection?.startsWith('second') ? 1 : 0;
  const took = Array.from({ length: messages * scale }, (_, seed) => simulateBulk(condition, seed)[which]);
  return { messages: took.length, latencyMs: summary(took) };
}
