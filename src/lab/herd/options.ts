/** What a herd is: its clients, the server they come back to, and how they wait. */
import type { BackoffOptions } from '#clients/survival/backoff.ts';

export type { BackoffOptions } from '#clients/survival/backoff.ts';

/** How a herd's clients wait: not at all, always the same, or twice as long each time. One that never tries again shows nothing. */
export const HERD_WAITS = ['immediate', 'fixed', 'exponential'] as const;
export const HERD_JITTERS = ['none', 'full', 'equal', 'decorrelated'] as const;

export interface HerdScene {
  /** Decides each client's round trip and every wait that is drawn. */
  readonly seed: number;
  readonly clients: number;
  /** Connections that the server takes in a second, one after another. */
  readonly acceptPerS: number;
  /** Connections that may wait for the server (the listen backlog); one more is refused. */
  readonly backlog: number;
  /** How long a client waits for its connection before it gives this attempt up. */
  readonly timeoutMs: number;
  /** How long the server is away; who comes meanwhile is refused. */
  readonly restartMs: number;
  /** How often the server goes away, the first time included. */
  readonly crashes: number;
  /** How long it stays up between two times. */
  readonly upMs: number;
}

export interface HerdOptions extends HerdScene {
  readonly policy: BackoffOptions;
}

/** Bounds of the numbers: what the address, a lesson and the page's controls may ask for. */
export const HERD_BOUNDS = {
  clients: { least: 10, most: 10_000 },
  acceptPerS: { least: 10, most: 10_000 },
  backlog: { least: 1, most: 4096 },
  timeoutMs: { least: 1000, most: 60_000 },
  restartMs: { least: 0, most: 120_000 },
  crashes: { least: 1, most: 5 },
  upMs: { least: 1000, most: 60_000 },
  reconnectMs: { least: 100, most: 60_000 },
  reconnectCapMs: { least: 100, most: 600_000 },
  stableMs: { least: 0, most: 60_000 },
} as const satisfies Record<string, { readonly least: number; readonly most: number }>;

export const DEFAULT_SCENE: HerdScene = {
  seed: 7,
  clients: 1000,
  acceptPerS: 100,
  backlog: 128,
  timeoutMs: 10_000,
  restartMs: 5000,
  crashes: 1,
  upMs: 10_000,
};

export const DEFAULT_POLICY: BackoffOptions = {
  reconnect: 'exponential',
  reconnectMs: 1000,
  reconnectCapMs: 30_000,
  jitter: 'full',
  stableMs: 5000,
};

/** One or two policies in the same scene: what a picture shows. */
export interface HerdChoice {
  readonly scene: HerdScene;
  readonly policies: readonly BackoffOptions[];
}
