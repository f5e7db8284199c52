/**
 * The session: the runs, the playhead, the selection. The one place that drives the virtual clock from the frame loop.
 * Views read it; what they read is told to change once a frame, the figures four times a second.
 */
import { fromMs, minus, plus, toMs, us, ZERO, type SimTime } from '#base/time.ts';
import { settingsAt, type Feed, type Intervention, type LaneSpec, type Recipe } from '#lab/recipe.ts';
import {
  cutUntilAt,
  endOf,
  firstDifference,
  nextRegionId,
  regionsOf,
  withoutRegion,
  withRegion,
  type Region,
  type RegionDraft,
} from '#lab/regions.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { SettingKey, Settings } from '#lab/settings.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Transport } from '#lab/transports/transport.ts';
import type { EventId, MsgId, Side } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import type { LaneMetrics } from '#trace/metrics.ts';
import type {
  InPageReason,
  RunInfo,
  Selection,
  SessionStatus,
  SessionView,
  TransportKind,
} from './contract.ts';
import { withOctets, withoutSegment } from './other-past.ts';
import { restarted, type RestartOptions } from './restart.ts';
import { forkRecipe, type RunRecord } from './run-record.ts';
import { RunShelf } from './run-shelf.svelte.ts';
import { nextTelling, previousTelling } from './telling.ts';

const NOTHING: Selection = { msg: null, event: null, lane: null };
const METRICS_EVERY_MS = 250;
/** The clock may be asked to run at most this far ahead of itself; beyond, it slows down instead of racing later. */
const MAX_LAG_MS = 250;

/** What the session was started with. */
export interface SessionStart {
  /** The worker transport, or why there is none. */
  readonly worker: Transport | null;
  readonly reason: InPageReason;
  readonly seed?: number;
  /** Where they differ from the scenario's. */
  readonly settings?: Partial<Record<SettingKey, number>>;
  /** The first run, where it isn't the scenario's: then `seed` and `settings` don't count. */
  readonly recipe?: Recipe;
}

export class Session implements SessionView {
  readonly #worker: Transport | null;
  readonly #shelf = new RunShelf();
  #shown: RunRecord = $state.raw() as RunRecord;
  #reason: InPageReason = $state.raw(null);
  #playing = $state.raw(true);
  #speed = $state.raw(1);
  #playhead: SimTime = $state.raw(ZERO);
  #head: SimTime = $state.raw(ZERO);
  #live = $state.raw(true);
  #version = $state.raw(0);
  /** The shown run's, with what was done to it so far. */
  #recipe: Recipe = $state.raw() as Recipe;
  #settings: Settings = $state.raw(DEFAULT_SETTINGS);
  #cutUntil: SimTime | null = $state.raw(null);
  #regions: readonly Region[] = $state.raw([]);
  #failure: string | null = $state.raw(null);
  #metrics: readonly LaneMetrics[] = $state.raw([]);
  #selection: Selection = $state.raw(NOTHING);
  #hovered: Selection = $state.raw(NOTHING);
  #pausedWhileHidden = $state.raw(false);
  #target: SimTime = ZERO;
  #seenLength = 0;
  #lastFrameMs: number | null = null;
  #metricsDueMs = 0;
  #frame = 0;

  constructor(start: SessionStart) {
    this.#worker = start.worker;
    this.#reason = start.reason;
    const [race] = SCENARIOS;
    if (!race) throw new Error('there is no scenario');
    const { seed = race.seed, settings = {} } = start;
    this.#begin(start.recipe ?? recipeOf(race, { seed, settings: { ...race.settings, ...settings } }));
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#frame = requestAnimationFrame(this.#onFrame);
  }

  get status(): SessionStatus {
    if (this.#failure !== null) return 'failed';
    if (this.#shelf.progress !== null) return 'catching-up';
    return this.#playing ? 'playing' : 'paused';
  }
  get failure(): string | null {
    return this.#failure;
  }
  get transport(): TransportKind {
    return this.#shown.transport.kind;
  }
  get inPageReason(): InPageReason {
    return this.transport === 'worker' ? null : this.#reason;
  }
  get runs(): readonly RunInfo[] {
    return this.#shelf.records.map((record) => record.info);
  }
  get shown(): RunInfo {
    return { ...this.#shown.info, recipe: this.#recipe };
  }
  get lanes(): readonly LaneSpec[] {
    return this.#shown.run.recipe.lanes;
  }
  get seed(): number {
    return this.#shown.run.recipe.seed;
  }
  get settings(): Settings {
    return this.#settings;
  }
  get feed(): Feed {
    return this.#shown.run.recipe.feed;
  }
  get cutUntil(): SimTime | null {
    return this.#cutUntil;
  }
  get regions(): readonly Region[] {
    return this.#regions;
  }
  get trace(): Trace {
    return this.#shown.run.trace;
  }
  get version(): number {
    return this.#version;
  }
  get head(): SimTime {
    return this.#head;
  }
  get playhead(): SimTime {
    return this.#playhead;
  }
  get live(): boolean {
    return this.#live;
  }
  get speed(): number {
    return this.#speed;
  }
  get metrics(): readonly LaneMetrics[] {
    return this.#metrics;
  }
  get progress(): number | null {
    return this.#shelf.progress;
  }
  get pausedWhileHidden(): boolean {
    return this.#pausedWhileHidden;
  }
  get selection(): Selection {
    return this.#selection;
  }
  get hovered(): Selection {
    return this.#hovered;
  }

  play(): void {
    this.#pausedWhileHidden = false;
    this.#playing = true;
  }

  pause(): void {
    this.#playing = false;
    this.#shown.run.driver.halt();
    this.#target = this.#shown.head;
  }

  stepForward(): void {
    this.pause();
    const next = nextTelling(this.trace, this.#playhead);
    if (next !== null && next <= this.#shown.head) this.#moveTo(next);
    else void this.#simulateStep();
  }

  stepBack(): void {
    this.pause();
    this.#moveTo(previousTelling(this.trace, this.#playhead) ?? ZERO);
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  scrub(t: SimTime): void {
    this.pause();
    this.#moveTo(Math.max(0, Math.min(t, this.#shown.head)) as SimTime);
  }

  goLive(): void {
    this.#moveTo(this.#shown.head);
  }

  skipAhead(ms: number): Promise<boolean> {
    const target = plus(this.#shown.head, fromMs(ms));
    return this.#computed(this.#shelf.skip(this.#shown, target), 'skipped-ahead');
  }

  cancelCatchUp(): void {
    this.#shelf.cancel();
  }

  restart(options: RestartOptions = {}): void {
    this.cancelCatchUp();
    const { recipe, earliest } = this.#shown.run;
    this.#begin(restarted(recipe, earliest, options));
    this.play();
  }

  startRun(recipe: Recipe, { play } = { play: true }): void {
    this.cancelCatchUp();
    this.#begin(recipe);
    if (play) this.play();
    else this.pause();
  }

  set(values: Partial<Record<SettingKey, number>>): void {
    this.#intervene((at) => ({ at, set: values }));
  }

  setLane(lane: number, values: Partial<Record<SettingKey, number>>): void {
    this.#intervene((at) => ({ at, lane, set: values }));
  }

  cut(ms: number): void {
    const at = this.#nextInstant;
    if (ms > 0) this.putRegion(null, { at, ms, outage: 'both' });
    else
      for (const region of this.#regions)
        if ('outage' in region && region.at < at && endOf(region) > at)
          this.putRegion(region.id, { ...region, ms: toMs(minus(at, region.at)) });
  }

  putRegion(id: string | null, region: RegionDraft): void {
    const name = id ?? nextRegionId(this.#shown.run.recipe);
    this.#changeRegion(name, { ...region, id: name });
  }

  removeRegion(id: string): void {
    this.#changeRegion(id, null);
  }

  breakConnections(how: 'reset' | 'forget', side: Side): void {
    this.#intervene((at) => (how === 'reset' ? { at, reset: side } : { at, forget: side }));
  }

  say(text: string): void {
    const id = this.#newId('u');
    this.#intervene((at) => ({ at, say: text, id }));
  }

  publish(text: string): void {
    const id = this.#newId('x');
    this.#intervene((at) => ({ at, publish: text, id }));
  }

  lose(segment: EventId): void {
    void this.#fork(...withoutSegment(this.#shown.run.recipe, this.trace, segment), this.#playhead);
  }

  tamper(unit: EventId, octets: Uint8Array): void {
    void this.#fork(...withOctets(this.#shown.run.recipe, this.trace, unit, octets), this.#playhead);
  }

  showRun(id: number): void {
    const record = this.#shelf.records.find((candidate) => candidate.id === id);
    if (!record || record === this.#shown) return;
    this.pause();
    this.#show(record, Math.min(this.#playhead, record.head) as SimTime);
  }

  select(selection: Partial<Selection> | null): void {
    this.#selection = selection ? { ...NOTHING, ...selection } : NOTHING;
  }

  hover(selection: Partial<Selection> | null): void {
    const next = selection ? { ...NOTHING, ...selection } : NOTHING;
    const { msg, event, lane } = this.#hovered;
    if (next.msg !== msg || next.event !== event || next.lane !== lane) this.#hovered = next;
  }

  /** Ends the session: nothing runs on. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.cancelCatchUp();
    this.#shelf.dispose();
  }

  /** Starts a run from 0 and shows it. */
  #begin(recipe: Recipe): void {
    if (this.#worker) this.#reason = null;
    const record = this.#shelf.begin(recipe, this.#worker ?? inPageTransport);
    this.#failure = null;
    this.select(null);
    this.#show(record, ZERO);
  }

  #show(record: RunRecord, playhead: SimTime): void {
    this.#shown = record;
    this.#target = record.head;
    this.#seenLength = -1;
    this.#failure = record.run.driver.failure?.message ?? null;
    this.#moveTo(playhead);
  }

  #moveTo(playhead: SimTime): void {
    const head = this.#shown.head;
    this.#playhead = playhead;
    this.#head = head;
    this.#live = playhead >= head;
    this.#metricsDueMs = 0;
    this.#readSettings();
    this.#noticeGrowth();
  }

  /** Whether the shown run goes on when played, and is shown where it stands. */
  get #open(): boolean {
    return this.#live && this.#shown === this.#shelf.records.at(-1);
  }

  /** The first instant at which something can still be done without changing what is shown as past. */
  get #nextInstant(): SimTime {
    return this.#open ? this.#shown.run.earliest : plus(this.#playhead, us(1));
  }

  /** 'u1', 'u2', …: the next id of that kind that the run's lines and messages do not have. */
  #newId(kind: 'u' | 'x'): MsgId {
    const used = this.#shown.run.recipe.interventions.flatMap((one) =>
      'id' in one && one.id.startsWith(kind) ? [Number(one.id.slice(1))] : [],
    );
    return `${kind}${String(Math.max(0, ...used) + 1)}`;
  }

  #intervene(make: (at: SimTime) => Intervention): void {
    // What is being computed would not know of it.
    this.cancelCatchUp();
    const at = this.#nextInstant;
    if (this.#open) {
      this.#shown.run.intervene(make(at));
      this.#readSettings();
      return;
    }
    void this.#fork(
      forkRecipe(this.#shown.run.recipe, this.#playhead, make(at)),
      this.#playhead,
      this.#playhead,
    );
  }

  #changeRegion(id: string, region: Region | null): void {
    this.cancelCatchUp();
    const { run } = this.#shown;
    if (this.#shown === this.#shelf.records.at(-1) && run.changeRegion(id, region)) {
      this.#readSettings();
      return;
    }
    const from = firstDifference(this.#regions.find((one) => one.id === id) ?? null, region);
    if (from === null) return;
    // Everything else stays as it was: the new run is played as far as the old one is shown.
    const recipe = region ? withRegion(run.recipe, region) : withoutRegion(run.recipe, id);
    void this.#fork(recipe, from, this.#playhead, this.#playing);
  }

  /** Plays a recipe that differs from `at` on, in-page, up to `showAt`, and goes on from there. */
  async #fork(recipe: Recipe, at: SimTime, showAt: SimTime, play = true): Promise<void> {
    const forked = this.#shelf.fork(recipe, at, this.#shown, plus(showAt, us(2)));
    if ((await this.#computed(forked, 'forked')) && play) this.play();
  }

  /** Shows a run once it is computed. False when it was cancelled, or failed. */
  async #computed(computing: Promise<RunRecord | null>, reason: InPageReason): Promise<boolean> {
    try {
      const record = await computing;
      if (record && record !== this.#shown) {
        this.#reason = reason;
        this.#show(record, record.head);
      }
      if (record) this.goLive();
      this.#target = this.#shown.head;
      return record !== null;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** At the head: plays on until something telling has happened. */
  async #simulateStep(): Promise<void> {
    const { run } = this.#shown;
    const from = run.scheduler.now;
    try {
      for (;;) {
        const next = run.scheduler.nextAt;
        if (next === null) break;
        await run.runTo(next);
        if (nextTelling(run.trace, from) !== null) break;
      }
      this.#target = run.scheduler.now;
      this.goLive();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#playing = false;
  }

  #onVisibility = (): void => {
    if (document.visibilityState === 'hidden' && this.#playing) {
      this.pause();
      this.#pausedWhileHidden = true;
    } else if (document.visibilityState === 'visible' && this.#pausedWhileHidden) this.play();
    this.#lastFrameMs = null;
  };

  #onFrame = (nowMs: number): void => {
    this.#frame = requestAnimationFrame(this.#onFrame);
    const elapsedMs = this.#lastFrameMs === null ? 0 : Math.min(100, nowMs - this.#lastFrameMs);
    this.#lastFrameMs = nowMs;
    if (this.#playing && this.#failure === null && this.#shelf.progress === null)
      this.#advance(elapsedMs * this.#speed);
    // What was under way when the run was paused.
    else if (this.#live && this.#shown.head !== this.#playhead) this.goLive();
    if (nowMs >= this.#metricsDueMs) {
      this.#metricsDueMs = nowMs + METRICS_EVERY_MS;
      this.#metrics = this.#shown.scoreboard.at(this.#playhead);
      // What the recipe does by itself, as a lesson's script does, shows on the controls too.
      if (this.#playing && this.#shown.run.recipe.interventions.length > 0) this.#readSettings();
    }
  };

  /** One frame's worth of virtual time: through the recorded past first, then live. */
  #advance(virtualMs: number): void {
    const record = this.#shown;
    if (!this.#live) {
      const next = plus(this.#playhead, fromMs(virtualMs));
      this.#moveTo(next >= record.head ? record.head : next);
      return;
    }
    if (record !== this.#shelf.records.at(-1)) {
      this.pause();
      return;
    }
    const ahead = plus(record.head, fromMs(MAX_LAG_MS * this.#speed));
    const target = plus(this.#target, fromMs(virtualMs));
    this.#target = target < ahead ? target : ahead;
    if (this.#target > record.head)
      record.run.runTo(this.#target).catch((error: unknown) => {
        if (record === this.#shown) this.#fail(error);
      });
    this.#head = record.head;
    this.#playhead = record.head;
    if (this.#cutUntil !== null) this.#readSettings();
    this.#noticeGrowth();
  }

  /** What the sliders show: in force at the playhead, with what was just asked for. */
  #readSettings(): void {
    const { run } = this.#shown;
    const t = this.#live ? run.earliest : this.#playhead;
    this.#recipe = run.recipe;
    this.#settings = settingsAt(run.recipe, t);
    this.#cutUntil = cutUntilAt(run.recipe, t);
    this.#regions = regionsOf(run.recipe);
  }

  #noticeGrowth(): void {
    const { length } = this.trace;
    if (length === this.#seenLength) return;
    this.#seenLength = length;
    this.#version++;
  }
}

/** Starts the session: through the service worker where that is possible, else in-page. */
export async function createSession(options: Omit<SessionStart, 'worker' | 'reason'> = {}): Promise<Session> {
  const { workerSupported } = await import('#lab/transports/worker-support.ts');
  if (!workerSupported()) return new Session({ worker: null, reason: 'no-service-worker', ...options });
  try {
    const { startWorkerTransport } = await import('#lab/transports/worker.ts');
    return new Session({ worker: await startWorkerTransport(), reason: null, ...options });
  } catch {
    // Whatever kept the worker from starting, the page works without it and says so.
    return new Session({ worker: null, reason: 'worker-failed', ...options });
  }
}
