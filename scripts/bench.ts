/**
 * npm run bench: how much the page costs, measured in Chromium on the built site, and how fast the lab and the codecs
 * are in Node. Prints figures and whether they keep what the project promises; exits with 1 when one does not.
 * `npm run bench -- codecs [WORDS]` measures the codecs alone, those whose name holds WORDS; `npm run bench -- herd` the
 * herd of 10,000 clients alone.
 */
import { ensure } from '#base/assert.ts';
import { fromS } from '#base/time.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { LabRun } from '#lab/run.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { openPage, openSite, runReaches, sessionReady } from '../tests/site.ts';
import { codecSpeeds, slowOnes, table } from './bench/codecs.ts';
import { herdsKept } from './bench/herd.ts';
import { run } from './setup.mjs';

/** How far into the run the page is measured, and for how long. */
const VIRTUAL_MINUTES = 10;
const MEASURE_MS = 15_000;
const WARM_UP_S = 60;

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The largest value that keeps the promise, or null when there is none. */
  readonly limit: number | null;
}

function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
}

async function labFigures(): Promise<Figure[]> {
  const race = recipeOf(ensure(SCENARIOS[0], 'scenario'));
  const lab = new LabRun(race, inPageTransport);
  const started = performance.now();
  await lab.runTo(fromS(600));
  const seconds = (performance.now() - started) / 1000;
  let segments = 0;
  for (let id = 0; id < lab.trace.length; id++) if (lab.trace.at(id).type === 'segment.sent') segments++;
  lab.dispose();
  return [
    { name: 'lab: virtual seconds a real second', value: 600 / seconds, unit: 'x', limit: null },
    { name: 'lab: segments a second', value: segments / seconds, unit: '1/s', limit: null },
  ];
}

interface TraceEntry {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly tid: number;
  readonly pid: number;
  readonly args?: { readonly name?: string };
}

/** Main-thread work between two frames, and the longest task, from a trace of Chromium's. */
function mainThreadWork(entries: readonly TraceEntry[]): {
  readonly perFrameMs: number[];
  readonly longestMs: number;
} {
  const mains = entries.filter(
    (entry) => entry.name === 'thread_name' && entry.args?.name === 'CrRendererMain',
  );
  const tasks = entries.filter(
    (entry) =>
      entry.name === 'RunTask' &&
      entry.dur !== undefined &&
      mains.some((main) => main.tid === entry.tid && main.pid === entry.pid),
  );
  // The page's own process is the busiest one.
  const byPid = new Map<number, TraceEntry[]>();
  for (const task of tasks) {
    const list = byPid.get(task.pid);
    if (list) list.push(task);
    else byPid.set(task.pid, [task]);
  }
  const busiest = [...byPid.values()].sort((a, b) => total(b) - total(a))[0] ?? [];
  const start = Math.min(...busiest.map((task) => task.ts));
  const frames = new Map<number, number>();
  const FRAME_US = 1_000_000 / 60;
  for (const task of busiest) {
    const frame = Math.floor((task.ts - start) / FRAME_US);
    frames.set(frame, (frames.get(frame) ?? 0) + (task.dur ?? 0) / 1000);
  }
  return {
    perFrameMs: [...frames.values()],
    longestMs: Math.max(0, ...busiest.map((task) => (task.dur ?? 0) / 1000)),
  };
}

function total(tasks: readonly TraceEntry[]): number {
  return tasks.reduce((sum, task) => sum + (task.dur ?? 0), 0);
}

async function pageFigures(): Promise<Figure[]> {
  const site = await openSite(['--js-flags=--expose-gc', '--enable-precise-memory-info']);
  try {
    const opened = await openPage(site);
    const { page } = opened;
    await sessionReady(page);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('HeapProfiler.enable');
    const heap = async (): Promise<number> => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      return usedSize;
    };
    await page.evaluate(() => globalThis.pushpull?.setSpeed(20));
    // From here on the code is compiled and the caches are filled: what grows now grows with the run.
    await runReaches(page, WARM_UP_S);
    const heapBefore = await heap();
    const eventsBefore = await page.evaluate(() => globalThis.pushpull?.trace.length ?? 0);
    process.stderr.write(`playing ${String(VIRTUAL_MINUTES)} virtual minutes at 20x …\n`);
    await runReaches(page, VIRTUAL_MINUTES * 60, 120_000);
    await page.evaluate(() => globalThis.pushpull?.setSpeed(1));
    await page.waitForTimeout(1000);
    const heapAfter = await heap();
    const events = (await page.evaluate(() => globalThis.pushpull?.trace.length ?? 0)) - eventsBefore;

    process.stderr.write(`measuring ${String(MEASURE_MS / 1000)} s at 1x …\n`);
    await site.browser.startTracing(page, {
      categories: ['disabled-by-default-devtools.timeline', '__metadata'],
    });
    await page.waitForTimeout(MEASURE_MS);
    const recorded = JSON.parse((await site.browser.stopTracing()).toString('utf8')) as {
      traceEvents: TraceEntry[];
    };
    const { perFrameMs, longestMs } = mainThreadWork(recorded.traceEvents);
    const failure = await page.evaluate(() => globalThis.pushpull?.failure);
    if (failure) throw new Error(`the run failed: ${failure}`);
    return [
      {
        name: 'page: main-thread work a frame, p50',
        value: percentile(perFrameMs, 0.5),
        unit: 'ms',
        limit: null,
      },
      {
        name: 'page: main-thread work a frame, p95',
        value: percentile(perFrameMs, 0.95),
        unit: 'ms',
        limit: 8,
      },
      { name: 'page: longest task', value: longestMs, unit: 'ms', limit: 50 },
      { name: 'page: trace events', value: events, unit: '', limit: null },
      {
        name: 'page: heap growth a trace event',
        value: (heapAfter - heapBefore) / events,
        unit: 'B',
        limit: 200,
      },
    ];
  } finally {
    await site.close();
  }
}

/** Prints the table of the codecs and whether each keeps the limit. */
async function codecsKept(wanted?: string): Promise<boolean> {
  const speeds = await codecSpeeds(wanted);
  if (speeds.length === 0)
    throw new Error(`no codec is named "${wanted ?? ''}"; run \`npm run bench -- codecs\` for their names`);
  console.log(table(speeds));
  const slow = slowOnes(speeds);
  for (const line of slow) console.log(line);
  return slow.length === 0;
}

const [only, wanted] = process.argv.slice(2);
if (only !== undefined && only !== 'codecs' && only !== 'herd') {
  console.error(
    `unknown part "${only}"; use \`npm run bench\`, \`npm run bench -- codecs [WORDS]\` or \`npm run bench -- herd\``,
  );
  process.exit(1);
}
if (only === 'herd') process.exit(herdsKept() ? 0 : 1);
if (only === 'codecs') process.exit((await codecsKept(wanted)) ? 0 : 1);
if (!run('npx', ['vite', 'build', '--logLevel', 'error'])) process.exit(1);
const figures = [...(await labFigures()), ...(await pageFigures())];
let kept = true;
for (const { name, value, unit, limit } of figures) {
  const ok = limit === null || value <= limit;
  kept &&= ok;
  const promise = limit === null ? '' : `  (at most ${String(limit)} ${unit}: ${ok ? 'kept' : 'BROKEN'})`;
  console.log(`${name.padEnd(40)} ${value.toFixed(value < 100 ? 2 : 0).padStart(10)} ${unit}${promise}`);
}
kept = herdsKept() && kept;
kept = (await codecsKept()) && kept;
process.exit(kept ? 0 : 1);
