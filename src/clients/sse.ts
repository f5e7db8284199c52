/** Server-sent events: one request whose answer never ends. The browser reconnects by itself, with Last-Event-ID. */
import type { Client, ClientApi, Message, OnMessage } from './api.ts';
import { postMessage } from './post.ts';

export function startSse(api: ClientApi, onMessage: OnMessage): Client {
  const source = new api.EventSource('/api/stream?room=7');
  source.onmessage = (event) => {
    onMessage(JSON.parse(event.data) as Message);
  };
  return {
    send(message) {
      postMessage(api, message);
    },
    stop() {
      source.close();
    },
  };
}
