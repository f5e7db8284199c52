/**
 * What the real tools print, octet for octet: real-tools.json was written by them (Debian 12: bash 5.2, coreutils 9.1,
 * grep 3.8, OpenSSL 3.0, xxd 2022-01-14, jq 1.6; LC_ALL=C.UTF-8). Each case: line, standard input, output, exit status.
 */
import { describe, expect, test } from 'vitest';
import { Bench, printed } from '../testing.ts';
import recorded from './real-tools.json' with { type: 'json' };
import { COMMANDS } from './table.ts';

const CASES = recorded as unknown as Record<string, [string, string, string, number][]>;

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases)('%s', async (line, input, stdout, status) => {
    expect(await printed(line, input)).toMatchObject({ stdout, status });
  });
});

test('date is the virtual clock, which sleep moves', async () => {
  const { stdout } = await printed('date; sleep 1.5; date +%T.%3N; sleep 1m 1; date +%s');
  expect(stdout).toBe('Sat Nov 21 03:48:00 UTC 2026\n03:48:01.500\n1795232942\n');
});

test('no pattern takes exponential time', async () => {
  const { status } = await printed(`grep -E '(a+)+(b|a*)*c$'`, `${'a'.repeat(3000)}\n`);
  expect(status).toBe(1);
});

test('what grep, printf, date and jq don’t know, they say', async () => {
  expect(await printed(String.raw`grep '\(a\)\1'`)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(String.raw`\1`) as string,
  });
  expect(await printed('printf %q x')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('%q') as string,
  });
  expect(await printed('date +%G')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('%G') as string,
  });
  expect(await printed('jq map(.x)', '[]')).toMatchObject({ status: 2 });
  expect(await printed("jq 'map(.x)'", '[]')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('map(.x)') as string,
  });
});

test('help lists all commands, in order, and man explains each in both languages', async () => {
  const names = COMMANDS.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  for (const locale of ['en', 'zh'] as const) {
    const bench = new Bench(undefined, locale);
    const { stdout } = await bench.run('help');
    for (const name of names) {
      expect(stdout).toContain(`  ${name} `);
      expect((await bench.run(`man ${name}`)).status).toBe(0);
    }
  }
});

test('history lists what was typed', async () => {
  expect((await new Bench().run('true\n\nhistory')).stdout).toBe('    1  true\n    2  history\n');
});
