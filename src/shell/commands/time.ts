/** date, sleep: the virtual clock. */
import { define, GNU, type Context } from '../command.ts';
import { writeText } from '../streams.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** What `date` prints without a format in the C locale: Sat Nov 21 03:48:00 UTC 2026. */
const DEFAULT_FORMAT = '%a %b %e %H:%M:%S %Z %Y';

function two(value: number, fill = '0'): string {
  return String(value).padStart(2, fill);
}

/** One conversion of strftime(3), with GNU's %N; null when it isn't known. */
function conversion(letter: string, ms: number): string | null {
  const date = new Date(ms);
  const whole = Math.floor(ms / 1000);
  const nanos = String(Math.round((ms - whole * 1000) * 1e6)).padStart(9, '0');
  const day = DAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const parts: Readonly<Record<string, string>> = {
    '%': '%',
    n: '\n',
    t: '\t',
    Y: String(date.getUTCFullYear()),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    e: two(date.getUTCDate(), ' '),
    H: two(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
    F: date.toISOString().slice(0, 10),
    T: date.toISOString().slice(11, 19),
    s: String(whole),
    N: nanos,
    '3N': nanos.slice(0, 3),
    '6N': nanos.slice(0, 6),
    Z: 'UTC',
    z: '+0000',
    a: day.slice(0, 3),
    A: day,
    b: month.slice(0, 3),
    B: month,
  };
  return parts[letter] ?? null;
}

export const date = define({
  name: 'date',
  operands: '[+FORMAT]',
  flags: { utc: { flags: ['-u', '--utc'] } },
  manner: GNU,
  usageStatus: 1,
  async run({ operands }, { stdout, stderr, clock, shell }: Context) {
    const [operand] = operands;
    if (operand !== undefined && !operand.startsWith('+')) {
      await writeText(stderr, `date: invalid date '${operand}'\n`);
      return 1;
    }
    const now = clock.now();
    const unknown: string[] = [];
    const text = (operand?.slice(1) ?? DEFAULT_FORMAT).replace(
      /%([36]?N|[\s\S]?)/g,
      (all, letter: string) => {
        const found = conversion(letter, now);
        if (found === null) unknown.push(all);
        return found ?? all;
      },
    );
    if (unknown[0] !== undefined) {
      await writeText(stderr, `date: ${shell.words.noDateFormat(unknown[0])}\n`);
      return 1;
    }
    await writeText(stdout, `${text}\n`);
    return 0;
  },
});

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
/** The longest wait, in seconds: a year. */
const LONGEST = 366 * 86_400;

export const sleep = define({
  name: 'sleep',
  operands: 'NUMBER[smhd]...',
  flags: {},
  manner: GNU,
  usageStatus: 1,
  async run({ operands }, { stderr, clock, signal }) {
    if (operands.length === 0) {
      await writeText(stderr, 'sleep: missing operand\n');
      return 1;
    }
    let seconds = 0;
    for (const operand of operands) {
      const match = /^(\d{1,12}(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(operand);
      if (match === null) {
        await writeText(stderr, `sleep: invalid time interval '${operand}'\n`);
        return 1;
      }
      seconds += Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
    }
    await clock.wait(Math.min(seconds, LONGEST) * 1000, signal);
    return 0;
  },
});
