/**
 * npm run --silent lab -- SCENARIO [--seed N] [--until 60s] [--drain 60s] [--set key=value …] [--json]
 *
 * npm run --silent lab -- --script FILE
 *
 * Runs a scenario in Node and prints the scoreboard, or the lines of a file as the terminal would. Exit code 2: the command line is wrong; 1: the run failed.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseDuration } from '#base/duration.ts';
import { fromMs } from '#base/time.ts';
import { err, ok, type Result } from '#base/result.ts';
import { headless, type HeadlessResult } from '#lab/headless.ts';
import { findScenario, recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { describeKeys, parseSetting } from '#lab/settings-parse.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { SettingKey } from '#lab/settings.ts';
import { runScript } from './lab/script.ts';

const USAGE = `Usage: npm run --silent lab -- SCENARIO [options]
  SCENARIO       one of: ${SCENARIOS.map((scenario) => scenario.id).join(', ')}
  --seed N       a whole number from 0 to ${String(Number.MAX_SAFE_INTEGER)}
  --until TIME   how long the run lasts, for example 60s, 1500ms, 10min
  --drain TIME   after that, let the run go on this long without new messages
  --feed NAME    chat (default) or quakes
  --set KEY=VALUE, repeatable. Keys:
${describeKeys()
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
  --json         print JSON instead of a table
Or: npm run --silent lab -- --script FILE
  --script FILE  run the lines of a file as the terminal does; the exit code is the last line's`;

interface Command {
  readonly recipe: Recipe;
  readonly untilMs: number;
  readonly drainMs: number;
  readonly json: boolean;
}

function parseCommand(argv: readonly string[]): Result<Command> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        until: { type: 'string' },
        drain: { type: 'string', default: '0s' },
        feed: { type: 'string', default: 'chat' },
        set: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return err(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) return err(`name one scenario.\n\n${USAGE}`);
  const scenario = findScenario(name);
  if (!scenario.ok) return scenario;

  const seed = values.seed === undefined ? scenario.value.seed : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0 || values.seed?.trim() === '')
    return err(
      `"${String(values.seed)}" is no seed. Valid are whole numbers from 0 to ${String(Number.MAX_SAFE_INTEGER)}.`,
    );
  const untilMs = values.until === undefined ? ok(scenario.value.endMs) : parseDuration(values.until);
  if (!untilMs.ok) return err(`--until: ${untilMs.error}`);
  const drainMs = parseDuration(values.drain);
  if (!drainMs.ok) return err(`--drain: ${drainMs.error}`);
  if (values.feed !== 'chat' && values.feed !== 'quakes')
    return err(`unknown feed "${values.feed}". Valid are: chat, quakes.`);

  let settings: Partial<Record<SettingKey, number>> = {};
  for (const pair of values.set) {
    const at = pair.indexOf('=');
    if (at < 0) return err(`--set ${pair}: write key=value. Valid keys are:\n${describeKeys()}`);
    const setting = parseSetting(pair.slice(0, at), pair.slice(at + 1));
    if (!setting.ok) return setting;
    settings = { ...settings, ...setting.value };
  }
  const recipe = recipeOf(scenario.value, {
    seed,
    feed: { kind: values.feed },
    feedEndMs: untilMs.value,
    settings: { ...scenario.value.settings, ...settings },
  });
  return ok({ recipe, untilMs: untilMs.value, drainMs: drainMs.value, json: values.json });
}

function ms(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

function table(result: HeadlessResult): string {
  const rows = [
    [
      'lane',
      'published',
      'delivered',
      'in flight',
      'lost',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'mean ms',
      'up B',
      'down B',
      'requests',
      'empty',
    ],
    ...result.lanes.map((lane) => [
      lane.lane,
      ...[lane.published, lane.delivered, lane.inFlight, lane.lost].map(String),
      ...[lane.delayMs.p50, lane.delayMs.p95, lane.delayMs.p99, lane.delayMs.mean].map(ms),
      ...[lane.bytes.up, lane.bytes.down, lane.requests, lane.emptyPolls].map(String),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const why = result.lanes.map((lane) => {
    const parts = Object.entries(lane.meanPartsMs)
      .filter(([, value]) => value !== 0)
      .map(([part, value]) => `${part} ${value.toFixed(1)}`);
    return `${lane.lane}: ${parts.join(' + ')} ms`;
  });
  return `${lines.join('\n')}\n\nMean delay, in parts:\n${why.join('\n')}\n\nhash ${result.hash}`;
}

async function script(args: readonly string[]): Promise<never> {
  const [path, ...more] = args;
  if (path === undefined || more.length > 0) {
    process.stderr.write(`lab: --script takes the name of one file.\n\n${USAGE}\n`);
    process.exit(2);
  }
  if (!existsSync(path)) {
    process.stderr.write(`lab: there is no file ${path}. Name one that holds the terminal's lines.\n`);
    process.exit(2);
  }
  process.exit(await runScript(path));
}

const [first, ...others] = process.argv.slice(2);
if (first === '--script') await script(others);

const command = parseCommand(process.argv.slice(2));
if (!command.ok) {
  process.stderr.write(`lab: ${command.error}\n`);
  process.exit(2);
}
const { recipe, untilMs, drainMs, json } = command.value;
const result = await headless(recipe, fromMs(untilMs), fromMs(drainMs));
process.stdout.write(`${json ? JSON.stringify(result) : table(result)}\n`);
process.exit(0);
