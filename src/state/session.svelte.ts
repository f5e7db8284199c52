/**
 * The session: the runs, the playhead, the selection. The one place that drives the virtual clock from the frame loop.
 * Views read it; what they read is told to change once a frame, the figures four times a second.
 */
import { fromMs, plus, us, ZERO, type SimTime } from '#base/time.ts';
import {
  cutUntilAt,
  settingsAt,
  type Feed,
  type Intervention,
  type LaneSpec,
  type Recipe,
} from '#lab/recipe.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { SettingKey, Settings } from '#lab/settings.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Transport } from '#lab/transports/transport.ts';
import type { EventId } from '#trace/events.ts';
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
import { catchUp, forkRecipe, RunRecord } from './run-record.ts';
import { nextTelling, previousTelling } from './telling.ts';

const NOTHING: Selection = { msg: null, event: null, lane: null };
const METRICS_EVERY_MS = 250;
/** The clock may be asked to run at most this far ahead of itself; beyond, it slows down instead of racing later. */
const MAX_LAG_MS = 250;
const MAX_RUNS = 5;

/** What the session was started with. */
export interface SessionStart {
  /** The worker transport, or why there is none. */
  readonly worker: Transport | null;
  readonly reason: InPageReason;
  readonly seed?: number;
  /** Where they differ from the scenario's. */
  readonly settings?: Partial<Record<SettingKey, number>>;
}

export class Session implements SessionView {
  readonly #worker: Transport | null;
  #records: RunRecord[] = $state.raw([]);
  #shown: RunRecord = $state.raw() as RunRecord;
  #reason: InPageReason = $state.raw(null);
  #playing = $state.raw(true);
  #speed = $state.raw(1);
  #playhead: SimTime = $state.raw(ZERO);
  #head: SimTime = $state.raw(ZERO);
  #live = $state.raw(true);
  #version = $state.raw(0);
  #settings: Settings = $state.raw(DEFAULT_SETTINGS);
  #cutUntil: SimTime | null = $state.raw(null);
  #failure: string | null = $state.raw(null);
  #metrics: readonly LaneMetrics[] = $state.raw([]);
  #progress: number | null = $state.raw(null);
  #selection: Selection = $state.raw(NOTHING);
  #hovered: Selection = $state.raw(NOTHING);
  #pausedWhileHidden = $state.raw(false);
  #catchingUp: AbortController | null = null;
  #target: SimTime = ZERO;
  #seenLength = 0;
  #lastFrameMs: number | null = null;
  #metricsDueMs = 0;
  #nextId = 1;
  #lines = 0;
  #frame = 0;

  constructor(start: SessionStart) {
    this.#worker = start.worker;
    this.#reason = start.reason;
    const [race] = SCENARIOS;
    if (!race) throw new Error('there is no scenario');
    const { seed = race.seed, settings = {} } = start;
    this.#begin(recipeOf(race, { seed, settings: { ...race.settings, ...settings } }));
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#frame = requestAnimationFrame(this.#onFrame);
  }

  get status(): SessionStatus {
    if (this.#failure !== null) return 'failed';
    if (this.#progress !== null) return 'catching-up';
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
    return this.#records.map((record) => record.info);
  }
  get shown(): RunInfo {
    return this.#shown.info;
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
    return this.#progress;
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

  skipAhead(ms: number): void {
    const from = this.#shown;
    const target = plus(from.head, fromMs(ms));
    if (from.transport.kind === 'in-page') void this.#catchUp(from, target, () => undefined);
    else {
      const record = this.#record(from.run.recipe, inPageTransport, from.forkedAt, from.parent, from.id);
      void this.#catchUp(record, target, () => {
        this.#reason = 'skipped-ahead';
        this.#records = this.#records.map((old) => (old === from ? record : old));
        from.run.dispose();
        this.#show(record, record.head);
      });
    }
  }

  cancelCatchUp(): void {
    this.#catchingUp?.abort(new DOMException('cancelled', 'AbortError'));
  }

  restart(
    options: { seed?: number; feed?: Feed; settings?: Partial<Record<SettingKey, number>> } = {},
  ): void {
    this.cancelCatchUp();
    const { recipe } = this.#shown.run;
    const settings = settingsAt(recipe, this.#shown.run.earliest);
    this.#begin({
      ...recipe,
      seed: options.seed ?? recipe.seed,
      feed: options.feed ?? recipe.feed,
      settings: { ...settings, ...options.settings },
      interventions: [],
    });
    this.play();
  }

  set(values: Partial<Record<SettingKey, number>>): void {
    this.#intervene((at) => ({ at, set: values }));
  }

  cut(ms: number): void {
    this.#intervene((at) => ({ at, cutMs: ms }));
  }

  say(text: string): void {
    const id = `u${String(++this.#lines)}`;
    this.#intervene((at) => ({ at, say: text, id }));
  }

  lose(segment: EventId): void {
    const sent = this.trace.of(segment, 'segment.sent');
    const at = Math.max(0, sent.t - 1) as SimTime;
    const lose = { lane: sent.lane, dir: sent.dir, n: sent.n };
    void this.#fork(at, { at: plus(at, us(1)), lose }, this.#playhead);
  }

  showRun(id: number): void {
    const record = this.#records.find((candidate) => candidate.id === id);
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
    for (const record of this.#records) record.run.dispose();
  }

  /** Starts a run from 0 and shows it. */
  #begin(recipe: Recipe): void {
    const transport = this.#worker ?? inPageTransport;
    if (this.#worker) this.#reason = null;
    // Only the shown run is played on; older ones are kept to look at.
    for (const record of this.#records) record.run.dispose();
    const record = this.#record(recipe, transport, null, null, this.#nextId++);
    this.#records = [...this.#records, record].slice(-MAX_RUNS);
    this.#failure = null;
    this.#lines = 0;
    this.select(null);
    this.#show(record, ZERO);
  }

  #record(
    recipe: Recipe,
    transport: Transport,
    forkedAt: SimTime | null,
    parent: number | null,
    id: number,
  ): RunRecord {
    return new RunRecord(recipe, transport, { id, forkedAt, parent });
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

  #intervene(make: (at: SimTime) => Intervention): void {
    // What is being computed would not know of it.
    this.cancelCatchUp();
    if (this.#live && this.#shown === this.#records.at(-1)) {
      this.#shown.run.intervene(make(this.#shown.run.earliest));
      this.#readSettings();
      return;
    }
    const at = this.#playhead;
    void this.#fork(at, make(plus(at, us(1))), at);
  }

  /** Replays the past in-page up to `showAt`, with one more intervention, and goes on from there. */
  async #fork(at: SimTime, intervention: Intervention, showAt: SimTime): Promise<void> {
    const parent = this.#shown;
    const record = this.#record(
      forkRecipe(parent.run.recipe, at, intervention),
      inPageTransport,
      at,
      parent.id,
      this.#nextId++,
    );
    await this.#catchUp(record, plus(showAt, us(2)), () => {
      parent.run.dispose();
      this.#reason = 'forked';
      this.#records = [...this.#records, record].slice(-MAX_RUNS);
      this.#show(record, record.head);
      this.play();
    });
  }

  async #catchUp(record: RunRecord, target: SimTime, done: () => void): Promise<void> {
    this.cancelCatchUp();
    const controller = new AbortController();
    this.#catchingUp = controller;
    this.#progress = 0;
    try {
      await catchUp(record, target, controller.signal, (share) => {
        this.#progress = share;
      });
      done();
      this.goLive();
    } catch (error) {
      if (record !== this.#shown) record.run.dispose();
      if (!controller.signal.aborted) this.#fail(error);
    } finally {
      if (this.#catchingUp === controller) {
        this.#catchingUp = null;
        this.#progress = null;
        this.#target = this.#shown.head;
      }
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
    if (this.#playing && this.#failure === null && this.#progress === null)
      this.#advance(elapsedMs * this.#speed);
    // What was under way when the run was paused.
    else if (this.#live && this.#shown.head !== this.#playhead) this.goLive();
    if (nowMs >= this.#metricsDueMs) {
      this.#metricsDueMs = nowMs + METRICS_EVERY_MS;
      this.#metrics = this.#shown.scoreboard.at(this.#playhead);
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
    if (record !== this.#records.at(-1)) {
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
    this.#settings = settingsAt(run.recipe, t);
    this.#cutUntil = cutUntilAt(run.recipe, t);
  }

  #noticeGrowth(): void {
    const { length } = this.trace;
    if (length === this.#seenLength) return;
    this.#seenLength = length;
    this.#version++;
  }
}

/** Starts the session: through the service worker where that is possible, else in-page. */
export async function createSession(options: Pick<SessionStart, 'seed' | 'settings'> = {}): Promise<Session> {
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
