/**
 * Numbers with their units, the same in both languages: three significant figures, a thin space before the unit
 * and none before %.
 */

/** U+2009: stands before every unit. */
export const THIN = '\u2009';

/** For running text: a line may break after a thin space, so a word joiner (U+2060) keeps number and unit together. */
export function unbroken(text: string): string {
  return text.replaceAll(THIN, `${THIN}\u2060`);
}

/** Three significant figures of a number of at least 0, never in exponent form. */
function three(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(value))));
  const text = value.toFixed(decimals);
  // 9.996 has become 10.00: one figure too many.
  return decimals > 0 && text.replace('.', '').replace(/^0+/, '').length > 3
    ? value.toFixed(decimals - 1)
    : text;
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A span of virtual time: "30 ms", "59.7 ms", "1.60 s". Milliseconds below one second. */
export function formatDelay(us: number): string {
  const sign = us < 0 ? '−' : '';
  const size = Math.abs(us);
  if (size < 999_500) return `${sign}${withoutTrailingZeros(three(size / 1000))}${THIN}ms`;
  return `${sign}${three(size / 1_000_000)}${THIN}s`;
}

/** A span that somebody chose, so without figures that say nothing: "60 ms", "2 s", "1.5 s". */
export function formatSpan(ms: number): string {
  return ms < 1000
    ? `${withoutTrailingZeros(three(ms))}${THIN}ms`
    : `${withoutTrailingZeros(three(ms / 1000))}${THIN}s`;
}

/** An instant: seconds since the start of the run, "7.38 s", and from ten seconds on "55.1 s". */
export function formatClock(us: number): string {
  const s = us / 1_000_000;
  return `${s.toFixed(s < 9.995 ? 2 : 1)}${THIN}s`;
}

/** An instant among others that lie close by: seconds to the millisecond, "11.892 s". */
export function formatInstant(us: number): string {
  return `${(us / 1_000_000).toFixed(3)}${THIN}s`;
}

/** Seconds to the millisecond, with at least one decimal: "30.0", "12.35". */
function tenths(us: number): string {
  return (us / 1_000_000).toFixed(3).replace(/0{1,2}$/, '');
}

/** An instant or a span that somebody chose by hand: "30.0 s", "12.35 s". */
export function formatTenths(us: number): string {
  return `${tenths(us)}${THIN}s`;
}

/** A stretch of time from one instant to another: "30.0–40.0 s". */
export function formatRange(fromUs: number, toUs: number): string {
  return `${tenths(fromUs)}–${tenths(toUs)}${THIN}s`;
}

/** What is left of a wait, by tenths of a second and never less than there is: "4.0 s". */
export function formatCountdown(us: number): string {
  return `${(Math.ceil(us / 100_000) / 10).toFixed(1)}${THIN}s`;
}

/** A number of octets: "45 B", "1.23 kB", "4.56 MB" (powers of 1000). */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${bytes < 100 ? withoutTrailingZeros(three(bytes)) : three(bytes)}${THIN}B`;
  if (bytes < 999_500) return `${three(bytes / 1000)}${THIN}kB`;
  if (bytes < 999_500_000) return `${three(bytes / 1_000_000)}${THIN}MB`;
  return `${three(bytes / 1_000_000_000)}${THIN}GB`;
}

/** A rate on the wire from bits a second: "12.3 kbit/s", "1.60 Mbit/s". */
export function formatBitRate(bitsPerS: number): string {
  if (bitsPerS < 999_500) return `${withoutTrailingZeros(three(bitsPerS / 1000))}${THIN}kbit/s`;
  if (bitsPerS < 999_500_000) return `${withoutTrailingZeros(three(bitsPerS / 1_000_000))}${THIN}Mbit/s`;
  return `${withoutTrailingZeros(three(bitsPerS / 1_000_000_000))}${THIN}Gbit/s`;
}

/** A percentage: "5%", "0.5%". */
export function formatPercent(percent: number): string {
  return `${withoutTrailingZeros(three(percent))}%`;
}

/** A whole number, its thousands set apart by thin spaces from five digits on: "1000", "10 000". */
export function formatCount(count: number): string {
  const digits = String(Math.round(count));
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** How many times something happens in a second: "0.5", "12.3", "10 000". */
export function formatPerSecond(perS: number): string {
  return perS < 999.5 ? withoutTrailingZeros(three(perS)) : formatCount(perS);
}

/** A factor of speed: "1×", "0.25×". */
export function formatSpeed(speed: number): string {
  return `${withoutTrailingZeros(three(speed))}×`;
}
