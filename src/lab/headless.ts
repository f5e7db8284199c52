/** Runs a recipe without a page, through the in-page transport, as fast as it goes. */
import { plus, toMs, type SimTime } from '#base/time.ts';
import { DELAY_PARTS, type DelayPart } from '#trace/parts.ts';
import { Scoreboard, type ByteLedger } from '#trace/metrics.ts';
import type { Recipe, TransportId } from './recipe.ts';
import { LabRun } from './run.ts';
import { inPageTransport } from './transports/in-page.ts';

/** One lane's figures at the end of a headless run. */
export interface HeadlessLane {
  readonly lane: string;
  readonly transport: TransportId;
  readonly published: number;
  readonly delivered: number;
  readonly duplicates: number;
  readonly inFlight: number;
  readonly lost: number;
  /** Null while nothing was delivered. */
  readonly delayMs: Readonly<Record<'p50' | 'p95' | 'p99' | 'mean', number | null>>;
  readonly meanPartsMs: Readonly<Record<DelayPart, number>>;
  /** Octets at the IP level, as sent. */
  readonly bytes: { readonly up: number; readonly down: number };
  readonly ledger: ByteLedger;
  readonly requests: number;
  readonly emptyPolls: number;
  readonly openConnections: number;
  readonly segments: number;
  readonly segmentsLost: number;
  readonly retransmissions: number;
}

export interface HeadlessResult {
  readonly scenario: string;
  readonly seed: number;
  /** When the feed stopped. */
  readonly untilMs: number;
  readonly drainMs: number;
  readonly hash: string;
  readonly events: number;
  readonly lanes: readonly HeadlessLane[];
}

function toMilliseconds(micros: number): number {
  return Math.round(micros) / 1000;
}

/** Plays `recipe` to `until` and then `drain` longer. Rejects with a `RunFailure` when the run fails. */
export async function headless(recipe: Recipe, until: SimTime, drain: SimTime): Promise<HeadlessResult> {
  const run = new LabRun(recipe, inPageTransport);
  try {
    const end = plus(until, drain);
    await run.runTo(end);
    const metrics = new Scoreboard(run.trace, recipe.lanes.length).at(end);
    return {
      scenario: recipe.scenario,
      seed: recipe.seed,
      untilMs: toMs(until),
      drainMs: toMs(drain),
      hash: run.trace.hash(),
      events: run.trace.length,
      lanes: metrics.map((lane, i): HeadlessLane => {
        const spec = recipe.lanes[i];
        const { p50 = null, p95 = null, p99 = null, mean = null } = lane.delayUs ?? {};
        const inMs = (value: number | null): number | null => (value === null ? null : toMilliseconds(value));
        return {
          lane: spec?.id ?? '',
          transport: spec?.transport ?? 'polling',
          published: lane.published,
          delivered: lane.delivered,
          duplicates: lane.duplicates,
          inFlight: lane.inFlight,
          lost: lane.lost,
          delayMs: { p50: inMs(p50), p95: inMs(p95), p99: inMs(p99), mean: inMs(mean) },
          meanPartsMs: Object.fromEntries(
            DELAY_PARTS.map((part) => [part, toMilliseconds(lane.meanPartsUs[part])]),
          ) as Record<DelayPart, number>,
          bytes: lane.bytes,
          ledger: lane.ledger,
          requests: lane.requests,
          emptyPolls: lane.emptyPolls,
          openConnections: lane.openConnections,
          segments: lane.segments,
          segmentsLost: lane.segmentsLost,
          retransmissions: lane.retransmissions,
        };
      }),
    };
  } finally {
    run.dispose();
  }
}
