import { expect, test } from 'vitest';
import { fromMs, ZERO, type SimTime } from '#base/time.ts';
import type { Check } from '#course/checks/check.ts';
import type { Lesson, Step, StepScenario } from '#course/model.ts';
import { DEFAULT_POLICY, DEFAULT_SCENE } from '#lab/herd/options.ts';
import type { Recipe } from '#lab/recipe.ts';
import { LabRun } from '#lab/run.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { RunInfo, Selection, SessionView } from './contract.ts';
import { LessonPlayer } from './lesson.svelte.ts';

/** A session without a page: what the player asks of one, with runs that play as fast as they are told. */
class Bench {
  readonly runs: { readonly info: RunInfo; readonly run: LabRun }[] = [];
  shownAt = 0;
  status = 'paused';
  speed = 1;
  playhead: SimTime = ZERO;
  progress = null;
  selection: Selection = { msg: null, event: null, lane: null };

  get current(): { readonly info: RunInfo; readonly run: LabRun } {
    const current = this.runs[this.shownAt];
    if (!current) throw new Error('nothing was started');
    return current;
  }
  get shown(): RunInfo {
    return this.current.info;
  }
  get trace(): LabRun['trace'] {
    return this.current.run.trace;
  }
  get lanes(): Recipe['lanes'] {
    return this.current.info.recipe.lanes;
  }
  startRun(recipe: Recipe, { play } = { play: true }): void {
    const run = new LabRun(recipe, inPageTransport);
    const about = { forkedAt: null, parent: null, trace: run.trace, head: ZERO };
    this.runs.push({ info: { id: this.runs.length, recipe, ...about }, run });
    this.shownAt = this.runs.length - 1;
    this.playhead = ZERO;
    this.selection = { msg: null, event: null, lane: null };
    this.status = play ? 'playing' : 'paused';
  }
  showRun(id: number): void {
    this.shownAt = id;
    this.status = 'paused';
  }
  setSpeed(speed: number): void {
    this.speed = speed;
  }
  pause(): void {
    this.status = 'paused';
  }
  play(): void {
    this.status = 'playing';
  }
  select(selection: Selection): void {
    this.selection = { ...selection };
  }
  async playTo(ms: number): Promise<void> {
    await this.current.run.runTo(fromMs(ms));
    this.playhead = fromMs(ms);
  }
}

const scenario: StepScenario = {
  lanes: [{ id: 'polling', transport: 'polling' }],
  seed: 7,
  settings: { 'polling.intervalMs': 10_000 },
  feed: { kind: 'chat' },
  feedUntilMs: null,
  script: [],
  ...{ startAtMs: 0, autoplay: true, speed: 5 },
};
const often: StepScenario = { ...scenario, settings: { 'polling.intervalMs': 500 } };
const common = { scenario, panel: null, focus: null, controls: [], herd: null } as const;
const cheap: Check = {
  ...{ id: 'cheap', kind: 'metric', lane: 'polling', metric: 'meanDelayMs' },
  ...{ bounds: { atMost: 2000 }, overMs: 20_000 },
};
const stiff = { ...DEFAULT_POLICY, jitter: 'none' } as const;
const herd = { scene: DEFAULT_SCENE, policies: [stiff] };
const STEPS: readonly Step[] = [
  {
    ...common,
    ...{ id: 'guess', kind: 'predict', options: ['a', 'b'], answer: 'b' },
    reveal: { scenario: often, until: { kind: 'time', ms: 4000 }, focus: null, herd: null },
  },
  { ...common, id: 'tune', kind: 'task', withinMs: 60_000, checks: [cheap] },
  { ...common, id: 'place', kind: 'sort', buckets: ['x', 'y'], items: { one: 'x', two: 'y' } },
  {
    ...common,
    ...{ id: 'type', kind: 'write', format: 'sse', starter: 'data: 1\n' },
    checks: [{ id: 'fires', kind: 'sse', item: 'event', where: {}, bounds: { atLeast: 1 } }],
  },
  {
    ...common,
    ...{ id: 'spread', kind: 'herd', herd: { choice: herd, may: ['jitter'] } },
    checks: [{ id: 'calm', kind: 'herd', figure: 'peakPerS', bounds: { atMost: 300 } }],
  },
  {
    ...common,
    ...{ id: 'together', kind: 'predict', options: ['a', 'b'], answer: 'b', herd: { choice: herd, may: [] } },
    reveal: {
      scenario,
      until: { kind: 'time', ms: 0 },
      focus: null,
      herd: { ...herd, policies: [stiff, DEFAULT_POLICY] },
    },
  },
];
const prose = { title: '', objective: [], steps: new Map(), teacher: [], sources: [] };
const lesson: Lesson = {
  ...{ id: 'test', minutes: 5, steps: STEPS, prose: { en: prose, zh: prose }, nearMisses: new Map() },
  solution: new Map([
    ['tune', [{ atMs: 0, kind: 'set', set: { 'polling.intervalMs': 1000 } }]],
    ['type', [{ kind: 'write', text: 'data: 1\n\n' }]],
    ['spread', [{ kind: 'wait', policy: { jitter: 'full' } }]],
  ]),
};

function begin(step: string | null = null): { bench: Bench; player: LessonPlayer; done: string[] } {
  const bench = new Bench();
  const done: string[] = [];
  const player = new LessonPlayer(bench as unknown as SessionView, lesson, {
    step,
    onstep: () => undefined,
    ondone: ({ id }, answer) => done.push(answer === null ? id : `${id}: ${answer}`),
  });
  return { bench, player, done };
}

test('an unknown step begins the lesson, a known one is where it goes on', () => {
  expect(begin('nowhere').player.step.id).toBe('guess');
  expect(begin('place').player.step.id).toBe('place');
});

test('each step starts the run that it asks for, at its speed', () => {
  const { bench, player } = begin();
  expect(bench.shown.recipe).toMatchObject({ scenario: 'test/guess', seed: 7 });
  expect(bench.speed).toBe(5);
  player.next();
  expect(bench.shown.recipe.scenario).toBe('test/tune');
});

test('a prediction must be chosen before it is locked, and locked it stays', () => {
  const { player } = begin();
  player.lock();
  expect(player.phase).toBe('open');
  player.choose('a');
  player.lock();
  player.choose('b');
  expect(player.phase).toBe('locked');
  expect(player.entered.answer).toBe('a');
  player.unlock();
  player.choose('b');
  expect(player.entered.answer).toBe('b');
});

test('revealing plays the other run to its end, stops it, and holds both against each other', async () => {
  const { bench, player, done } = begin();
  await bench.playTo(4000);
  player.choose('a');
  player.lock();
  player.primary();
  expect(player.phase).toBe('showing');
  await bench.playTo(3900);
  player.notice(1000);
  expect(player.phase).toBe('showing');
  await bench.playTo(4000);
  player.notice(2000);
  expect(player.phase).toBe('done');
  expect(bench.status).toBe('paused');
  expect(player.evidence?.before?.[0]?.intervalMs).toBe(10_000);
  expect(player.evidence?.now[0]?.intervalMs).toBe(500);
  expect(player.evidence?.now[0]?.requests).toBeGreaterThan(4);
  expect(done).toEqual(['guess: a']);
});

test('a class that locked nothing is shown the answer too', async () => {
  const { bench, player } = begin();
  player.reveal();
  await bench.playTo(4000);
  player.notice(1000);
  expect(player.phase).toBe('done');
  expect(player.entered.answer).toBe(null);
});

test('a task that is not fulfilled fails by the clock, and the hint names the check and the message', async () => {
  const { bench, player, done } = begin('tune');
  await bench.playTo(45_000);
  player.notice(1000);
  expect(player.results?.[0]?.status).toBe('fail');
  player.hint();
  expect(player.hinted).toBe('cheap');
  expect(bench.status).toBe('paused');
  expect(bench.selection.event).not.toBe(null);
  // The lesson selected it: that is no question about the message.
  expect(player.asked).toBe(false);
  bench.select({ msg: '1', event: null, lane: 0 });
  expect(player.asked).toBe(true);
  expect(done).toEqual([]);
});

test('the solution plays as a run of its own and earns nothing; the learner gets theirs back', async () => {
  const { bench, player, done } = begin('tune');
  const own = bench.shown.id;
  await bench.playTo(2000);
  player.solution();
  expect(bench.shown.id).not.toBe(own);
  expect(bench.shown.recipe.scenario).toBe('test/tune/solution');
  await bench.playTo(40_000);
  player.notice(1000);
  expect(player.proof?.[0]?.value).toBeLessThanOrEqual(2000);
  expect(player.done).toBe(true);
  expect(done).toEqual([]);
  player.back();
  expect(bench.shown.id).toBe(own);
  expect(bench.status).toBe('playing');
  expect(player.done).toBe(false);
});

test('a sorting is checked when everything has a place, and can be sorted again', () => {
  const { player, done } = begin('place');
  player.put('one', 'x');
  player.lock();
  expect(player.phase).toBe('open');
  player.put('two', 'x');
  player.lock();
  expect(player.phase).toBe('done');
  player.unlock();
  player.put('two', '');
  expect(player.sorted).toBe(false);
  expect(done).toEqual(['place']);
});

test('a text is judged as it is typed', () => {
  const { player, done } = begin('type');
  expect(player.entered.text).toBe('data: 1\n');
  expect(player.done).toBe(false);
  player.write('data: 1\n\n');
  expect(player.done).toBe(true);
  expect(done).toEqual(['type']);
});

test('a herd is judged as its clients’ wait is chosen, and the solution gives the learner theirs back', () => {
  const { player, done } = begin('spread');
  expect(player.herd?.choice.policies).toEqual([stiff]);
  expect(player.results?.[0]).toMatchObject({ status: 'fail', value: 1000 });
  player.solution();
  expect(player.herd?.choice.policies[0]?.jitter).toBe('full');
  expect(player.done).toBe(true);
  expect(done).toEqual([]);
  player.back();
  expect(player.herd?.choice.policies).toEqual([stiff]);
  expect(player.done).toBe(false);
  player.wait({ ...stiff, jitter: 'decorrelated' });
  expect(player.proof?.[0]?.value).toBeLessThan(300);
  expect(done).toEqual(['spread']);
});

test('a herd that shows the answer is there at once, and no run is started for it', () => {
  const { bench, player, done } = begin('together');
  const own = bench.shown.id;
  expect(player.herd?.choice.policies).toHaveLength(1);
  player.choose('b');
  player.lock();
  player.primary();
  expect(player.herd?.choice.policies).toHaveLength(2);
  player.notice(1000);
  expect(player.phase).toBe('done');
  expect(player.evidence).toBe(null);
  expect(bench.shown.id).toBe(own);
  expect(done).toEqual(['together: b']);
});

test('a reset begins the step anew and keeps nothing of it', () => {
  const { bench, player } = begin('type');
  player.write('data: 1\n\n');
  player.reset();
  expect(player.entered.text).toBe('data: 1\n');
  expect(player.done).toBe(false);
  expect(bench.runs).toHaveLength(2);
});

test('after the last step the lesson is finished, and previous leads back into it', () => {
  const { player } = begin('together');
  player.next();
  expect(player.finished).toBe(true);
  player.previous();
  expect(player.finished).toBe(false);
  expect(player.step.id).toBe('together');
});
