/**
 * One lane on a schedule of its caller's, logged to a sink of its caller's: for measuring many runs that nobody looks
 * at. Client, server, wire and line are those of the page; a feed, a trace and interventions there are none.
 */
import { plus, type SimTime } from '#base/time.ts';
import type { RoomMessage } from '#servers/room.ts';
import { INTERVENTION_LANE, Scheduler } from '#sim/scheduler.ts';
import { NO_EVENT, type Direction } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import { Driver } from './driver.ts';
import { Lane } from './lane.ts';
import type { LaneSpec } from './recipe.ts';
import { pathOf } from './settings-path.ts';
import type { Settings } from './settings.ts';
import { inPageTransport } from './transports/in-page.ts';

export interface LoneLaneOptions {
  readonly spec: LaneSpec;
  /** Key of the line's dice, of masks and of the client's random numbers. */
  readonly seed: number;
  readonly settings: Settings;
  readonly sink: TraceSink;
  /** Whether jitter may let a packet overtake an earlier one, as netem's does. */
  readonly reordering: boolean;
  /** When the client's code starts. */
  readonly startsAt: SimTime;
}

const LANE = 0;

export class LoneLane {
  readonly #scheduler = new Scheduler();
  readonly #driver = new Driver(this.#scheduler, inPageTransport.realTime);
  readonly #settings: Settings;
  readonly #lane: Lane;

  constructor({ spec, seed, settings, sink, reordering, startsAt }: LoneLaneOptions) {
    this.#settings = settings;
    this.#scheduler.beforeWork = () => {
      sink.cause = NO_EVENT;
    };
    const host = { transport: inPageTransport, settings: () => settings, urlPrefix: 'lab/0/', reordering };
    this.#lane = new Lane(
      {
        lane: LANE,
        id: spec.id,
        transport: spec.transport,
        client: spec.client ?? {},
        seed,
        scheduler: this.#scheduler,
        sink,
        macrotask: inPageTransport.realTime.macrotask,
        fail: (error) => {
          this.#driver.fail(error);
        },
        tampered: new Map(),
        arrivals: new Map(),
      },
      host,
      pathOf(settings, false),
    );
    this.#scheduler.at(startsAt, LANE, () => {
      this.#lane.start();
    });
  }

  get now(): SimTime {
    return this.#scheduler.now;
  }

  /** The server publishes a message at virtual time `at`. */
  publishAt(at: SimTime, message: RoomMessage): void {
    this.#scheduler.at(at, LANE, () => {
      this.#lane.publish(message);
    });
  }

  /** The line is dead both ways from `at` on, for `span`. */
  cutAt(at: SimTime, span: SimTime): void {
    for (const [when, outage] of [
      [at, true],
      [plus(at, span), false],
    ] as const)
      this.#scheduler.at(when, INTERVENTION_LANE, () => {
        const path = pathOf(this.#settings, outage);
        for (const dir of ['up', 'down'] satisfies Direction[]) this.#lane.path.set(dir, path[dir]);
      });
  }

  /** Plays up to virtual time `t`, inclusive. Rejects when the run fails. */
  runTo(t: SimTime): Promise<void> {
    return this.#driver.runTo(t);
  }

  /** Lets go of everything real. */
  dispose(): void {
    this.#driver.stop();
    this.#lane.dispose();
  }
}
