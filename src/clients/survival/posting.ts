/**
 * Lines that go up by POST: the answer 204 is the acknowledgement. One line at a time, so that a repetition can't overtake
 * the line before it: each costs a round trip. Without acknowledgements they go up side by side, in whatever order.
 */
import type { ClientApi, Message } from '../api.ts';
import { nextWaitMs } from './backoff.ts';
import type { Carrier, Outbox } from './outbox.ts';
import type { Strategies } from './strategies.ts';

export function createPosting(api: ClientApi, strategies: () => Strategies, outbox: Outbox): Carrier {
  const attempts = new Map<Message['id'], AbortController>();
  let failures = 0;
  let waitMs = 0;

  async function post(message: Message): Promise<void> {
    attempts.get(message.id)?.abort();
    const attempt = new AbortController();
    attempts.set(message.id, attempt);
    const delivered = await accepted(message, attempt.signal);
    if (attempt.signal.aborted) return;
    attempts.delete(message.id);
    if (delivered) {
      failures = 0;
      waitMs = 0;
      outbox.acknowledged(message.id);
      return;
    }
    failures++;
    const strategy = strategies();
    waitMs = nextWaitMs(strategy, failures, waitMs, api.random) ?? strategy.ackTimeoutMs;
    outbox.failed(waitMs);
  }

  async function accepted(message: Message, signal: AbortSignal): Promise<boolean> {
    try {
      const response = await api.fetch('/api/messages?room=7', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(message),
        signal,
      });
      return response.ok;
    } catch {
      return false; // The network failed, or the attempt was given up.
    }
  }

  return {
    send(message) {
      void post(message);
    },
    bufferedBytes: () => 0,
    window: 1,
    stop() {
      for (const attempt of attempts.values()) attempt.abort();
      attempts.clear();
    },
  };
}
