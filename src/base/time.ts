/**
 * Virtual time: a branded integer count of microseconds since the start of the run.
 *
 * It is never a bare number, so that wall-clock milliseconds can't slip in, and it is always an integer, so that
 * two JavaScript engines which differ in the last bit of `Math.log` still agree on every comparison.
 */
declare const simTimeBrand: unique symbol;

/** A point in virtual time, or a span of it, in whole microseconds. */
export type SimTime = number & { readonly [simTimeBrand]: 'SimTime' };

/** The start of every run. */
export const ZERO = 0 as SimTime;

/** Rounds a count of microseconds to the nearest whole one. */
export function us(micros: number): SimTime {
  return Math.round(micros) as SimTime;
}

/** Milliseconds to virtual time, rounded to the microsecond. */
export function fromMs(ms: number): SimTime {
  return Math.round(ms * 1000) as SimTime;
}

/** Seconds to virtual time, rounded to the microsecond. */
export function fromS(s: number): SimTime {
  return Math.round(s * 1_000_000) as SimTime;
}

/** Virtual time in milliseconds, with the microseconds as a fraction. */
export function toMs(t: SimTime): number {
  return t / 1000;
}

/** Virtual time in seconds. */
export function toS(t: SimTime): number {
  return t / 1_000_000;
}

/** The later of two points. */
export function later(a: SimTime, b: SimTime): SimTime {
  return a > b ? a : b;
}

/** The earlier of two points. */
export function earlier(a: SimTime, b: SimTime): SimTime {
  return a < b ? a : b;
}

/** `t` moved by `span`. */
export function plus(t: SimTime, span: SimTime): SimTime {
  return (t + span) as SimTime;
}

/** The span from `b` to `a`; negative when `a` is earlier. */
export function minus(a: SimTime, b: SimTime): SimTime {
  return (a - b) as SimTime;
}

/**
 * The virtual wall-clock date of t = 0: Sat, 21 Nov 2026 03:48:00 GMT, in milliseconds since the Unix epoch.
 * Fixed, so that a `Date` header or a message's `t` never differs between two replays of one run.
 */
export const EPOCH_MS = Date.UTC(2026, 10, 21, 3, 48, 0);
