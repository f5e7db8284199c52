import { expect, test } from 'vitest';
import { DEFAULT_POLICY } from '#lab/herd/options.ts';
import { FIRST_HERD, herdFromLink, herdLink, type HerdChoice } from './herd-link.ts';

function address(choice: HerdChoice): string {
  const pairs = Object.entries(herdLink(choice)).filter((pair): pair is [string, string] => pair[1] !== null);
  return `#herd=&${new URLSearchParams(pairs).toString()}`;
}

test('the usual herd needs no word in the address', () => {
  expect(Object.values(herdLink(FIRST_HERD)).every((value) => value === null)).toBe(true);
  expect(herdFromLink('#herd')).toEqual(FIRST_HERD);
});

test('what was chosen comes back from the address', () => {
  const chosen: HerdChoice = {
    scene: {
      seed: 3,
      clients: 10_000,
      acceptPerS: 500,
      backlog: 64,
      timeoutMs: 4000,
      restartMs: 0,
      crashes: 3,
      upMs: 2000,
    },
    policies: [
      { ...DEFAULT_POLICY, reconnect: 'fixed', reconnectMs: 300 },
      { ...DEFAULT_POLICY, jitter: 'decorrelated', reconnectCapMs: 9000, stableMs: 0 },
    ],
  };
  expect(herdFromLink(address(chosen))).toEqual(chosen);
});

test('what nobody can mean is brought to what can be shown', () => {
  const read = herdFromLink(
    '#herd&clients=99999999&rate=0&seed=-4&backlog=x&a=never-1-2&b=fixed-1-900000000-loud',
  );
  expect(read.scene).toMatchObject({ clients: 10_000, acceptPerS: 10, seed: 7, backlog: 128 });
  expect(read.policies[0]).toEqual({ ...FIRST_HERD.policies[0], reconnectMs: 100, reconnectCapMs: 100 });
  expect(read.policies[1]).toMatchObject({
    reconnect: 'fixed',
    reconnectMs: 100,
    reconnectCapMs: 600_000,
    jitter: 'full',
  });
});
