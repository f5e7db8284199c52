/** A run: a recipe that is being played. The same recipe gives the same trace, whatever the transport and speed. */
import { assert, ensure } from '#base/assert.ts';
import { fromHex } from '#base/bytes.ts';
import { fromMs, plus, us, type SimTime } from '#base/time.ts';
import { sameLink } from '#netem/model.ts';
import type { Direction } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import { canonicalJson } from '#trace/canonical.ts';
import { Trace } from '#trace/log.ts';
import { HOST_LANE, INTERVENTION_LANE, Scheduler, type Scheduled } from '#sim/scheduler.ts';
import { Driver } from './driver.ts';
import { extraMessage, feedItems, type FeedItem } from './feeds/feed.ts';
import { Lane } from './lane.ts';
import { unitKey } from './lane-context.ts';
import { laneSettings, type Intervention, type Recipe } from './recipe.ts';
import {
  endOf,
  firstDifference,
  isDead,
  isSeen,
  overlaid,
  regionsOf,
  settledOutage,
  sleepRegion,
  withoutRegion,
  withRegion,
  type Region,
} from './regions.ts';
import { linkOf, pathOf } from './settings-path.ts';
import type { Settings } from './settings.ts';
import type { Transport } from './transports/transport.ts';

type Timed = Exclude<
  Intervention,
  { readonly lose: unknown } | { readonly tamper: unknown } | { readonly region: unknown }
>;

let runs = 0;

export class LabRun {
  readonly trace = new Trace();
  readonly scheduler = new Scheduler();
  readonly driver: Driver;
  readonly lanes: readonly Lane[];
  #recipe: Recipe;
  #settings: Settings;
  /** The regions that the clock stands in, by id, and what begins or ends each. */
  readonly #inside = new Map<string, Region>();
  readonly #planned = new Map<string, readonly Scheduled[]>();
  /** What has been set in one lane alone, by its number. */
  readonly #laneSets = new Map<number, Partial<Settings>>();
  readonly #feed: Iterator<FeedItem, unknown>;

  constructor(recipe: Recipe, transport: Transport) {
    this.#recipe = recipe;
    this.#settings = recipe.settings;
    this.driver = new Driver(this.scheduler, transport.realTime);
    // Nothing inherits a cause from whatever happened to run before it.
    this.scheduler.beforeWork = () => {
      this.trace.cause = NO_EVENT;
    };
    const urlPrefix = `lab/${String(++runs)}/`;
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
            tampered: new Map(),
            arrivals: new Map(),
          },
          { transport, settings: () => this.#settingsOf(lane), urlPrefix },
          pathOf(laneSettings(spec, recipe.settings), false),
        ),
    );
    this.#feed = feedItems(recipe.feed, recipe.seed, recipe.settings);
    for (const intervention of recipe.interventions) this.#plan(intervention);
    const settled = settledOutage(recipe);
    if (settled) this.#planRegion(settled);
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

  /**
   * Adds a region, or replaces the one with its id; null takes `id`'s away. False when that would change the past: the
   * run is as it was, and a fork is needed.
   */
  changeRegion(id: string, region: Region | null): boolean {
    const before = regionsOf(this.#recipe).find((one) => one.id === id) ?? null;
    const from = firstDifference(before, region);
    if (from === null) return true;
    if (from <= this.scheduler.now) return false;
    this.#recipe = region ? withRegion(this.#recipe, region) : withoutRegion(this.#recipe, id);
    for (const work of this.#planned.get(id) ?? []) work.cancel();
    this.#planned.delete(id);
    if (!region) return true;
    if (this.#inside.has(id)) this.#planEnd(region);
    else this.#planRegion(region);
    return true;
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
    } else if ('tamper' in intervention) {
      const { lane, conn, dir, pdu, hex } = intervention.tamper;
      const bytes = fromHex(hex);
      assert(bytes && bytes.length > 0, 'the octets of a unit are written as hexadecimal, at least one');
      this.lanes[lane]?.context.tampered.set(unitKey(conn, dir, pdu), bytes);
    } else if ('region' in intervention) this.#planRegion({ ...intervention.region, at: intervention.at });
    else
      this.scheduler.at(intervention.at, INTERVENTION_LANE, () => {
        this.#logIntervention({ ...intervention, at: undefined });
        this.#apply(intervention);
      });
  }

  #logIntervention(what: object): void {
    const { trace, scheduler } = this;
    trace.cause = trace.append({
      type: 'run.intervened',
      t: scheduler.now,
      lane: -1,
      what: canonicalJson(what),
    });
  }

  #apply(intervention: Timed): void {
    const { cause } = this.trace;
    if ('set' in intervention) {
      const { set, lane } = intervention;
      if (lane === undefined) this.#settings = { ...this.#settings, ...set };
      else this.#laneSets.set(lane, { ...this.#laneSets.get(lane), ...set });
      this.#usePath();
      if (intervention.set['polling.intervalMs'] !== undefined)
        for (const [i, lane] of this.lanes.entries())
          lane.setPollingInterval(this.#settingsOf(i)['polling.intervalMs']);
      this.#eachLane((one) => {
        one.strategiesChanged(cause);
      });
    } else if ('say' in intervention)
      this.#eachLane((lane) => {
        lane.say(intervention.id, intervention.say, cause);
      });
    else if ('publish' in intervention) {
      const message = extraMessage(intervention.id, this.scheduler.now, intervention.publish);
      this.#eachLane((lane) => {
        lane.publish(message);
      });
    } else if ('reset' in intervention)
      this.#eachLane((lane) => {
        lane.reset(intervention.reset);
      });
    else if ('forget' in intervention)
      this.#eachLane((lane) => {
        lane.forget(intervention.forget);
      });
    else if ('restart' in intervention)
      this.#eachLane((lane) => {
        lane.restart(intervention.restart.ms);
      });
    else this.#sleep(intervention.sleep.ms);
  }

  #planRegion(region: Region): void {
    const begins = this.scheduler.at(region.at, INTERVENTION_LANE, () => {
      // How long it lasts is left out: it may still be changed.
      if (region.id !== 'settings')
        this.#logIntervention({ region: { ...region, at: undefined, ms: undefined } });
      this.#enter(region);
    });
    this.#planEnd(region, begins);
  }

  #enter(region: Region): void {
    const { cause } = this.trace;
    this.#inside.set(region.id, region);
    this.#usePath();
    if (isSeen(region))
      this.#eachLane((lane) => {
        lane.signal('offline', cause);
      });
  }

  /** The computer sleeps: its timers wait, nothing passes, and its page is told before and after. */
  #sleep(ms: number): void {
    const { cause } = this.trace;
    const region = sleepRegion(this.scheduler.now, ms);
    const until = endOf(region);
    this.#eachLane((lane) => {
      lane.sleep(until, cause);
    });
    this.#enter(region);
    this.scheduler.at(until, INTERVENTION_LANE, () => {
      this.#eachLane((lane) => {
        lane.wake();
      });
    });
    this.#planEnd(region);
  }

  #planEnd(region: Region, ...before: readonly Scheduled[]): void {
    const ends = this.scheduler.at(endOf(region), INTERVENTION_LANE, () => {
      this.#inside.delete(region.id);
      this.#planned.delete(region.id);
      this.#usePath();
      if (isSeen(region) && ![...this.#inside.values()].some(isSeen))
        this.#eachLane((lane) => {
          lane.signal('online', NO_EVENT);
        });
    });
    this.#planned.set(region.id, [...before, ends]);
  }

  #usePath(): void {
    const regions = [...this.#inside.values()].sort((a, b) => a.at - b.at);
    for (const [i, { path }] of this.lanes.entries()) {
      const settings = overlaid(this.#settingsOf(i), regions);
      for (const dir of ['up', 'down'] satisfies Direction[]) {
        const link = linkOf(settings, dir, isDead(regions, dir));
        if (!sameLink(path.params[dir], link)) path.set(dir, link);
      }
    }
  }

  #settingsOf(lane: number): Settings {
    const settings = laneSettings(ensure(this.#recipe.lanes[lane], 'a lane'), this.#settings);
    const set = this.#laneSets.get(lane);
    return set ? { ...settings, ...set } : settings;
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
