/** What the page needs to play a lesson comes without the parsers: those are fetched when a lesson's files are read. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const HEAVY = ['yaml', 'marked', 'valibot'];

/** Modules and packages that `file` imports at run time, itself included, at any depth. */
function reaches(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, clause = '', from = ''] of text.matchAll(/^(?:import|export) ([^;]*?)from '([^']+)';/gms)) {
    if (/^type\b/.test(clause)) continue;
    if (from.startsWith('#')) reaches(join(SRC, from.slice(1)), seen);
    else if (from.startsWith('.')) reaches(join(dirname(file), from), seen);
    else seen.add(from);
  }
  return seen;
}

const heavy = (file: string): string[] =>
  HEAVY.filter((name) => reaches(join(SRC, 'course', file)).has(name));

test.each([
  'model.ts',
  'points.ts',
  'prose.ts',
  'progress.ts',
  'checks/judge.ts',
  'checks/of-step.ts',
  'play/recipe.ts',
  'play/find.ts',
  'play/player.ts',
])('course/%s needs no parser', (file) => {
  expect(heavy(file)).toEqual([]);
});

test('the loader needs all of them', () => {
  expect(heavy('files/load.ts')).toEqual(HEAVY);
});
