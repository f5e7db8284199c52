/** Sliders that stop at useful values: dense where they matter, so that 1 ms and 2 s share one short track. */

/** One-way delay in milliseconds. */
export const DELAY_STOPS = [
  0, 1, 2, 5, 10, 15, 20, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000,
  5000,
] as const;

/** Jitter in milliseconds. */
export const JITTER_STOPS = [0, 1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000] as const;

/** Loss in percent. */
export const LOSS_STOPS = [0, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100] as const;

/** Bandwidth in kbit/s; 0, no limit, is the far end. */
export const RATE_STOPS = [
  8, 16, 32, 50, 100, 150, 250, 500, 750, 1000, 1500, 1600, 2000, 5000, 9000, 10_000, 20_000, 50_000, 100_000,
  0,
] as const;

/** Packets in the queue. */
export const QUEUE_STOPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] as const;

/** Shares in percent that are mostly small: duplicates, corruption, the state of a line. */
export const CHANCE_STOPS = [0, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 75, 100] as const;

/** Shares in percent from nothing to all. */
export const SHARE_STOPS = [0, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 100] as const;

/** How likely a bad line turns good, in percent: without 0, it would stay bad. */
export const RECOVERY_STOPS = [1, 2, 5, 10, 15, 20, 25, 33, 50, 75, 100] as const;

/** Only every so many-th packet; 0 is any. */
export const GAP_STOPS = [0, 2, 3, 4, 5, 10, 20, 50, 100] as const;

/** Time without traffic, or between two signs of life, in milliseconds; 0 is never. */
export const SILENCE_STOPS = [
  0, 1000, 2000, 5000, 10_000, 15_000, 20_000, 30_000, 45_000, 60_000, 120_000, 300_000, 600_000, 7_200_000,
] as const;

/** Silence in milliseconds after which a client asks whether the server is there; 0 is never. */
export const HEARTBEAT_STOPS = [
  0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 15_000, 20_000, 30_000, 60_000,
] as const;

/** Milliseconds for which it waits for the answer. */
export const PATIENCE_STOPS = [
  250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 8000, 10_000, 15_000, 20_000, 30_000,
] as const;

/** Milliseconds after which an event stream is opened again; 0 leaves that to the browser. */
export const RETRY_STOPS = [0, 100, 250, 500, 1000, 1500, 2000, 3000, 5000, 8000, 10_000, 15_000] as const;

/** Messages that a server keeps; 0, all of them, is the far end. */
export const HISTORY_STOPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50, 100, 0] as const;

/** Octets of a buffer. */
export const BUFFER_STOPS = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536] as const;

/** Messages a second. */
export const FEED_STOPS = [0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50] as const;

/** Milliseconds between two polls. */
export const INTERVAL_STOPS = [
  100, 200, 300, 500, 750, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 5000, 6000, 8000, 10_000, 15_000, 20_000,
  30_000, 60_000,
] as const;

/** Milliseconds for which a server holds a request. */
export const HOLD_STOPS = [
  500, 1000, 2000, 3000, 5000, 8000, 10_000, 15_000, 20_000, 25_000, 30_000, 45_000, 60_000, 120_000,
] as const;

/** Index of the stop that is the value, or else of the nearest one. */
export function nearestStop(stops: readonly number[], value: number): number {
  const exact = stops.indexOf(value);
  if (exact >= 0) return exact;
  let best = 0;
  stops.forEach((stop, i) => {
    const now = stops[best] ?? 0;
    // A stop of 0 at the end means "no limit": nothing is near to it.
    if (i > 0 && stop === 0) return;
    if (Math.abs(stop - value) < Math.abs(now - value)) best = i;
  });
  return best;
}
