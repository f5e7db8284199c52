/**
 * Heartbeat: finds out that the other side is gone. TCP says nothing of that to who only listens: both ends may stand
 * OPEN for hours over a line that was cut. A browser's script has no WebSocket ping (RFC 6455 section 5.5.2: browsers
 * answer pings, but let no script send one), so the question is a message of its own. It costs one, and its answer, for
 * each silence of `heartbeatMs`; a phone's radio wakes up for it.
 */
import type { ClientApi } from '../api.ts';
import type { Reconnector } from './reconnector.ts';
import type { Strategies } from './strategies.ts';

export interface Heartbeat {
  /** Something came from the server: whatever it is, it is a sign of life. */
  heard(): void;
  /** Something has happened that may have cut the line: does not wait for silence. */
  check(): void;
  /** Strategies may have changed. */
  changed(): void;
  stop(): void;
}

/** `ask` asks the server. Null where a script can't: then the server says something every `heartbeatMs`, unasked. */
export function startHeartbeat(
  api: ClientApi,
  strategies: () => Strategies,
  line: Pick<Reconnector, 'suspect' | 'alive' | 'lost'>,
  ask: (() => void) | null,
): Heartbeat {
  let heardMs = api.now();
  let suspected = false;
  let timer: unknown;

  /** How long it may be silent, and how long it then has: an unasked sign of life is on its way for a while. */
  function patience(): { silenceMs: number; answerMs: number } {
    const { heartbeatMs, heartbeatTimeoutMs } = strategies();
    return ask
      ? { silenceMs: heartbeatMs, answerMs: heartbeatTimeoutMs }
      : { silenceMs: heartbeatMs + heartbeatTimeoutMs / 2, answerMs: heartbeatTimeoutMs / 2 };
  }

  function wait(delayMs: number): void {
    api.clearTimeout(timer);
    timer = api.setTimeout(tick, delayMs);
  }

  function tick(): void {
    if (suspected) line.lost();
    else watch();
  }

  function watch(): void {
    if (strategies().heartbeatMs === 0) return;
    const leftMs = patience().silenceMs - (api.now() - heardMs);
    if (leftMs > 0) wait(leftMs);
    else suspect();
  }

  function suspect(): void {
    if (suspected) return;
    suspected = true;
    line.suspect();
    ask?.();
    wait(patience().answerMs);
  }

  watch();
  return {
    heard() {
      heardMs = api.now();
      if (!suspected) return;
      suspected = false;
      api.clearTimeout(timer);
      line.alive();
      watch();
    },
    check() {
      // Who can't be asked is judged by its silence.
      if (ask) suspect();
      else if (!suspected) watch();
    },
    changed() {
      if (!suspected) watch();
    },
    stop() {
      api.clearTimeout(timer);
    },
  };
}
