/**
 * npm run --silent soak -- [--seeds 200] [--scenario NAME …] [--workers 2]
 *
 * Plays every scenario to survive, with every strategy in all four lanes, over many seeds: nothing may be lost, doubled
 * or out of order. Exit code 1: something was; 2: the command line is wrong.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#base/result.ts';
import { SURVIVAL_SCENARIO_IDS } from '#lab/strategies.ts';
import type { Done, Task } from './soak/worker.ts';

const USAGE = `Usage: npm run --silent soak -- [options]
  --seeds N      seeds 1 to N of each scenario (200)
  --scenario ID  repeatable; without it, all: ${SURVIVAL_SCENARIO_IDS.join(', ')}
  --workers N    threads (one for each core)`;

interface Command {
  readonly tasks: readonly Task[];
  readonly workers: number;
}

function count(name: string, value: string): Result<number> {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0
    ? ok(number)
    : err(`--${name} ${value}: write a whole number above 0.`);
}

function parseCommand(args: readonly string[]): Result<Command> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string', default: '200' },
        scenario: { type: 'string', multiple: true, default: [...SURVIVAL_SCENARIO_IDS] },
        workers: { type: 'string', default: String(availableParallelism()) },
      },
    }));
  } catch (error) {
    return err(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  const seeds = count('seeds', values.seeds);
  if (!seeds.ok) return seeds;
  const workers = count('workers', values.workers);
  if (!workers.ok) return workers;
  const known: readonly string[] = SURVIVAL_SCENARIO_IDS;
  const unknown = values.scenario.find((id) => !known.includes(id));
  if (unknown !== undefined) return err(`unknown scenario "${unknown}". Valid are: ${known.join(', ')}.`);
  const tasks = Array.from({ length: seeds.value }, (_, i) =>
    values.scenario.map((scenario) => ({ scenario, seed: i + 1 })),
  );
  return ok({ tasks: tasks.flat(), workers: workers.value });
}

/** Plays the tasks on so many threads; `report` hears of each that is done. */
async function playAll({ tasks, workers }: Command, report: (done: Done) => void): Promise<void> {
  const queue = tasks.values();
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./soak/worker.mjs', import.meta.url));
      const hand = (): void => {
        const next = queue.next();
        if (next.done !== true) worker.postMessage(next.value);
        else
          void worker.terminate().then(() => {
            resolve();
          });
      };
      worker.on('message', (done: Done) => {
        report(done);
        hand();
      });
      worker.on('error', reject);
      hand();
    });
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
}

const command = parseCommand(process.argv.slice(2));
if (!command.ok) {
  process.stderr.write(`soak: ${command.error}\n`);
  process.exit(2);
}
const { tasks } = command.value;
const began = performance.now();
let played = 0;
let failed = 0;
await playAll(command.value, ({ scenario, seed, problems }) => {
  played++;
  if (problems.length > 0) failed++;
  for (const problem of problems) process.stdout.write(`${scenario}, seed ${String(seed)}: ${problem}\n`);
  if (process.stderr.isTTY) process.stderr.write(`\r${String(played)}/${String(tasks.length)} runs `);
});
if (process.stderr.isTTY) process.stderr.write('\n');
const seconds = ((performance.now() - began) / 1000).toFixed(0);
const verdict = failed === 0 ? 'nothing lost, doubled or out of order' : `${String(failed)} with a problem`;
process.stdout.write(`${String(played)} runs in ${seconds} s: ${verdict}\n`);
process.exit(failed === 0 ? 0 : 1);
