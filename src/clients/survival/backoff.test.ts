/** The waits between attempts, by their bounds. */
import { describe, expect, test } from 'vitest';
import { draw } from '#base/random.ts';
import { nextWaitMs, type BackoffOptions } from './backoff.ts';

const EXPONENTIAL: BackoffOptions = {
  reconnect: 'exponential',
  reconnectMs: 500,
  reconnectCapMs: 10_000,
  jitter: 'none',
  stableMs: 5000,
};

/** The waits of one client: as many as there are attempts that fail. */
function waits(options: BackoffOptions, attempts: number, client = 0): number[] {
  let draws = 0;
  const random = (): number => draw(7, client, 0, draws++, 'client');
  const all: number[] = [];
  for (let failures = 1; failures <= attempts; failures++) {
    const wait = nextWaitMs(options, failures, all.at(-1) ?? 0, random);
    if (wait !== null) all.push(wait);
  }
  return all;
}

const CLIENTS = Array.from({ length: 200 }, (_, client) => client);

test('who never tries again has no wait', () => {
  expect(nextWaitMs({ ...EXPONENTIAL, reconnect: 'no' }, 1, 0, () => 0)).toBeNull();
});

test('who tries at once never waits', () => {
  expect(waits({ ...EXPONENTIAL, reconnect: 'immediate', jitter: 'full' }, 5)).toEqual([0, 0, 0, 0, 0]);
});

test('a fixed wait stays what it is, but for the longest that is allowed', () => {
  const fixed: BackoffOptions = { ...EXPONENTIAL, reconnect: 'fixed' };
  expect(waits(fixed, 3)).toEqual([500, 500, 500]);
  expect(waits({ ...fixed, reconnectCapMs: 200 }, 2)).toEqual([200, 200]);
});

test('an exponential wait doubles up to the longest', () => {
  expect(waits(EXPONENTIAL, 7)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('after very many failures the wait is still the longest', () => {
  expect(nextWaitMs(EXPONENTIAL, 5000, 0, () => 0)).toBe(10_000);
  expect(nextWaitMs({ ...EXPONENTIAL, reconnectMs: 0 }, 5000, 0, () => 0)).toBe(0);
});

describe.each(['full', 'equal', 'decorrelated'] as const)('%s jitter', (jitter) => {
  const all = CLIENTS.map((client) => waits({ ...EXPONENTIAL, jitter }, 8, client));

  test('never waits longer than the longest', () => {
    expect(Math.max(...all.flat())).toBeLessThanOrEqual(10_000);
  });

  test('has no two clients come back together', () => {
    const first = all.map(([wait]) => wait);
    expect(new Set(first).size).toBe(CLIENTS.length);
  });

  test('is the same for the same random numbers', () => {
    expect(waits({ ...EXPONENTIAL, jitter }, 8, 3)).toEqual(all[3]);
  });
});

test('full jitter spreads from nothing to the whole wait', () => {
  const third = CLIENTS.map((client) => waits({ ...EXPONENTIAL, jitter: 'full' }, 3, client)[2] ?? NaN);
  expect(Math.min(...third)).toBeLessThan(100);
  expect(Math.max(...third)).toBeGreaterThan(1900);
  expect(Math.max(...third)).toBeLessThan(2000);
});

test('equal jitter keeps half of the wait', () => {
  const third = CLIENTS.map((client) => waits({ ...EXPONENTIAL, jitter: 'equal' }, 3, client)[2] ?? NaN);
  expect(Math.min(...third)).toBeGreaterThanOrEqual(1000);
  expect(Math.min(...third)).toBeLessThan(1100);
  expect(Math.max(...third)).toBeLessThan(2000);
});

test('decorrelated jitter goes from the first wait to three times the one before', () => {
  for (const client of CLIENTS) {
    let before = 500;
    for (const wait of waits({ ...EXPONENTIAL, jitter: 'decorrelated' }, 8, client)) {
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(Math.min(10_000, 3 * before));
      before = wait;
    }
  }
});
