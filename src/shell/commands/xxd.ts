/** xxd(1): octets in hexadecimal, and back. */
import { fromHex, latin1, fromLatin1, toHex } from '#base/bytes.ts';
import { define, type Context } from '../command.ts';
import { readAll, writeText } from '../streams.ts';
import { openInputs } from './inputs.ts';

const ROW = 16;
const PLAIN_ROW = 30;

/** `00000000: 4765 7420 …  Get …` */
function row(bytes: Uint8Array, at: number): string {
  const pairs =
    toHex(bytes)
      .match(/.{1,4}/g)
      ?.join(' ') ?? '';
  const shown = fromLatin1(bytes).replace(/[^\x20-\x7e]/g, '.');
  return `${at.toString(16).padStart(8, '0')}: ${pairs.padEnd(39)}  ${shown}\n`;
}

/** The octets of a dump: its address counts, the characters at its end don't. */
function undump(text: string): Uint8Array {
  let octets = '';
  for (const line of text.split('\n')) {
    const match = /^([0-9a-fA-F]+): ?((?:[0-9a-fA-F]{2,4} ?)*)/.exec(line);
    const at = Number.parseInt(match?.[1] ?? '', 16);
    if (match === null || at > octets.length + 65_536) continue;
    octets = octets.padEnd(at, '\0').slice(0, at) + fromLatin1(fromHex(match[2] ?? '') ?? new Uint8Array());
  }
  return latin1(octets);
}

/** The octets of bare digits; what isn't a digit is passed over. */
function unplain(text: string): Uint8Array {
  const digits = text.replace(/[^0-9a-fA-F]/g, '');
  return fromHex(digits.slice(0, digits.length - (digits.length % 2))) ?? new Uint8Array();
}

async function dump(bytes: Uint8Array, from: number, plain: boolean, { stdout }: Context): Promise<void> {
  const step = plain ? PLAIN_ROW : ROW;
  for (let at = 0; at < bytes.length; at += step) {
    const part = bytes.subarray(at, at + step);
    await writeText(stdout, plain ? `${toHex(part)}\n` : row(part, from + at));
  }
}

function whole(text: string | null): number | null {
  return text !== null && /^\+?(0x[0-9a-fA-F]{1,8}|\d{1,10})$/.test(text)
    ? Number(text.replace('+', ''))
    : null;
}

export const xxd = define({
  name: 'xxd',
  operands: '[FILE]',
  flags: {
    plain: { flags: ['-p', '-ps', '-plain'] },
    reverse: { flags: ['-r'] },
    length: { flags: ['-l', '-len'], value: 'LEN' },
    seek: { flags: ['-s'], value: 'SEEK' },
  },
  manner: { kind: 'single-dash' },
  usageStatus: 1,
  async run(options, context) {
    const length = options.value('length');
    const seek = options.value('seek');
    for (const value of [length, seek]) {
      if (value === null || whole(value) !== null) continue;
      await writeText(context.stderr, `xxd: invalid number: ${value}\n`);
      return 1;
    }
    const { inputs } = await openInputs('xxd', options.operands.slice(0, 1), context);
    const [input] = inputs;
    if (input === undefined) return 2;
    const bytes = await readAll(input.source);
    if (options.has('reverse')) {
      const text = fromLatin1(bytes);
      await context.stdout.write(options.has('plain') ? unplain(text) : undump(text));
      return 0;
    }
    const from = whole(seek) ?? 0;
    const part = bytes.subarray(from, length === null ? undefined : from + (whole(length) ?? 0));
    await dump(part, from, options.has('plain'), context);
    return 0;
  },
});
