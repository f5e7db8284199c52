/**
 * Asking: the receiving side of long polling, which a WebSocket falls back to as well. Each answer is a sign of life, so
 * the heartbeat is an upper bound on how long the server holds a request. The first request after a failure is not held
 * at all: its answer shows that the way is open again.
 */
import type { ClientApi, MessagesBody } from '../api.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import { createReconnector } from './reconnector.ts';
import { sinceQuery, type Inbox } from './resume.ts';
import type { Observer, Strategies } from './strategies.ts';

/** How long the server may hold a request, where no heartbeat bounds it; it may choose less. */
const HOLD_MS = 25_000;
/** Asking again is what long polling is: without any strategy a failed request is followed by another so much later. */
const RETRY_MS = 1000;

export interface Asking {
  readonly open: boolean;
  changed(): void;
  stop(): void;
}

export function startAsking(
  api: ClientApi,
  inbox: Inbox,
  strategies: () => Strategies,
  observer: Pick<Observer, 'phase'>,
  opened: () => void,
): Asking {
  let request: AbortController | null = null;
  let heartbeat: Heartbeat | null = null;
  let deadline: unknown;
  let open = false;
  let asked = '';

  const line = createReconnector(api, () => asksAgain(strategies()), observer, {
    connect: () => void ask(),
    letGo() {
      open = false;
      api.clearTimeout(deadline);
      heartbeat?.stop();
      heartbeat = null;
      request?.abort();
      request = null;
    },
    check() {
      // A request that is under way can't be asked anything: another takes its place.
      line.renew();
    },
  });

  /** How long the next request may be held; null leaves it to the server. */
  function holdMs(): number | null {
    const { heartbeatMs, timeoutMs } = strategies();
    if (!open && timeoutMs > 0) return 0;
    if (heartbeatMs > 0) return Math.min(heartbeatMs, HOLD_MS);
    return timeoutMs > 0 ? HOLD_MS : null;
  }

  async function ask(): Promise<void> {
    const current = new AbortController();
    request = current;
    const hold = holdMs();
    const since = inbox.since();
    const { timeoutMs } = strategies();
    if (open && hold !== null && timeoutMs > 0) deadline = api.setTimeout(line.lost, hold + timeoutMs);
    asked = wishes();
    try {
      const holdQuery = hold === null ? '' : `&hold=${String(hold)}`;
      const query = `${since === null ? '' : sinceQuery(since)}${holdQuery}`;
      const { signal } = current;
      const response = await api.fetch(`/api/messages/wait?room=7${query}`, { signal });
      const body = (await response.json()) as MessagesBody;
      if (signal.aborted) return;
      receive(body);
    } catch {
      // The network failed, or some proxy has answered in the server's place: that is no JSON.
      if (request === current) line.lost();
      return;
    }
    if (request === current) void ask();
  }

  function receive({ snapshot, messages }: MessagesBody): void {
    api.clearTimeout(deadline);
    if (!open) {
      open = true;
      line.opened();
      opened();
      heartbeat = startHeartbeat(api, strategies, line, null);
    }
    heartbeat?.heard();
    if (snapshot) inbox.replace(snapshot);
    for (const message of messages) inbox.take(message);
  }

  function wishes(): string {
    const { heartbeatMs, timeoutMs } = strategies();
    return `${String(heartbeatMs)} ${String(timeoutMs)}`;
  }

  line.start();
  return {
    get open() {
      return open;
    },
    changed() {
      // The request that is under way was made under other terms.
      if (request && asked !== wishes()) line.renew();
      else line.changed();
    },
    stop: line.stop,
  };
}

function asksAgain(strategies: Strategies): Strategies {
  if (strategies.reconnect !== 'no') return strategies;
  return { ...strategies, reconnect: 'fixed', reconnectMs: RETRY_MS, jitter: 'none' };
}
