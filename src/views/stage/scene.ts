/** The whole stage as an incremental fold: `extend` reads only what the trace has gained. */
import type { Direction } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { LaneScene } from './lane-scene.ts';
import type {
  Change,
  Flight,
  Message,
  OpenStream,
  Pdu,
  Phase,
  Poll,
  ResendWait,
  Upward,
} from './scene-types.ts';
import { Spans, type Span } from './spans.ts';

/** What overlaps a window in one lane. */
export interface VisibleLane {
  readonly messages: readonly Message[];
  readonly flights: readonly Flight[];
  readonly pdus: readonly Pdu[];
  readonly polls: readonly Poll[];
  readonly streams: readonly OpenStream[];
  readonly upward: readonly Upward[];
  readonly waits: readonly ResendWait[];
  readonly phases: readonly Phase[];
}

export interface Visible {
  readonly lanes: readonly VisibleLane[];
  readonly outages: readonly Span[];
  readonly changes: readonly Change[];
}

export class Scene {
  readonly lanes: LaneScene[] = [];
  readonly outages = new Spans<Span>();
  readonly changes = new Spans<Change>();
  #trace: Trace | null = null;
  #taken = 0;
  #oneWayUs: Record<Direction, number> = { up: 0, down: 0 };
  #cut: Record<Direction, boolean> = { up: false, down: false };

  constructor(laneCount: number) {
    for (let lane = 0; lane < laneCount; lane++) this.lanes.push(new LaneScene(lane));
  }

  /** Takes in what is new. The trace must be the same one each time: another run needs another scene. */
  extend(trace: Trace): void {
    this.#trace ??= trace;
    if (trace !== this.#trace) throw new Error('A scene shows one trace: make a new one for another run.');
    for (; this.#taken < trace.length; this.#taken++) {
      const event = trace.at(this.#taken);
      if (event.type === 'net.changed') {
        this.#oneWayUs[event.dir] = event.link.delayMs * 1000;
        this.#setOutage(event.dir, event.link.outage, event.t);
      } else if (event.type === 'run.intervened') {
        this.changes.add({ start: event.t, end: event.t, at: 0, id: event.id, what: event.what });
      } else if (event.lane >= 0) {
        this.lanes[event.lane]?.take(event, trace, this.#oneWayUs);
      } else {
        for (const lane of this.lanes) lane.take(event, trace, this.#oneWayUs);
      }
    }
  }

  /** Everything that shares an instant with [from, to], in microseconds. */
  visible(from: number, to: number): Visible {
    return {
      lanes: this.lanes.map((lane) => ({
        messages: lane.messages.overlapping(from, to),
        flights: lane.flights.overlapping(from, to),
        pdus: lane.pdus.overlapping(from, to),
        polls: lane.polls.overlapping(from, to),
        streams: lane.streams.overlapping(from, to),
        upward: lane.upward.overlapping(from, to),
        waits: lane.waits.overlapping(from, to),
        phases: lane.phases.overlapping(from, to),
      })),
      outages: this.outages.overlapping(from, to),
      changes: this.changes.overlapping(from, to),
    };
  }

  #setOutage(dir: Direction, cut: boolean, t: number): void {
    const before = this.#cut.up || this.#cut.down;
    this.#cut[dir] = cut;
    const now = this.#cut.up || this.#cut.down;
    if (now && !before) this.outages.add({ start: t, end: Infinity, at: 0 });
    const last = this.outages.items.at(-1);
    if (before && !now && last) this.outages.close(last, t);
  }
}
