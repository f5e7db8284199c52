/** The figures of an entry that shared/calibration/evaluate.mjs reads, from many simulated instances. */
import { minus, toMs } from '#base/time.ts';
import { latencyMs, messagesOf, simulate, simulateBulk, simulateSetup, type Instance } from './instance.ts';
import type { Entry } from './schema.ts';
import { quantile, sorted, summary, tenth, type Summary } from './stats.ts';

/** Fresh connections that are simulated for the set-up time. */
const SETUP_PROBES = 480;
const BULK_MESSAGES = 16;
/** Instances of an entry that does not say how many were measured. */
const INSTANCES = 10;

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

/** So many runs are under way at once: while one waits for its promises, another goes on. */
const AT_ONCE = 32;

/** Calls `work` with 0 to `n` - 1, `AT_ONCE` at a time, and gathers what it gives. */
async function gather<T>(n: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < n; i = next++) results[i] = await work(i);
  };
  await Promise.all(Array.from({ length: Math.min(n, AT_ONCE) }, worker));
  return results;
}

/** Simulates `scale` times as many instances as were measured. */
export async function figuresOf(entry: Entry, scale: number): Promise<Figures> {
  const { kind, condition, transport, params } = entry;
  const base = { kind, condition, transport, params };
  if (condition.congestionControl === 'bbr') return { ...base, skipped: 'bbr is not simulated' };
  if (kind === 'bulk') return { ...base, ...(await bulkFigures(entry, scale)) };

  const seeds = entry.instances ?? INSTANCES;
  const instances = await gather(seeds * scale, (i) =>
    simulate(entry, 1 + (i % seeds), Math.floor(i / seeds)),
  );
  const common = { ...base, ...deliveryFigures(instances) };
  if (kind === 'outage') return { ...common, ...outageFigures(instances) };
  if (condition.lossEachWay > 0) return common;
  const setups = await gather(SETUP_PROBES, (i) => simulateSetup(entry, i));
  return { ...common, setupMs: summary(setups) };
}

function deliveryFigures(instances: readonly Instance[]): Partial<Figures> {
  const latencies: number[] = [];
  let published = 0;
  let up = 0;
  let down = 0;
  let retransmissions = 0;
  for (const instance of instances) {
    for (const delivery of instance.deliveries) latencies.push(latencyMs(delivery));
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
  const resumed = instances.flatMap(({ deliveries, restoredAt }) => {
    if (restoredAt === null) return [];
    const first = deliveries.find(({ deliveredAt }) => deliveredAt >= restoredAt);
    return first ? [toMs(minus(first.deliveredAt, restoredAt))] : [];
  });
  const longest = Math.max(...instances.map(({ offsetsMs }) => offsetsMs.length));
  const offsets = Array.from({ length: longest }, (_, i) => {
    const all = sorted(instances.flatMap(({ offsetsMs }) => offsetsMs[i] ?? []));
    return [0.1, 0.5, 0.9].map((p) => tenth(quantile(all, p)));
  });
  return { resumeAfterRestoreMs: summary(resumed), retransmissionOffsetsMs: { offsets } };
}

async function bulkFigures(entry: Entry, scale: number): Promise<Partial<Figures>> {
  const { params, messages = BULK_MESSAGES } = entry;
  const published = messagesOf(entry, params.connection?.startsWith('second') === true ? 2 : 1);
  const took = await gather(messages * scale, (seed) => simulateBulk(entry, seed, published));
  return { messages: took.length, latencyMs: summary(took) };
}
