/** Numbers with units as tc reads and writes them (iproute2: get_time, get_rate and parse_percent). */

/** What strtod reads at the beginning of a word, without hexadecimal numbers. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i;

/** How many milliseconds, or kbit/s, one of a unit is, as a fraction: so that no digit is lost. */
type Units = Readonly<Record<string, readonly [factor: number, divisor: number]>>;

/** A time without a unit is in microseconds. */
const TIME: Units = {
  '': [1, 1000],
  us: [1, 1000],
  usec: [1, 1000],
  usecs: [1, 1000],
  ms: [1, 1],
  msec: [1, 1],
  msecs: [1, 1],
  s: [1000, 1],
  sec: [1000, 1],
  secs: [1000, 1],
};

/** A rate without a unit is in bit/s; `bps` is octets. tc ignores case. */
const RATE: Units = {
  '': [1, 1000],
  bit: [1, 1000],
  kbit: [1, 1],
  mbit: [1000, 1],
  gbit: [1_000_000, 1],
  tbit: [1_000_000_000, 1],
  kibit: [1024, 1000],
  mibit: [1024 ** 2, 1000],
  gibit: [1024 ** 3, 1000],
  tibit: [1024 ** 4, 1000],
  bps: [8, 1000],
  kbps: [8, 1],
  mbps: [8000, 1],
  gbps: [8_000_000, 1],
  tbps: [8_000_000_000, 1],
  kibps: [8 * 1024, 1000],
  mibps: [8 * 1024 ** 2, 1000],
  gibps: [8 * 1024 ** 3, 1000],
  tibps: [8 * 1024 ** 4, 1000],
};

function withUnit(word: string, units: Units): number | null {
  const number = NUMBER.exec(word)?.[0];
  if (number === undefined) return null;
  const unit = word.slice(number.length).toLowerCase();
  const [factor, divisor] = (Object.hasOwn(units, unit) ? units[unit] : undefined) ?? [NaN, 1];
  return Number.isNaN(factor) ? null : (Number(number) * factor) / divisor;
}

/** "100ms" in milliseconds; null when it is no time. */
export function parseTime(word: string): number | null {
  return withUnit(word, TIME);
}

/** "1.5mbit" in kbit/s; null when it is no rate. */
export function parseRate(word: string): number | null {
  return withUnit(word, RATE);
}

/** "30%" or "30"; null when it is no percentage. */
export function parsePercent(word: string): number | null {
  const number = NUMBER.exec(word)?.[0];
  if (number === undefined || !['', '%'].includes(word.slice(number.length))) return null;
  return Number(number);
}

/** A whole number in decimal digits; null when it is none. */
export function parseCount(word: string): number | null {
  return /^\d+$/.test(word) ? Number(word) : null;
}

/** In the largest unit, or the smallest below a millisecond, that leaves the number as it is. */
export function formatTime(ms: number): string {
  if (ms >= 1000 && ms % 1000 === 0) return `${String(ms / 1000)}s`;
  if (ms > 0 && ms < 1 && Number.isInteger(ms * 1000) && (ms * 1000) / 1000 === ms)
    return `${String(ms * 1000)}us`;
  return `${String(ms)}ms`;
}

export function formatRate(kbit: number): string {
  if (kbit > 0 && kbit % 1_000_000 === 0) return `${String(kbit / 1_000_000)}gbit`;
  if (kbit > 0 && kbit % 1000 === 0) return `${String(kbit / 1000)}mbit`;
  return `${String(kbit)}kbit`;
}

export function formatPercent(pct: number): string {
  return `${String(pct)}%`;
}
