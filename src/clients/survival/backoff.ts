/**
 * How long to wait before another attempt (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015). Without jitter,
 * clients that lost their connections together come back together, again and again.
 */

export interface BackoffOptions {
  readonly reconnect: 'no' | 'immediate' | 'fixed' | 'exponential';
  /** The wait; of a growing one, the first. */
  readonly reconnectMs: number;
  /** The longest wait. */
  readonly reconnectCapMs: number;
  readonly jitter: 'none' | 'full' | 'equal' | 'decorrelated';
  /** A connection that stood so long was a success: the waits begin anew. */
  readonly stableMs: number;
}

/** No wait is that long; and 0 times infinity is no number. */
const MOST_DOUBLINGS = 50;

/**
 * The wait in milliseconds before the attempt that follows `failures` failed ones (at least 1); `previousMs` is the wait
 * before, 0 at first. Null: the client does not try again. `random` gives numbers in [0, 1), as `Math.random`.
 */
export function nextWaitMs(
  options: BackoffOptions,
  failures: number,
  previousMs: number,
  random: () => number,
): number | null {
  const { reconnect, reconnectMs, reconnectCapMs, jitter } = options;
  if (reconnect === 'no') return null;
  if (reconnect === 'immediate') return 0;
  const grown =
    reconnect === 'fixed' ? reconnectMs : reconnectMs * 2 ** Math.min(failures - 1, MOST_DOUBLINGS);
  const longest = Math.min(reconnectCapMs, grown);
  switch (jitter) {
    case 'none':
      return longest;
    case 'full':
      return longest * random();
    case 'equal':
      return longest / 2 + (longest / 2) * random();
    case 'decorrelated': {
      // From the first wait to three times the one before, whatever number of attempts that took. Before the first there
      // was none: it counts as the shortest, or all clients would begin with the same.
      const from = Math.min(reconnectMs, reconnectCapMs);
      const upTo = Math.min(reconnectCapMs, 3 * Math.max(from, previousMs));
      return from + (upTo - from) * random();
    }
  }
}
