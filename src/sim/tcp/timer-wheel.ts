/** When Linux's timer wheel fires a timer: later than asked, the coarser the further away (kernel/time/timer.c). */
import type { SimTime } from '#base/time.ts';

/** HZ = 250. */
const JIFFY_US = 4000;
const LEVEL_BITS = 6;
const LEVEL_SHIFT = 3;

/** The instant at which a timer that is set at `now` for `delay` fires. */
export function wheelExpiry(now: SimTime, delay: SimTime): SimTime {
  const delta = Math.max(1, Math.ceil(delay / JIFFY_US));
  const expires = Math.floor(now / JIFFY_US) + delta;
  let level = 0;
  while (delta >= 2 ** (LEVEL_BITS + LEVEL_SHIFT * level)) level++;
  const granularity = 2 ** (LEVEL_SHIFT * level);
  return ((Math.floor(expires / granularity) + 1) * granularity * JIFFY_US) as SimTime;
}
