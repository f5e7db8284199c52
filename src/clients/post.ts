/** Sending up without a WebSocket: a request of its own for each message. */
import type { ClientApi, Message } from './api.ts';

/** POSTs a message. A failed attempt is tried again after `retryMs`: the room drops a message it has already. */
export function postMessage(api: ClientApi, message: Message, retryMs = 1000): void {
  api
    .fetch('/api/messages?room=7', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(message),
    })
    .catch(() => {
      api.setTimeout(() => {
        postMessage(api, message, retryMs);
      }, retryMs);
    });
}
