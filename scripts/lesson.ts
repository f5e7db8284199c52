/**
 * npm run --silent lesson -- check [ID …] [--json]
 * npm run --silent lesson -- new ID
 *
 * Tests lessons, or begins one. Exit code 2: the command line is wrong; 1: a test failed.
 */
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#base/result.ts';
import { lessonIds } from '#course/files/load.ts';
import { suggest } from '#course/files/nearest.ts';
import { scaffold } from '#course/scaffold.ts';
import type { Finding } from '#course/verify/verify.ts';
import { checkLessons } from './lesson/check.ts';
import { readLessons, writeLessons } from './lesson/disk.ts';

const USAGE = `Usage: npm run --silent lesson -- check [ID …] [--json]
       npm run --silent lesson -- new ID

  check   reads every lesson, or those named, and plays its steps: what must fail fails, what must pass passes
  new     begins a lesson with this id in both languages
  --json  prints JSON instead of lines
The format of the files: docs/authoring.md.`;

type Command =
  | { readonly verb: 'check'; readonly ids: readonly string[]; readonly json: boolean }
  | { readonly verb: 'new'; readonly id: string };

function parseCommand(argv: readonly string[]): Result<Command> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
  } catch (error) {
    return err(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  const [verb, ...ids] = parsed.positionals;
  const { json } = parsed.values;
  if (verb === undefined || parsed.values.help) return err(USAGE);
  if (verb === 'check') return ok({ verb, ids, json });
  if (verb !== 'new') return err(`unknown command "${verb}". ${suggest(verb, ['check', 'new'])}\n\n${USAGE}`);
  const [id, ...more] = ids;
  if (id === undefined || more.length > 0) return err(`name one lesson.\n\n${USAGE}`);
  if (json) return err(`"new" has no --json.\n\n${USAGE}`);
  return ok({ verb, id });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(message: string, code: 1 | 2): never {
  process.stderr.write(`lesson: ${message}\n`);
  process.exit(code);
}

function printFinding({ lesson, step, what, passed, details }: Finding): void {
  print(`${passed ? 'ok  ' : 'FAIL'}  ${lesson}${step === null ? '' : `/${step}`}: ${what}`);
  for (const detail of details) print(`        ${detail}`);
}

async function check(asked: readonly string[], json: boolean): Promise<void> {
  const files = await readLessons();
  const known = lessonIds(files);
  for (const id of asked)
    if (!known.includes(id)) fail(`there is no lesson "${id}". ${suggest(id, known)}`, 2);
  const findings: Finding[] = [];
  for await (const finding of checkLessons(files, asked)) {
    findings.push(finding);
    if (!json) printFinding(finding);
  }
  const failed = findings.filter(({ passed }) => !passed).length;
  const passed = findings.length - failed;
  if (json) print(JSON.stringify({ passed, failed, findings }, null, 2));
  else print(`${String(passed)} passed, ${String(failed)} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function begin(id: string): Promise<void> {
  const written = scaffold(await readLessons(), id);
  if (!written.ok) fail(written.error, 2);
  await writeLessons(written.value);
  print(`Begun: lessons/${id}, the last lesson in lessons/course.yaml. Edit next:
  1. lessons/${id}/lesson.yaml     the steps, their scenario and checks
  2. lessons/${id}/en.md, zh.md    the words; ids must be those of the steps
  3. lessons/${id}/solution.yaml   what passes; near-miss.yaml: what must not, and the hint it gets
  4. lessons/course.yaml           its place, and what it requires
Then run: npm run --silent lesson -- check ${id}`);
}

const command = parseCommand(process.argv.slice(2));
if (!command.ok) fail(command.error, 2);
if (command.value.verb === 'check') await check(command.value.ids, command.value.json);
else await begin(command.value.id);
