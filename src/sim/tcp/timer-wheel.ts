/** Linux counts time-outs in jiffies and keeps them in a wheel that is coarser the farther it is (kernel/time/timer.c). */
import type { SimTime } from '#base/time.ts';

/** Microseconds of a jiffy at HZ 250. */
export const JIFFY_US = 4000;

/** The tick that `t` lies in. */
export function jiffiesAt(t: SimTime): number {
  return Math.floor(t / JIFFY_US);
}

/** usecs_to_jiffies: rounded up. */
export function toJiffies(micros: number): number {
  return Math.ceil(micros / JIFFY_US);
}

/** Levels of 64 buckets, each 8 times coarser than the one before (LVL_CLK_SHIFT, LVL_BITS). */
const LEVEL_SHIFT = 3;
const LEVELS = 9;

/** When a timer set at `now` for `delay` jiffies fires: never early, later by up to a bucket (calc_wheel_index). */
export function wheelExpiry(now: SimTime, delay: number): SimTime {
  const expires = jiffiesAt(now) + Math.max(1, delay);
  let level = 0;
  while (level < LEVELS - 1 && Math.max(1, delay) >= 63 * 2 ** (level * LEVEL_SHIFT)) level++;
  const bucket = 2 ** (level * LEVEL_SHIFT);
  return ((Math.floor(expires / bucket) + 1) * bucket * JIFFY_US) as SimTime;
}
