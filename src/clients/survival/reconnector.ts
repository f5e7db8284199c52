/**
 * Reconnection: when to try again after a connection has ended, was given up or never came about. Each attempt may take
 * `timeoutMs`; TCP alone would try for two minutes. It costs the attempts that fail. Who comes back has missed what was
 * said meanwhile: that is what `resume.ts` and `outbox.ts` are for.
 */
import type { ClientApi } from '../api.ts';
import { nextWaitMs } from './backoff.ts';
import { heedSignals } from './signals.ts';
import type { ClientPhase, Observer, Strategies } from './strategies.ts';

/** The connection that is opened again and again. */
export interface Link {
  connect(): void;
  /** Gives up the connection, or the attempt, if there is one: nothing of it may call back any more. */
  letGo(): void;
  /** Finds out whether an open connection still stands. */
  check(): void;
  /** An attempt has ended before it was open. */
  refused?(): void;
  /** How long to wait at least before the next attempt; 0 where the back-off decides. */
  restMs?(): number;
}

export interface Reconnector {
  readonly start: () => void;
  /** The handshake is done. */
  readonly opened: () => void;
  /** The connection has ended, or is taken for dead. */
  readonly lost: () => void;
  /** The browser opens the next connection by itself. */
  readonly retrying: () => void;
  readonly suspect: () => void;
  readonly alive: () => void;
  /** Gives up the connection and opens another at once. */
  readonly renew: () => void;
  /** Strategies may have changed. */
  readonly changed: () => void;
  readonly stop: () => void;
}

export function createReconnector(
  api: ClientApi,
  strategies: () => Strategies,
  { phase: report }: Pick<Observer, 'phase'>,
  link: Link,
): Reconnector {
  let phase: ClientPhase | null = null;
  let attempt = 0;
  let failures = 0;
  let waitMs = 0;
  let openedMs: number | null = null;
  let timer: unknown;

  function enter(next: ClientPhase, untilMs: number | null = null): void {
    phase = next;
    report(next, attempt, untilMs);
  }

  /** The next attempt begins, by our hand or by the browser's. */
  function begin(): void {
    api.clearTimeout(timer);
    ended();
    attempt++;
    enter('connecting');
    limit();
  }

  function limit(): void {
    const { timeoutMs } = strategies();
    if (timeoutMs > 0) timer = api.setTimeout(lost, timeoutMs);
  }

  function tryNow(): void {
    begin();
    link.connect();
  }

  function renew(): void {
    link.letGo();
    tryNow();
  }

  function lost(): void {
    api.clearTimeout(timer);
    link.letGo();
    const strategy = strategies();
    if (openedMs === null) link.refused?.();
    ended();
    failures++;
    const next = nextWaitMs(strategy, failures, waitMs, api.random);
    if (next === null) enter('closed');
    else if (strategy.signals && !api.page.onLine) enter('offline');
    else wait(next);
  }

  function wait(ms: number): void {
    waitMs = ms;
    const restMs = Math.max(ms, link.restMs?.() ?? 0);
    enter('waiting', api.now() + restMs);
    timer = api.setTimeout(tryNow, restMs);
  }

  function ended(): void {
    if (openedMs !== null && api.now() - openedMs >= strategies().stableMs) forgive();
    openedMs = null;
  }

  /** The waits begin anew. */
  function forgive(): void {
    failures = 0;
    waitMs = 0;
  }

  const unheed = heedSignals(api.page, strategies, {
    offline() {
      // Who never comes back keeps what there is: the line may hold.
      if (phase === 'closed' || strategies().reconnect === 'no') return;
      api.clearTimeout(timer);
      link.letGo();
      ended();
      enter('offline');
    },
    online() {
      if (phase === 'closed') return;
      forgive();
      if (phase === 'open' || phase === 'suspect') link.check();
      else renew();
    },
    visible() {
      if (phase === 'waiting') tryNow();
      else if (phase === 'open') link.check();
    },
  });

  return {
    start: tryNow,
    opened() {
      api.clearTimeout(timer);
      openedMs = api.now();
      enter('open');
    },
    lost,
    retrying: begin,
    suspect() {
      enter('suspect');
    },
    alive() {
      enter('open');
    },
    renew,
    changed() {
      const { reconnect, signals } = strategies();
      if ((phase === 'closed' && reconnect !== 'no') || (phase === 'offline' && !signals)) tryNow();
      else if (phase === 'connecting') {
        api.clearTimeout(timer);
        limit();
      }
    },
    stop() {
      unheed();
      api.clearTimeout(timer);
      link.letGo();
    },
  };
}
