/**
 * Holds the simulated TCP against measurements of Linux: simulates every entry of a file in the schema of
 * calibration/reference.json and writes what calibration/evaluate.mjs reads. `--docs` also writes the tables of
 * docs/model.md.
 *
 *   npm run --silent calibrate -- FILE.json [--out OUT.json] [--scale N] [--workers N] [--only TEXT] [--docs]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { writeDocs } from './calibrate/docs.ts';
import type { Figures } from './calibrate/figures.ts';
import { readEntries, type Entry } from './calibrate/schema.ts';
import { table } from './calibrate/table.ts';
import type { Done, Task } from './calibrate/worker.ts';

const USAGE =
  'usage: npm run --silent calibrate -- FILE.json [--out OUT.json] [--scale N] [--workers N] [--only TEXT] [--docs]';

/** Simulates the entries on `workers` threads, in the order in which they are free. */
async function simulateAll(entries: readonly Entry[], scale: number, workers: number): Promise<Figures[]> {
  const figures: Figures[] = [];
  let next = 0;
  let finished = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./calibrate/worker.mjs', import.meta.url));
      const hand = (): void => {
        const index = next++;
        const entry = entries[index];
        if (entry) worker.postMessage({ index, entry, scale } satisfies Task);
        else {
          void worker.terminate();
          resolve();
        }
      };
      worker.on('message', ({ index, figures: done }: Done) => {
        figures[index] = done;
        finished++;
        process.stderr.write(`\r${String(finished)}/${String(entries.length)} `);
        hand();
      });
      worker.on('error', reject);
      hand();
    });
  await Promise.all(Array.from({ length: workers }, work));
  process.stderr.write('\n');
  return figures;
}

/** What the evaluator says at the end of its report. */
function evaluate(measuredPath: string, figures: readonly Figures[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
  try {
    const simulatedPath = join(folder, 'simulated.json');
    writeFileSync(simulatedPath, JSON.stringify({ entries: figures }));
    const script = fileURLToPath(new URL('../calibration/evaluate.mjs', import.meta.url));
    const { stdout } = spawnSync(process.execPath, [script, measuredPath, simulatedPath], {
      encoding: 'utf8',
    });
    return stdout.trim().split('\n').at(-1) ?? '';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    scale: { type: 'string', default: '8' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
    docs: { type: 'boolean', default: false },
  },
});
const [path] = positionals;
if (path === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}
try {
  const entries = readEntries(JSON.parse(readFileSync(path, 'utf8'))).filter(({ condition, params }) =>
    `${condition.name} ${params.id}`.includes(values.only),
  );
  const figures = await simulateAll(entries, Number(values.scale), Number(values.workers));
  if (values.out !== undefined)
    writeFileSync(values.out, `${JSON.stringify({ entries: figures }, null, 1)}\n`);
  process.stdout.write(`${table(entries, figures)}\n`);
  if (values.docs) await writeDocs(entries, figures, evaluate(path, figures));
} catch (error) {
  process.stderr.write(`calibrate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
