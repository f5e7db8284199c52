/** HTTP polling: ask at a fixed rate whether there is anything new since the last message. */
import type { Client, ClientApi, MessagesBody, OnMessage } from './api.ts';
import { postMessage } from './post.ts';

export interface PollingClient extends Client {
  /** Changes the time between two polls; the poll that is due next moves accordingly. */
  setIntervalMs(intervalMs: number): void;
}

/** With `timeoutMs` a request that is not answered in time is given up; without it the client waits for TCP. */
export function startPolling(
  api: ClientApi,
  intervalMs: number,
  onMessage: OnMessage,
  timeoutMs?: number,
): PollingClient {
  let since = '0';
  let asking = false;
  let lastTickMs = api.now();
  let timer: unknown;

  async function ask(): Promise<void> {
    asking = true;
    const init: RequestInit = {};
    let deadline: unknown;
    if (timeoutMs !== undefined) {
      const giveUp = new AbortController();
      init.signal = giveUp.signal;
      deadline = api.setTimeout(() => {
        giveUp.abort();
      }, timeoutMs);
    }
    try {
      const response = await api.fetch(`/api/messages?room=7&since=${since}`, init);
      const body = (await response.json()) as MessagesBody;
      for (const message of body.messages) {
        since = String(message.id);
        onMessage(message);
      }
    } catch {
      // The network failed, or was too slow. `since` has not moved: the next poll asks for the same messages again.
    } finally {
      api.clearTimeout(deadline);
      asking = false;
    }
  }

  function tick(): void {
    lastTickMs = api.now();
    timer = api.setTimeout(tick, intervalMs);
    // A slow answer must not pile up requests: this tick is skipped.
    if (!asking) void ask();
  }

  tick();
  return {
    setIntervalMs(newIntervalMs) {
      intervalMs = newIntervalMs;
      api.clearTimeout(timer);
      timer = api.setTimeout(tick, Math.max(0, lastTickMs + intervalMs - api.now()));
    },
    send(message) {
      postMessage(api, message);
    },
    stop() {
      api.clearTimeout(timer);
    },
  };
}
