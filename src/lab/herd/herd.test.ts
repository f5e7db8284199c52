import { describe, expect, test } from 'vitest';
import { draw } from '#base/random.ts';
import { Herd, runHerd } from './herd.ts';
import { DEFAULT_POLICY, DEFAULT_SCENE, HERD_JITTERS, HERD_WAITS, type HerdOptions } from './options.ts';
import { inTheLastSecond, type HerdResult } from './record.ts';

function herd(scene: Partial<HerdOptions> = {}, policy: Partial<HerdOptions['policy']> = {}): HerdOptions {
  return { ...DEFAULT_SCENE, ...scene, policy: { ...DEFAULT_POLICY, ...policy } };
}

function sum(counts: Uint32Array): number {
  return counts.reduce((all, count) => all + count, 0);
}

/** The most attempts in any bucket that met the server up. */
function sharpest({ series }: HerdResult): number {
  return Math.max(...series.attempts.map((count, i) => count - (series.vain[i] ?? 0)));
}

const policies = HERD_WAITS.flatMap((reconnect) => HERD_JITTERS.map((jitter) => ({ reconnect, jitter })));

describe.each(policies)('clients that wait: $reconnect, jitter $jitter', (policy) => {
  const { series, sums } = runHerd(herd({ clients: 600, acceptPerS: 60, crashes: 2 }, policy));

  test('all come back, and each attempt has one end', () => {
    expect(sums.connected).toBe(600);
    expect(series.connected.at(-1)).toBe(600);
    // Those that the second crash cut off had been accepted, or waited at the server.
    const ended = sum(series.accepts) + sums.refusals + sums.timeouts;
    expect(sums.attempts).toBeGreaterThanOrEqual(ended);
    expect(sums.attempts - ended).toBeLessThanOrEqual(1 + DEFAULT_SCENE.backlog);
    expect(sum(series.attempts)).toBe(sums.attempts);
    expect(sum(series.vain)).toBe(sums.vain);
  });

  test('the server never takes more than its rate', () => {
    expect(Math.max(...inTheLastSecond(series.accepts))).toBeLessThanOrEqual(60);
    expect(sum(series.accepts)).toBeGreaterThanOrEqual(600);
  });
});

test('without jitter the herd comes as one: its spike is the whole herd, every time', () => {
  const result = runHerd(herd({}, { reconnect: 'fixed', reconnectMs: 5000, jitter: 'none' }));
  expect(result.sums.peakPerS).toBeGreaterThan(850);
  // Round trips are 20 to 200 ms: what is left of the herd arrives within three buckets, then nobody does.
  const busy = result.series.attempts.reduce((buckets, count) => buckets + Number(count > 0), 0);
  expect(busy).toBeLessThan(result.series.attempts.length / 8);
});

test.each(['full', 'equal', 'decorrelated'] as const)('%s jitter lowers the peak', (jitter) => {
  const none = runHerd(herd({}, { jitter: 'none' }));
  const spread = runHerd(herd({}, { jitter }));
  expect(spread.sums.peakPerS).toBeLessThan(0.6 * none.sums.peakPerS);
  expect(sharpest(spread)).toBeLessThan(0.3 * sharpest(none));
});

test('while the server is away everyone is refused', () => {
  const { series, sums } = runHerd(herd({ restartMs: 5000 }, { reconnect: 'fixed', jitter: 'none' }));
  expect(sums.upAtMs).toBe(5000);
  expect(sum(series.accepts.slice(0, 50))).toBe(0);
  expect(sum(series.refusals.slice(0, 50))).toBe(sum(series.attempts.slice(0, 50)));
  expect(sum(series.vain.slice(50))).toBe(0);
  // Waits of 1 s and round trips: the whole herd knocks four times meanwhile.
  expect(sums.vain).toBe(4000);
});

test('waits double up to their cap', () => {
  const { dots } = runHerd(
    herd({ clients: 10, restartMs: 40_000 }, { jitter: 'none', reconnectCapMs: 8000 }),
  );
  const first = dots.atMs.filter((_, i) => dots.client[i] === 0);
  const roundTrip = 20 + 180 * draw(7, 0, 1, 0, 'client');
  const waits = Array.from(first, (at, i) => at - (first[i - 1] ?? 0) - roundTrip);
  const expected = [1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000];
  expect(waits).toHaveLength(expected.length);
  for (const [i, wait] of waits.entries()) expect(wait).toBeCloseTo(expected[i] ?? 0, 1);
});

test('the wait begins anew after a connection that stood, and goes on growing after one that did not', () => {
  const twice = { clients: 50, acceptPerS: 1000, crashes: 2, upMs: 20_000, restartMs: 3000 };
  const waitAfterSecond = (stableMs: number): number => {
    const { dots } = runHerd(herd(twice, { jitter: 'none', stableMs }));
    const second = 3000 + 20_000;
    return Math.min(...dots.atMs.filter((at) => at > second)) - second;
  };
  expect(waitAfterSecond(5000)).toBeLessThan(1200);
  // The third wait, as if the short success had not been.
  expect(waitAfterSecond(30_000)).toBeGreaterThan(4000);
});

test('a backlog longer than the patience of the clients wastes the server on those who have gone', () => {
  const crowd = { clients: 3000, acceptPerS: 100, timeoutMs: 3000, restartMs: 1000 };
  const short = runHerd(herd({ ...crowd, backlog: 100 }));
  const long = runHerd(herd({ ...crowd, backlog: 4000 }));
  expect(short.sums.wasted).toBe(0);
  expect(long.sums.wasted).toBeGreaterThan(100);
  expect(long.sums.recoveredMs[2] ?? Infinity).toBeGreaterThan(short.sums.recoveredMs[2] ?? 0);
});

test('who never tries again stays away, and the run ends', () => {
  const { sums } = runHerd(herd({}, { reconnect: 'no' }));
  expect(sums).toMatchObject({ attempts: 0, connected: 0, peakPerS: 0, recoveredMs: [null, null, null] });
});

test('the same seed gives the same run, in whatever steps; another seed another', () => {
  const whole = runHerd(herd());
  const stepped = new Herd(herd());
  let steps = 1;
  while (!stepped.step(17)) steps++;
  expect(stepped.result()).toEqual(whole);
  expect(steps).toBeGreaterThan(100);
  expect(runHerd(herd({ seed: 8 })).sums).not.toEqual(whole.sums);
});

test('progress goes from nobody to everyone', () => {
  const run = new Herd(herd());
  run.step(1);
  expect(run.progress).toBe(0);
  while (!run.step(1000));
  expect(run.progress).toBe(1);
});

test('dots are of every nth client, and never too many', () => {
  const { dots, sums } = runHerd(
    herd({ clients: 1000, restartMs: 30_000 }, { reconnect: 'fixed', reconnectMs: 100, jitter: 'none' }),
  );
  expect(sums.attempts).toBeGreaterThan(120_000);
  expect(dots.atMs.length).toBeLessThanOrEqual(120_000);
  expect(new Set(dots.client).size).toBeGreaterThan(50);
  expect(Array.from(dots.atMs).every((at, i) => at >= (dots.atMs[i - 1] ?? 0))).toBe(true);
});
