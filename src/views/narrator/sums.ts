/** Facts about all that was so far, told now and then between the events: from the figures of the scoreboard only. */
import type { SimTime } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import { laneKind } from '#state/lane-kind.ts';
import { NO_EVENT, type EventId } from '#trace/events.ts';
import type { LaneMetrics } from '#trace/metrics.ts';
import type { Trace } from '#trace/log.ts';
import type { LaneKind, NarratorFact } from '#words/types-stage.ts';

type Lanes = SessionView['lanes'];
type Sum = Extract<NarratorFact, { kind: 'requests' | 'empties' | 'means' | 'bytes' | 'none-gone' }>;

const ORDER = ['requests', 'empties', 'means', 'none-gone', 'bytes'] as const satisfies Sum['kind'][];

/** The `turn`-th sum that can be told of these figures, or null when none can. */
export function sumUp(
  metrics: readonly LaneMetrics[],
  lanes: Lanes,
  now: SimTime,
  turn: number,
): NarratorFact | null {
  const facts = ORDER.flatMap((kind) => {
    const fact = sumOf(kind, metrics, lanes, now);
    return fact === null ? [] : [fact];
  });
  return facts[turn % Math.max(1, facts.length)] ?? null;
}

function sumOf(kind: Sum['kind'], metrics: readonly LaneMetrics[], lanes: Lanes, now: SimTime): Sum | null {
  const of = (kind: LaneKind): LaneMetrics | undefined =>
    metrics[lanes.findIndex((lane) => laneKind(lane) === kind)];
  const atUs = Math.floor(now / 1_000_000) * 1_000_000;
  const [polling, sse, ws] = [of('polling'), of('sse'), of('ws')];
  switch (kind) {
    case 'requests':
      if (!polling || !sse || polling.requests <= sse.requests) return null;
      return { kind, atUs, a: 'polling', aCount: polling.requests, b: 'sse', bCount: sse.requests };
    case 'empties':
      if (!polling || polling.emptyPolls === 0) return null;
      return { kind, atUs, empty: polling.emptyPolls, requests: polling.requests };
    case 'means':
      if (!polling?.delayUs || !ws?.delayUs) return null;
      return { kind, a: 'polling', aUs: polling.delayUs.mean, b: 'ws', bUs: ws.delayUs.mean };
    case 'bytes':
      if (!polling || !ws) return null;
      return {
        ...{ kind, atUs, a: 'polling', aBytes: polling.bytes.up + polling.bytes.down },
        ...{ b: 'ws', bBytes: ws.bytes.up + ws.bytes.down },
      };
    case 'none-gone': {
      const packets = metrics.reduce((sum, lane) => sum + lane.segmentsLost, 0);
      return packets === 0 || metrics.some((lane) => lane.lost > 0) ? null : { kind, atUs, packets };
    }
  }
}

/** What is shown at an instant, without a story: how many messages there are, and how many each lane has. */
export function instant(trace: Trace, lanes: Lanes, now: SimTime, to: EventId): NarratorFact {
  const { provenance } = trace;
  const known = (id: EventId | undefined): boolean => id !== undefined && id !== NO_EVENT && id < to;
  const delivered = lanes.map((lane) => ({ lane: laneKind(lane), delivered: 0 }));
  let published = 0;
  for (const msg of provenance.messages) {
    const places = lanes.map((_, lane) => provenance.message(lane, msg));
    if (!places.some((place) => known(place?.published))) continue;
    published++;
    for (const [lane, place] of places.entries()) {
      const count = delivered[lane];
      if (count && known(place?.delivered)) count.delivered++;
    }
  }
  return { kind: 'instant', atUs: now, published, lanes: delivered };
}
