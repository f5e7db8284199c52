/** Long polling: ask, let the server hold the request until there is something new, ask again at once. */
import type { Client, ClientApi, MessagesBody, OnMessage } from './api.ts';
import { postMessage } from './post.ts';

/** After a failed request, wait this long before asking again. */
const RETRY_MS = 1000;

/** `cursor` says, for each request, whether it names the last message that was received; without, gaps lose messages. */
export function startLongPolling(
  api: ClientApi,
  onMessage: OnMessage,
  cursor: () => boolean = () => true,
): Client {
  let since = '0';
  let stopped = false;

  async function ask(): Promise<void> {
    try {
      const response = await api.fetch(`/api/messages/wait?room=7${cursor() ? `&since=${since}` : ''}`);
      const body = (await response.json()) as MessagesBody;
      for (const message of body.messages) {
        since = String(message.id);
        onMessage(message);
      }
    } catch {
      // The network failed. `since` has not moved, so nothing is lost by asking again a little later.
      api.setTimeout(again, RETRY_MS);
      return;
    }
    again();
  }

  function again(): void {
    if (!stopped) void ask();
  }

  again();
  return {
    send(message) {
      postMessage(api, message);
    },
    stop() {
      stopped = true;
    },
  };
}
