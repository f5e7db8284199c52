/**
 * Random octets and random splits into every codec, for as long as one likes:
 *
 *     npm run fuzz -- --minutes N [--seed N] [--only TEXT]
 *
 * Prints the seed, the progress, and of the first property that does not hold the smallest counterexample; the exit code
 * is then 1. The same seed gives the same inputs. A round that takes more than a minute counts as a hang.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { PROPERTIES } from '../src/codecs/testing/properties.ts';
import type { Checked } from '../src/codecs/testing/property.ts';
import type { Round } from './fuzz/worker.ts';

const USAGE = 'usage: npm run fuzz -- --minutes N [--seed N] [--only TEXT]';
const RUNS_A_ROUND = 1000;
const HANG_MS = 60_000;
const PROGRESS_MS = 15_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string', default: '' },
  },
});
const minutes = Number(values.minutes);
const firstSeed = Number(values.seed);
const chosen = PROPERTIES.flatMap(({ name }, index) => (name.includes(values.only) ? [{ name, index }] : []));
if (!(minutes > 0) || !Number.isInteger(firstSeed) || chosen.length === 0) {
  console.error(chosen.length === 0 ? `no property has "${values.only}" in its name` : USAGE);
  process.exit(2);
}

const worker = new Worker(new URL('./fuzz/worker.mjs', import.meta.url));

function play(round: Round): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const watchdog = setTimeout(() => {
      resolve({ runs: 0, failure: `hangs: no end after ${String(HANG_MS / 1000)} s` });
    }, HANG_MS);
    worker.once('error', reject);
    worker.once('message', (checked: Checked) => {
      clearTimeout(watchdog);
      worker.off('error', reject);
      resolve(checked);
    });
    worker.postMessage(round);
  });
}

/** Goes round the properties until the time is over. Null, or what does not hold. */
async function fuzz(): Promise<string | null> {
  const began = Date.now();
  const end = began + minutes * 60_000;
  let runs = 0;
  let told = began;
  for (let seed = firstSeed; ; seed++) {
    for (const { name, index } of chosen) {
      const checked = await play({ index, seed, numRuns: RUNS_A_ROUND });
      runs += checked.runs;
      if (checked.failure !== null)
        return `FAIL ${name}\nagain with: npm run fuzz -- --seed ${String(seed)} --only "${name}"\n${checked.failure}`;
      const now = Date.now();
      if (now >= end) {
        console.log(`${String(chosen.length)} properties held in ${String(runs)} runs`);
        return null;
      }
      if (now - told < PROGRESS_MS) continue;
      told = now;
      const seconds = Math.round((now - began) / 1000);
      console.log(`${String(seconds)} s: ${String(runs)} runs, seed ${String(seed)}`);
    }
  }
}

console.log(`${String(chosen.length)} properties, seed ${String(firstSeed)}, ${values.minutes} min`);
const failure = await fuzz();
if (failure !== null) console.error(failure);
await worker.terminate();
process.exitCode = failure === null ? 0 : 1;
