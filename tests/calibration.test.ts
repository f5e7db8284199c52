/**
 * A sample of the calibration: entries of the measurements, simulated, must stay within the evaluator's tolerance. The
 * whole file: `npm run --silent calibrate -- calibration/reference.json`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { figuresOf } from '../scripts/calibrate/figures.ts';
import { readEntries } from '../scripts/calibrate/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'calibration-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = JSON.parse(readFileSync('calibration/reference.json', 'utf8')) as { entries: unknown[] };
const entries = readEntries(file);

/** Instances for each measured one. The draws are fixed by their seeds: a sample passes always, or never. */
const SCALE = 2;

const SAMPLE = [
  'r100_j50_l0 longpoll',
  'r20_l5 ws',
  'r100_l10 sse',
  'r300_l5 longpoll',
  'r100_l1 gap2000',
  'r300_l5 poll2000',
  'out_r100_l0_3s sse',
  'out_r300_l0_10s wshb',
  'out_r300_l0_10s polltmo',
  'bulk_r100_l0 bulk',
];

test.each(SAMPLE)('%s is as measured on Linux', { timeout: 20_000 }, async (name) => {
  const chosen = entries.flatMap((entry, i) =>
    `${entry.condition.name} ${entry.params.id}` === name ? [{ entry, measured: file.entries[i] }] : [],
  );
  expect(chosen.length).toBeGreaterThan(0);
  const simulated = await Promise.all(chosen.map(({ entry }) => figuresOf(entry, SCALE)));
  const write = (as: string, what: readonly unknown[]): string => {
    const path = join(folder, as);
    writeFileSync(path, JSON.stringify({ entries: what }));
    return path;
  };
  const { stdout } = spawnSync(
    process.execPath,
    [
      'calibration/evaluate.mjs',
      write(
        'measured.json',
        chosen.map(({ measured }) => measured),
      ),
      write('simulated.json', simulated),
    ],
    { encoding: 'utf8' },
  );
  expect(stdout).toMatch(/^\d+ passed, 0 failed/);
});

test('an entry that is not understood is an error', () => {
  const change = (part: 'condition' | 'params', field: object): unknown => {
    const [entry] = structuredClone(entries);
    return { entries: [{ ...entry, [part]: { ...entry?.[part], ...field } }] };
  };
  expect(() => readEntries(change('params', { id: 'carrier-pigeon' }))).toThrow('entries.0.params.id');
  expect(() => readEntries(change('condition', { moonPhase: 1 }))).toThrow('entries.0.condition.moonPhase');
});
