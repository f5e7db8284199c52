import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import type { Step } from '../model.ts';
import { DEFAULT_SCENARIO } from '../files/read-scenario.ts';
import { DEFAULT_POLICY, DEFAULT_SCENE } from '#lab/herd/options.ts';
import { attempt, playScene } from './player.ts';
import { compileActions, enteredAtStart, enteredBy, stepRecipe } from './recipe.ts';

const SCENARIO = { ...DEFAULT_SCENARIO, lanes: [{ id: 'polling', transport: 'polling' }] } as const;
const COMMON = { id: 'fix', scenario: SCENARIO, panel: null, focus: null, controls: [], herd: null } as const;

/** Passed once the client polls every half second at most, and a message has come since. */
const task: Step = {
  ...COMMON,
  kind: 'task',
  withinMs: 20_000,
  checks: [
    {
      id: 'often',
      kind: 'metric',
      lane: 'polling',
      metric: 'requestsPerMinute',
      bounds: { atLeast: 120 },
      overMs: 5000,
    },
  ],
};

test('actions become interventions, with ids by kind in the order of the list', () => {
  const interventions = compileActions(
    [
      { atMs: 1000, kind: 'cut', ms: 2000, direction: 'both' },
      { atMs: 2000, kind: 'publish', count: 2, everyMs: 250 },
      { atMs: 3000, kind: 'say', text: 'hi' },
      { atMs: 4000, kind: 'cut', ms: 500, direction: 'up' },
      { atMs: 5000, kind: 'reset', side: 'server' },
      { atMs: 0, kind: 'lose', lane: 'polling', direction: 'down', n: 3 },
    ],
    SCENARIO,
  );
  expect(interventions).toEqual([
    { at: fromMs(1000), region: { id: 'r1', ms: 2000, outage: 'both' } },
    { at: fromMs(2000), publish: 'A message out of turn.', id: 'x1' },
    { at: fromMs(2250), publish: 'A message out of turn.', id: 'x2' },
    { at: fromMs(3000), say: 'hi', id: 'u1' },
    { at: fromMs(4000), region: { id: 'r2', ms: 500, outage: 'up' } },
    { at: fromMs(5000), reset: 'server' },
    { at: fromMs(0), lose: { lane: 0, dir: 'down', n: 3 } },
  ]);
});

test('the scene comes before what the learner does, and entering things leaves the run alone', () => {
  const scenario = { ...SCENARIO, script: [{ atMs: 5, kind: 'say', text: 'script' }] } as const;
  const recipe = stepRecipe('polling/fix', scenario, [
    { kind: 'answer', option: 'a' },
    { atMs: 1, kind: 'say', text: 'learner' },
  ]);
  expect(recipe.interventions.map((one) => 'say' in one && [one.id, one.say])).toEqual([
    ['u1', 'script'],
    ['u2', 'learner'],
  ]);
});

test('what is entered adds up', () => {
  const write: Step = { ...COMMON, kind: 'write', format: 'sse', starter: 'data: ', checks: [] };
  expect(enteredAtStart(write).text).toBe('data: ');
  const entered = enteredBy(
    [
      { kind: 'sort', buckets: { a: 'x', b: 'x' } },
      { kind: 'sort', buckets: { b: 'y' } },
      { kind: 'write', text: 'data: 1\n\n' },
    ],
    enteredAtStart(write),
  );
  expect(entered).toEqual({ answer: null, buckets: { a: 'x', b: 'y' }, text: 'data: 1\n\n', herd: null });
});

test('an attempt passes by what is done, not by waiting', async () => {
  const idle = await attempt(task, []);
  expect([idle.start.passedAt, idle.end.passedAt, idle.end.failing?.id]).toEqual([null, null, 'often']);
  const done = await attempt(task, [{ atMs: 2000, kind: 'set', set: { 'polling.intervalMs': 400 } }]);
  // The window lies wholly behind the change.
  expect(done.end.passedAt).toBe(fromMs(7000));
  expect(done.passesInverted).toEqual([]);
});

test('an attempt gives the same verdicts each time', async () => {
  const actions = [{ atMs: 2000, kind: 'set', set: { 'polling.intervalMs': 450 } }] as const;
  expect((await attempt(task, actions)).end).toEqual((await attempt(task, actions)).end);
});

test('a scene ends at its event, or is given up', async () => {
  const match = { event: 'app.delivered', lane: null, where: {} } as const;
  const third = await playScene(SCENARIO, { kind: 'event', match, nth: 3 }, null);
  const tenth = await playScene(SCENARIO, { kind: 'event', match, nth: 10 }, null);
  expect(third.endMs).toBeLessThan(Number(tenth.endMs));
  const silent = { ...SCENARIO, feed: { kind: 'file', name: 'none', rows: [] } } as const;
  expect(await playScene(silent, { kind: 'event', match, nth: 1 }, null)).toEqual({
    endMs: null,
    focused: true,
  });
});

test('a focus is found when what it names has happened', async () => {
  const until = { kind: 'time', ms: 5000 } as const;
  const focus = (msg: string) => ({ kind: 'message', lane: 'polling', msg }) as const;
  expect(await playScene(SCENARIO, until, focus('1'))).toEqual({ endMs: 5000, focused: true });
  expect(await playScene(SCENARIO, until, focus('99'))).toEqual({ endMs: 5000, focused: false });
});

test('a herd is judged by how its clients wait at last, and needs no run', async () => {
  const policy = { ...DEFAULT_POLICY, jitter: 'none' } as const;
  const herd: Step = {
    ...COMMON,
    kind: 'herd',
    herd: {
      choice: { scene: { ...DEFAULT_SCENE, restartMs: 30_000 }, policies: [policy] },
      may: ['jitter', 'cap'],
    },
    checks: [
      { id: 'calm', kind: 'herd', figure: 'peakPerS', bounds: { atMost: 250 } },
      { id: 'soon', kind: 'herd', figure: 'allBackMs', bounds: { atMost: 20_000 } },
    ],
  };
  const idle = await attempt(herd, []);
  expect(idle.end).toMatchObject({ passedAt: null, failing: { id: 'calm', value: 1000 } });
  const spread = await attempt(herd, [{ kind: 'wait', policy: { jitter: 'full' } }]);
  expect(spread.end.failing?.id).toBe('soon');
  // What is not said again stays as it was.
  const capped = await attempt(herd, [
    { kind: 'wait', policy: { jitter: 'full' } },
    { kind: 'wait', policy: { reconnectCapMs: 15_000 } },
  ]);
  expect(capped.end.passedAt).toBe(fromMs(0));
  expect(capped.passesInverted).toEqual([]);
});

test('who is never back is not back in time', async () => {
  const policy = { ...DEFAULT_POLICY, reconnect: 'no' } as const;
  const herd: Step = {
    ...COMMON,
    kind: 'herd',
    herd: { choice: { scene: DEFAULT_SCENE, policies: [policy] }, may: [] },
    checks: [{ id: 'soon', kind: 'herd', figure: 'allBackMs', bounds: { atMost: 3_600_000 } }],
  };
  expect((await attempt(herd, [])).end.failing?.value).toBe(Infinity);
});
