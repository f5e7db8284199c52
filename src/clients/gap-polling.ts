/** HTTP polling with a gap: ask again some time after each answer. Slow answers make it ask less often. */
import type { ClientApi, MessagesBody, OnMessage } from './api.ts';
import type { PollingClient } from './polling.ts';
import { postMessage } from './post.ts';

export function startGapPolling(api: ClientApi, gapMs: number, onMessage: OnMessage): PollingClient {
  let since = '0';
  let stopped = false;
  let waiting = false;
  let answeredMs = api.now();
  let timer: unknown;

  async function ask(): Promise<void> {
    waiting = false;
    try {
      const response = await api.fetch(`/api/messages?room=7&since=${since}`);
      const body = (await response.json()) as MessagesBody;
      for (const message of body.messages) {
        since = String(message.id);
        onMessage(message);
      }
    } catch {
      // The network failed. `since` has not moved, so the next poll asks for the same messages again.
    }
    answeredMs = api.now();
    waitForNext();
  }

  function waitForNext(): void {
    if (stopped) return;
    waiting = true;
    timer = api.setTimeout(() => void ask(), Math.max(0, answeredMs + gapMs - api.now()));
  }

  void ask();
  return {
    setIntervalMs(newGapMs) {
      gapMs = newGapMs;
      if (!waiting) return;
      api.clearTimeout(timer);
      waitForNext();
    },
    send(message) {
      postMessage(api, message);
    },
    stop() {
      stopped = true;
      api.clearTimeout(timer);
    },
  };
}
