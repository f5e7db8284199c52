/** cat, head, seq: text as it comes. */
import { concat, utf8 } from '#base/bytes.ts';
import { define, GNU, type Context } from '../command.ts';
import { readLines, writeText, type Source } from '../streams.ts';
import { openInputs } from './inputs.ts';

export const cat = define({
  name: 'cat',
  operands: '[FILE]...',
  flags: { number: { flags: ['-n', '--number'] } },
  manner: GNU,
  usageStatus: 1,
  async run(options, context) {
    const { inputs, missing } = await openInputs('cat', options.operands, context);
    let line = 0;
    for (const { source } of inputs) {
      if (options.has('number')) {
        for await (const bytes of readLines(source)) {
          await context.stdout.write(concat([utf8(`${String(++line).padStart(6)}\t`), bytes]));
        }
      } else {
        for (let chunk = await source.read(); chunk !== null; chunk = await source.read())
          await context.stdout.write(chunk);
      }
    }
    return missing ? 1 : 0;
  },
});

/** The first `count` lines; when it is negative, all but so many at the end. */
async function headLines(source: Source, count: number, context: Context): Promise<void> {
  if (count === 0) return;
  const kept: Uint8Array[] = [];
  let taken = 0;
  for await (const line of readLines(source)) {
    if (count < 0) {
      kept.push(line);
      const out = kept.length > -count ? kept.shift() : undefined;
      if (out !== undefined) await context.stdout.write(out);
      continue;
    }
    await context.stdout.write(line);
    taken += 1;
    if (taken >= count) return;
  }
}

async function headBytes(source: Source, count: number, context: Context): Promise<void> {
  let left = count;
  while (left > 0) {
    const chunk = await source.read();
    if (chunk === null) return;
    await context.stdout.write(chunk.subarray(0, left));
    left -= chunk.length;
  }
}

export const head = define({
  name: 'head',
  operands: '[FILE]...',
  flags: {
    lines: { flags: ['-n', '--lines'], value: 'K' },
    bytes: { flags: ['-c', '--bytes'], value: 'K' },
  },
  manner: { kind: 'gnu', digits: 'lines' },
  usageStatus: 1,
  async run(options, context) {
    const bytes = options.value('bytes');
    const asked = bytes ?? options.value('lines') ?? '10';
    const what = bytes === null ? 'lines' : 'bytes';
    if (!(bytes === null ? /^-?\d{1,12}$/ : /^\d{1,12}$/).test(asked)) {
      await writeText(context.stderr, `head: invalid number of ${what}: '${asked}'\n`);
      return 1;
    }
    const { inputs, missing } = await openInputs('head', options.operands, {
      ...context,
      stderr: { write: () => Promise.resolve() },
    });
    const there = new Set(inputs.map(({ name }) => name));
    for (const name of options.operands)
      if (!there.has(name))
        await writeText(
          context.stderr,
          `head: cannot open '${name}' for reading: No such file or directory\n`,
        );
    for (const [i, { name, source }] of inputs.entries()) {
      const title = name === '-' ? 'standard input' : name;
      if (options.operands.length > 1)
        await writeText(context.stdout, `${i > 0 ? '\n' : ''}==> ${title} <==\n`);
      if (bytes === null) await headLines(source, Number(asked), context);
      else await headBytes(source, Number(asked), context);
    }
    return missing ? 1 : 0;
  },
});

/** Characters that seq gathers before it writes them, as the C library does. */
const BUFFER = 4096;

/** How many digits stand after the point. */
function decimals(number: string): number {
  return number.split('.')[1]?.length ?? 0;
}

export const seq = define({
  name: 'seq',
  operands: '[FIRST [STEP]] LAST',
  flags: {
    separator: { flags: ['-s', '--separator'], value: 'STRING' },
    width: { flags: ['-w', '--equal-width'] },
  },
  manner: { kind: 'gnu', negative: true },
  usageStatus: 1,
  async run(options, { stdout, stderr }) {
    const { operands } = options;
    const wrong = operands.find((each) => !/^[-+]?(\d{1,15}(\.\d{0,9})?|\.\d{1,9})$/.test(each));
    const [a, b, c] = operands;
    let saying = null;
    if (a === undefined) saying = 'seq: missing operand';
    else if (operands.length > 3) saying = `seq: extra operand '${operands[3] ?? ''}'`;
    else if (wrong !== undefined) saying = `seq: invalid floating point argument: '${wrong}'`;
    else if (c !== undefined && Number(b) === 0) saying = `seq: invalid Zero increment value: '${b ?? ''}'`;
    if (saying !== null || a === undefined) {
      await writeText(stderr, `${saying ?? ''}\n`);
      return 1;
    }
    const [first, step, last] =
      c !== undefined ? [a, b ?? '1', c] : b !== undefined ? [a, '1', b] : ['1', '1', a];
    const digits = Math.max(decimals(first), decimals(step));
    const scale = 10 ** Math.max(digits, decimals(last));
    const [from, by, to] = [first, step, last].map((each) => Math.round(Number(each) * scale));
    if (from === undefined || by === undefined || to === undefined) return 1;
    const count = Math.floor((to - from) / by) + 1;
    const shown = (i: number): string => ((from + i * by) / scale).toFixed(digits);
    const width = options.has('width') ? Math.max(shown(0).length, shown(Math.max(0, count - 1)).length) : 0;
    const between = options.value('separator') ?? '\n';
    let buffer = '';
    for (let i = 0; i < count; i++) {
      const text = shown(i);
      const padded = text.startsWith('-')
        ? `-${text.slice(1).padStart(width - 1, '0')}`
        : text.padStart(width, '0');
      buffer += padded + (i === count - 1 ? '\n' : between);
      if (buffer.length < BUFFER && i < count - 1) continue;
      await writeText(stdout, buffer);
      buffer = '';
    }
    return 0;
  },
});
