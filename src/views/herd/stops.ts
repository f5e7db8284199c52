/** Where the herd's sliders stop. */
export const CLIENT_STOPS = [
  10, 20, 50, 100, 200, 300, 500, 700, 1000, 2000, 3000, 5000, 7000, 10_000,
] as const;

/** Connections a second. */
export const ACCEPT_STOPS = [10, 20, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 2000, 5000, 10_000] as const;

export const BACKLOG_STOPS = [1, 8, 16, 32, 64, 128, 256, 511, 1024, 2048, 4096] as const;

/** How long a client waits for its connection. */
export const PATIENCE_STOPS = [1000, 2000, 3000, 5000, 10_000, 20_000, 30_000, 60_000] as const;

export const AWAY_STOPS = [
  0, 500, 1000, 2000, 3000, 5000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000,
] as const;

export const CRASH_STOPS = [1, 2, 3, 4, 5] as const;

export const UP_STOPS = [1000, 2000, 3000, 5000, 10_000, 20_000, 30_000, 60_000] as const;

export const FIRST_WAIT_STOPS = [
  100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000, 7500, 10_000, 15_000, 20_000, 30_000, 60_000,
] as const;

export const CAP_STOPS = [
  500, 1000, 2000, 3000, 4000, 5000, 7500, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000,
] as const;

export const STABLE_STOPS = [0, 1000, 2000, 3000, 5000, 10_000, 20_000, 30_000, 60_000] as const;
