/** The `lab` command as it is called: its JSON, and what it says to a mistake. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function lab(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const result = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/lab.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

interface Printed {
  scenario: string;
  seed: number;
  untilMs: number;
  hash: string;
  lanes: { lane: string; published: number; delivered: number; inFlight: number; lost: number }[];
}

test('prints the same hash in two runs, and another for another seed', { timeout: 30_000 }, () => {
  const [a, b, c] = ['7', '7', '8'].map(
    (seed) => JSON.parse(lab('race', '--seed', seed, '--until', '60s', '--json').stdout) as Printed,
  );
  expect(a).toMatchObject({ scenario: 'race', seed: 7, untilMs: 60_000 });
  expect(a?.lanes.map(({ lane }) => lane)).toEqual(['polling', 'longpoll', 'sse', 'ws']);
  expect(a?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(b?.hash).toBe(a?.hash);
  expect(c?.hash).not.toBe(a?.hash);
});

test('plays a scenario with what happens in it, under settings of one’s own', { timeout: 30_000 }, () => {
  const printed = (...args: string[]): Printed =>
    JSON.parse(lab('lift', '--seed', '3', '--drain', '25s', '--json', ...args).stdout) as Printed;
  const all = printed();
  expect(all.lanes.map(({ lane }) => lane)).toEqual(['ws-bare', 'longpoll', 'sse', 'ws']);
  for (const { published, delivered } of all.lanes) expect(delivered).toBe(published);
  const forgetful = printed('--set', 'client.resume=no').lanes.find(({ lane }) => lane === 'ws');
  expect(forgetful?.delivered).toBeLessThan(forgetful?.published ?? 0);
});

describe('answers a mistake with exit code 2 and what is valid', () => {
  test.each([
    [['nope'], 'Valid are: race, lift, tunnel'],
    [[], 'SCENARIO'],
    [['race', '--set', 'net.speed=3'], 'net.lossPct'],
    [['race', '--set', 'net.lossPct=lots'], 'from 0 to 100 %'],
    [['race', '--set', 'net.lossPct=101'], 'from 0 to 100 %'],
    [['race', '--set', 'net.lossPct'], 'key=value'],
    [['race', '--seed', 'x'], 'whole numbers'],
    [['race', '--until', 'soon'], '60s'],
    [['race', '--feed', 'news'], 'chat, quakes'],
    [['race', '--fast'], '--until'],
  ])('%j', { timeout: 15_000 }, (args, hint) => {
    const { status, stdout, stderr } = lab(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(hint);
  });
});
