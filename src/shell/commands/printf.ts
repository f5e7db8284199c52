/** printf(1), as Bash's builtin prints; and echo. */
import { fromLatin1, latin1, utf8 } from '#base/bytes.ts';
import { define, type Context } from '../command.ts';
import { writeText } from '../streams.ts';
import { unescape } from './escapes.ts';

/** Wider fields are refused: they would only fill memory. */
const WIDEST = 65_536;

interface Conversion {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly precision: number | null;
  readonly letter: string;
}

const CONVERSION = /^%([-+ 0#]*)(\d*)(?:\.(\d*))?([sbdiuoxXc])/;

function pad(octets: string, { width, minus }: Conversion): string {
  return minus ? octets.padEnd(width) : octets.padStart(width);
}

/** The number an argument begins with, and whether it is one to its end. `'A` is the code of A. */
function integer(argument: string): { value: bigint; whole: boolean } {
  if (/^['"]./.test(argument)) return { value: BigInt(argument.charCodeAt(1)), whole: true };
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d{0,39})?/.exec(argument);
  const digits = match?.[2];
  if (match === null || digits === undefined) return { value: 0n, whole: argument === '' };
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return { value: match[1] === '-' ? -value : value, whole: match[0].length === argument.length };
}

const PREFIXES: Readonly<Record<string, string>> = { o: '0', x: '0x', X: '0X' };

function formatInteger(value: bigint, conversion: Conversion): string {
  const { letter, precision, zero, minus, width, plus, space, alternate } = conversion;
  const signed = letter === 'd' || letter === 'i';
  const shown = signed ? value : BigInt.asUintN(64, value);
  const base = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  let digits = (shown < 0n ? -shown : shown).toString(base);
  if (letter === 'X') digits = digits.toUpperCase();
  if (precision !== null) digits = digits === '0' && precision === 0 ? '' : digits.padStart(precision, '0');
  const sign = shown < 0n ? '-' : signed && plus ? '+' : signed && space ? ' ' : '';
  const prefix = alternate && shown !== 0n ? (PREFIXES[letter] ?? '') : '';
  if (zero && !minus && precision === null)
    digits = digits.padStart(width - sign.length - prefix.length, '0');
  return pad(sign + prefix + digits, conversion);
}

class Printer {
  readonly #format: string;
  readonly #args: string[];
  readonly #wrong: string[] = [];
  #stopped = false;

  constructor(format: string, args: readonly string[]) {
    this.#format = fromLatin1(utf8(format));
    this.#args = args.map((arg) => fromLatin1(utf8(arg)));
  }

  /** Arguments that are no numbers. */
  wrong(): readonly string[] {
    return this.#wrong;
  }

  /** The format, once for each round of arguments; or the conversion that isn't known. */
  *rounds(): Generator<{ readonly octets: string } | { readonly unknown: string }> {
    let before: number;
    do {
      before = this.#args.length;
      const round = this.#once();
      yield round;
      if ('unknown' in round) return;
    } while (!this.#stopped && this.#args.length > 0 && this.#args.length < before);
  }

  #once(): { octets: string } | { unknown: string } {
    let octets = '';
    for (let rest = this.#format; rest !== '' && !this.#stopped;) {
      const percent = rest.indexOf('%');
      octets += unescape(percent < 0 ? rest : rest.slice(0, percent), 'format').octets;
      if (percent < 0) break;
      rest = rest.slice(percent);
      if (rest.startsWith('%%')) {
        octets += '%';
        rest = rest.slice(2);
        continue;
      }
      const match = CONVERSION.exec(rest);
      const [width, precision] = [Number(match?.[2] ?? 0), Number(match?.[3] ?? 0)];
      if (match === null || width > WIDEST || precision > WIDEST) return { unknown: rest.slice(0, 8) };
      octets += this.#convert(match, width, match[3] === undefined ? null : precision);
      rest = rest.slice(match[0].length);
    }
    return { octets };
  }

  #convert(match: RegExpExecArray, width: number, precision: number | null): string {
    const has = (flag: string): boolean => match[1]?.includes(flag) === true;
    const conversion: Conversion = {
      ...{ minus: has('-'), plus: has('+'), space: has(' '), zero: has('0'), alternate: has('#') },
      ...{ width, precision, letter: match[4] ?? 's' },
    };
    const argument = this.#args.shift() ?? '';
    if (conversion.letter === 'c') return pad(argument.slice(0, 1) || '\0', conversion);
    if (conversion.letter === 's') return pad(argument.slice(0, precision ?? undefined), conversion);
    if (conversion.letter === 'b') {
      const { octets, stopped } = unescape(argument, 'argument');
      this.#stopped = stopped;
      return pad(octets.slice(0, precision ?? undefined), conversion);
    }
    const { value, whole } = integer(argument);
    if (!whole) this.#wrong.push(argument);
    return formatInteger(value, conversion);
  }
}

export const printf = define({
  name: 'printf',
  operands: 'FORMAT [ARGUMENT]...',
  flags: {},
  manner: { kind: 'gnu', first: true },
  usageStatus: 2,
  async run({ operands }, { stdout, stderr, shell }: Context) {
    const [format, ...args] = operands;
    if (format === undefined) {
      await writeText(stderr, 'printf: usage: printf [-v var] format [arguments]\n');
      return 2;
    }
    const printer = new Printer(format, args);
    for (const round of printer.rounds()) {
      if ('unknown' in round) {
        await writeText(stderr, `bash: printf: ${shell.words.noConversion(round.unknown)}\n`);
        return 1;
      }
      await stdout.write(latin1(round.octets));
    }
    for (const argument of printer.wrong())
      await writeText(stderr, `bash: printf: ${argument}: invalid number\n`);
    return printer.wrong().length > 0 ? 1 : 0;
  },
});

export const echo = define({
  name: 'echo',
  operands: '[STRING]...',
  flags: {
    bare: { flags: ['-n'] },
    escapes: { flags: ['-e'] },
    plain: { flags: ['-E'] },
  },
  manner: { kind: 'echo' },
  usageStatus: 0,
  async run(options, { stdout }) {
    const octets = fromLatin1(utf8(options.operands.join(' ')));
    const read = options.has('escapes') ? unescape(octets, 'argument') : { octets, stopped: false };
    await stdout.write(latin1(read.octets + (options.has('bare') || read.stopped ? '' : '\n')));
    return 0;
  },
});
