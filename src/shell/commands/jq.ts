/** jq(1), a small part: paths, iteration, and `length` and `keys` after a pipe. */
import { fromUtf8 } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { define, GNU } from '../command.ts';
import { readAll, writeText } from '../streams.ts';
import { openInputs } from './inputs.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' | 'length' | 'keys' };

/** jq's exit statuses: wrong input, wrong program, an error while it runs. */
const BAD_INPUT = 2;
const BAD_PROGRAM = 3;
const BAD_VALUE = 5;

const FIRST = /^\.(?:([A-Za-z_]\w*)|"([^"\\]*)")?/;
const NEXT = /^(?:\.([A-Za-z_]\w*)|\."([^"\\]*)"|\.?\["([^"\\]*)"\]|\[(-?\d{1,15})\]|(\[\]))/;

/** The steps of one filter between pipes; or, as an error, what isn't known. */
function parseFilter(text: string): Result<readonly Step[]> {
  if (text === 'length' || text === 'keys') return ok([{ kind: text }]);
  const first = FIRST.exec(text);
  if (first === null) return err(text);
  const name = first[1] ?? first[2];
  const steps: Step[] = name === undefined ? [] : [{ kind: 'field', name }];
  for (let rest = text.slice(first[0].length); rest !== '';) {
    const match = NEXT.exec(rest);
    if (match === null) return err(text);
    const field = match[1] ?? match[2] ?? match[3];
    if (field !== undefined) steps.push({ kind: 'field', name: field });
    else if (match[4] !== undefined) steps.push({ kind: 'index', index: Number(match[4]) });
    else steps.push({ kind: 'each' });
    rest = rest.slice(match[0].length);
  }
  return ok(steps);
}

function parseProgram(program: string): Result<readonly Step[]> {
  const steps: Step[] = [];
  for (const filter of program.split('|')) {
    const parsed = parseFilter(filter.trim());
    if (!parsed.ok) return parsed;
    steps.push(...parsed.value);
  }
  return ok(steps);
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return kindOf(value) === 'object';
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `number (3)`, as jq names a value in an error. */
function named(value: Json): string {
  return `${kindOf(value)} (${JSON.stringify(value).slice(0, 11)})`;
}

function lengthOf(value: Json): Result<Json[]> {
  if (value === null) return ok([0]);
  if (typeof value === 'number') return ok([Math.abs(value)]);
  if (typeof value === 'string') return ok([Array.from(value).length]);
  if (isArray(value)) return ok([value.length]);
  return isObject(value) ? ok([Object.keys(value).length]) : err(`${named(value)} has no length`);
}

function apply(step: Step, value: Json): Result<Json[]> {
  switch (step.kind) {
    case 'field':
      if (value === null) return ok([null]);
      if (!isObject(value)) return err(`Cannot index ${kindOf(value)} with "${step.name}"`);
      return ok([Object.hasOwn(value, step.name) ? (value[step.name] ?? null) : null]);
    case 'index':
      if (value === null) return ok([null]);
      return isArray(value)
        ? ok([value.at(step.index) ?? null])
        : err(`Cannot index ${kindOf(value)} with number`);
    case 'each':
      if (isArray(value)) return ok([...value]);
      return isObject(value) ? ok(Object.values(value)) : err(`Cannot iterate over ${named(value)}`);
    case 'keys':
      if (isArray(value)) return ok([value.map((_, i) => i)]);
      return isObject(value)
        ? ok([Object.keys(value).sort(compareKeys)])
        : err(`${named(value)} has no keys`);
    case 'length':
      return lengthOf(value);
  }
}

function runSteps(steps: readonly Step[], input: Json): Result<readonly Json[]> {
  let values: Json[] = [input];
  for (const step of steps) {
    const next: Json[] = [];
    for (const value of values) {
      const results = apply(step, value);
      if (!results.ok) return results;
      for (const result of results.value) next.push(result);
    }
    values = next;
  }
  return ok(values);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // JSON.parse's only way to say that it isn't JSON is to throw.
  }
}

/** One value, or one a line; undefined where the text is no JSON. */
function inputsOf(text: string): readonly (Json | undefined)[] {
  if (text.trim() === '') return [];
  const whole = parseJson(text);
  if (whole !== undefined) return [whole];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJson);
}

export const jq = define({
  name: 'jq',
  operands: 'FILTER [FILE]',
  flags: {
    raw: { flags: ['-r', '--raw-output'] },
    compact: { flags: ['-c', '--compact-output'] },
  },
  manner: GNU,
  usageStatus: 2,
  async run(options, context) {
    const { stdout, stderr, shell } = context;
    const [program = '.', ...names] = options.operands;
    const steps = parseProgram(program);
    if (!steps.ok) {
      await writeText(stderr, `jq: ${shell.words.noFilter(steps.error)}\njq: 1 compile error\n`);
      return BAD_PROGRAM;
    }
    const { inputs, missing } = await openInputs('jq', names, context);
    let status = missing ? BAD_INPUT : 0;
    for (const { source } of inputs) {
      for (const input of inputsOf(fromUtf8(await readAll(source)))) {
        if (input === undefined) {
          await writeText(stderr, 'jq: parse error: not JSON\n');
          return BAD_INPUT;
        }
        const results = runSteps(steps.value, input);
        if (!results.ok) {
          status = BAD_VALUE;
          await writeText(stderr, `jq: error (at <stdin>): ${results.error}\n`);
          continue;
        }
        for (const result of results.value) {
          const text = JSON.stringify(result, null, options.has('compact') ? 0 : 2);
          const raw = options.has('raw') && typeof result === 'string';
          await writeText(stdout, `${raw ? result : text}\n`);
        }
      }
    }
    return status;
  },
});
