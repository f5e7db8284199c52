/** A run: a recipe that is being played. The same recipe gives the same trace, whatever the transport and speed. */
import { assert } from '#base/assert.ts';
import { fromMs, plus, us, type SimTime } from '#base/time.ts';
import { sameLink } from '#netem/model.ts';
import type { Direction } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import { canonicalJson } from '#trace/canonical.ts';
import { Trace } from '#trace/log.ts';
import { HOST_LANE, INTERVENTION_LANE, Scheduler, type Scheduled } from '#sim/scheduler.ts';
import { Driver } from './driver.ts';
import { feedItems, type FeedItem } from './feeds/feed.ts';
import { Lane } from './lane.ts';
import type { Intervention, Recipe } from './recipe.ts';
import { pathOf } from './settings-path.ts';
import type { Settings } from './settings.ts';
import type { Transport } from './transports/transport.ts';

let runs = 0;

export class LabRun {
  readonly trace = new Trace();
  readonly scheduler = new Scheduler();
  readonly driver: Driver;
  readonly lanes: readonly Lane[];
  #recipe: Recipe;
  #settings: Settings;
  #cutUntil: SimTime | null = null;
  #restore: Scheduled | null = null;
  readonly #feed: Iterator<FeedItem, unknown>;

  constructor(recipe: Recipe, transport: Transport) {
    this.#recipe = recipe;
    this.#settings = recipe.settings;
    this.driver = new Driver(this.scheduler, transport.realTime);
    // Nothing inherits a cause from whatever happened to run before it.
    this.scheduler.beforeWork = () => {
      this.trace.cause = NO_EVENT;
    };
    const host = {
      transport,
      settings: () => this.#settings,
      urlPrefix: `lab/${String(++runs)}/`,
    };
    this.lanes = recipe.lanes.map(
      (spec, lane) =>
        new Lane(
          {
            lane,
            id: spec.id,
            transport: spec.transport,
            client: spec.client ?? {},
            seed: recipe.seed,
            scheduler: this.scheduler,
            sink: this.trace,
            macrotask: transport.realTime.macrotask,
            fail: (error) => {
              this.driver.fail(error);
            },
            arrivals: new Map(),
          },
          host,
          pathOf(recipe.settings, false),
        ),
    );
    this.#feed = feedItems(recipe.feed, recipe.seed, recipe.settings);
    for (const intervention of recipe.interventions) this.#plan(intervention);
    this.#planOutage(recipe.settings);
    for (const lane of this.lanes) {
      this.scheduler.at(us(0), lane.context.lane, () => {
        lane.start();
      });
    }
    this.#planNext();
  }

  /** The recipe as it stands, with every intervention so far. */
  get recipe(): Recipe {
    return this.#recipe;
  }

  /** The settings in force at the clock's time. */
  get settings(): Settings {
    return this.#settings;
  }

  /** The earliest time at which an intervention may still take place: the past is never rewritten. */
  get earliest(): SimTime {
    return plus(this.scheduler.now, us(1));
  }

  /** Adds an intervention, not before `earliest`, to the run and to its recipe. */
  intervene(intervention: Intervention): void {
    assert(intervention.at > this.scheduler.now, 'an intervention can not change the past of a run: fork it');
    this.#recipe = { ...this.#recipe, interventions: [...this.#recipe.interventions, intervention] };
    this.#plan(intervention);
  }

  /** Plays up to virtual time `t`, inclusive. Rejects when the run fails or `signal` aborts. */
  runTo(t: SimTime, signal?: AbortSignal): Promise<void> {
    return this.driver.runTo(t, signal);
  }

  /** Lets go of everything real. The trace remains. */
  dispose(): void {
    this.driver.stop();
    for (const lane of this.lanes) lane.dispose();
  }

  #plan(intervention: Intervention): void {
    if ('lose' in intervention) {
      // The packet is picked out as it is sent: nothing has to happen at a time of its own.
      const { lane, dir, n } = intervention.lose;
      this.lanes[lane]?.path.pick(dir, n);
      return;
    }
    this.scheduler.at(intervention.at, INTERVENTION_LANE, () => {
      this.#apply(intervention);
    });
  }

  #apply(intervention: Exclude<Intervention, { lose: unknown }>): void {
    const { trace, scheduler } = this;
    trace.cause = trace.append({
      type: 'run.intervened',
      t: scheduler.now,
      lane: -1,
      what: canonicalJson({ ...intervention, at: undefined }),
    });
    if ('set' in intervention) {
      this.#settings = { ...this.#settings, ...intervention.set };
      this.#usePath();
      if (intervention.set['polling.intervalMs'] !== undefined)
        for (const lane of this.lanes) lane.setPollingInterval(this.#settings['polling.intervalMs']);
    } else if ('cutMs' in intervention) this.#cut(fromMs(intervention.cutMs));
    else {
      const cause = trace.cause;
      this.#eachLane((lane) => {
        lane.say(intervention.id, intervention.say, cause);
      });
    }
  }

  #planOutage(settings: Settings): void {
    if (settings['net.outageMs'] === 0) return;
    this.scheduler.at(fromMs(settings['net.outageAtMs']), INTERVENTION_LANE, () => {
      this.#cut(fromMs(settings['net.outageMs']));
    });
  }

  /** Cuts the line for `span` from now; 0 mends it. */
  #cut(span: SimTime): void {
    this.#restore?.cancel();
    this.#restore = null;
    this.#cutUntil = span > 0 ? plus(this.scheduler.now, span) : null;
    this.#usePath();
    if (this.#cutUntil === null) return;
    this.#restore = this.scheduler.at(this.#cutUntil, INTERVENTION_LANE, () => {
      this.#cut(us(0));
    });
  }

  #usePath(): void {
    const path = pathOf(this.#settings, this.#cutUntil !== null);
    for (const { path: lanePath } of this.lanes) {
      for (const dir of ['up', 'down'] satisfies Direction[])
        if (!sameLink(lanePath.params[dir], path[dir])) lanePath.set(dir, path[dir]);
    }
  }

  /** Does something in every lane now, as work of the lane's own: what follows from it has its own cause. */
  #eachLane(work: (lane: Lane) => void): void {
    for (const lane of this.lanes)
      this.scheduler.at(this.scheduler.now, lane.context.lane, () => {
        work(lane);
      });
  }

  #planNext(): void {
    const next = this.#feed.next();
    if (next.done === true) return;
    const item = next.value;
    const end = this.#recipe.feedEndMs;
    if (end !== null && item.at > fromMs(end)) return;
    this.scheduler.at(item.at, HOST_LANE, () => {
      this.#eachLane((lane) => {
        lane.publish(item.message);
      });
      this.#planNext();
    });
  }
}
