/**
 * HTTP polling that survives. A poll always names the last message that the client has: one that did not could only be
 * answered with everything, or with nothing. What is left to add: not to wait for ever for an answer, to ask less often
 * while nothing gets through, and to ask at once when the network is back.
 */
import type { ClientApi, MessagesBody, OnMessage } from '../api.ts';
import type { PollingClient } from '../polling.ts';
import { createOutbox } from './outbox.ts';
import { createPosting } from './posting.ts';
import { createReconnector } from './reconnector.ts';
import { createInbox } from './resume.ts';
import type { Observer, Strategies, SurvivingClient } from './strategies.ts';

export function startSurvivingPolling(
  api: ClientApi,
  intervalMs: number,
  onMessage: OnMessage,
  strategies: () => Strategies,
  observer: Observer,
): SurvivingClient & PollingClient {
  const outbox = createOutbox(api, strategies, observer);
  const inbox = createInbox(onMessage, outbox, strategies, observer);
  let request: AbortController | null = null;
  let askedMs = api.now();
  let open = false;
  let timer: unknown;

  const line = createReconnector(api, asksAgain, observer, {
    connect: ask,
    letGo() {
      open = false;
      api.clearTimeout(timer);
      request?.abort();
      request = null;
    },
    check() {
      if (request) return;
      api.clearTimeout(timer);
      ask();
    },
  });

  /** Without a strategy of its own, a poll that failed is followed by another at the usual interval. */
  function asksAgain(): Strategies {
    const chosen = strategies();
    if (chosen.reconnect !== 'no') return chosen;
    return {
      ...chosen,
      reconnect: 'fixed',
      reconnectMs: intervalMs,
      reconnectCapMs: intervalMs,
      jitter: 'none',
    };
  }

  function ask(): void {
    const current = new AbortController();
    request = current;
    askedMs = api.now();
    const { timeoutMs } = strategies();
    // The first is limited as any attempt to connect.
    if (open && timeoutMs > 0) timer = api.setTimeout(line.lost, timeoutMs);
    void answered(current);
  }

  async function answered(current: AbortController): Promise<void> {
    const { signal } = current;
    try {
      const since = encodeURIComponent(inbox.last());
      const response = await api.fetch(`/api/messages?room=7&since=${since}`, { signal });
      const { snapshot, messages } = (await response.json()) as MessagesBody;
      if (signal.aborted) return;
      if (!open) opened();
      if (snapshot) inbox.replace(snapshot);
      for (const message of messages) inbox.take(message);
    } catch {
      // The network failed, or some proxy has answered in the server's place: that is no JSON.
      if (request === current) line.lost();
      return;
    }
    if (request !== current) return;
    request = null;
    waitForNext();
  }

  function opened(): void {
    open = true;
    line.opened();
    outbox.hurry();
  }

  function waitForNext(): void {
    api.clearTimeout(timer);
    timer = api.setTimeout(ask, Math.max(0, askedMs + intervalMs - api.now()));
  }

  outbox.attach(createPosting(api, strategies, outbox));
  line.start();
  return {
    send: outbox.add,
    setIntervalMs(newIntervalMs) {
      intervalMs = newIntervalMs;
      if (open && !request) waitForNext();
    },
    changed() {
      line.changed();
      outbox.changed();
    },
    stop() {
      line.stop();
      outbox.stop();
    },
  };
}
