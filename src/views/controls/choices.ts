/** What the controls offer. */

/** Virtual seconds in one real second. Above 20 the real APIs can't keep up: skip ahead instead. */
export const SPEEDS: readonly number[] = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20];

/** How long "Cut the line" cuts it. */
export const CUT_MS = 10_000;
