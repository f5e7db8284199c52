/** WebSocket: after one handshake both sides may speak at any time. It does not reconnect by itself. */
import type { Client, ClientApi, Message, OnMessage } from './api.ts';

const OPEN = 1;

export function startWebSocket(api: ClientApi, onMessage: OnMessage): Client {
  const socket = new api.WebSocket('/ws?room=7');
  const waiting: Message[] = [];
  socket.onopen = () => {
    for (const message of waiting.splice(0)) socket.send(JSON.stringify(message));
  };
  socket.onmessage = (event) => {
    onMessage(JSON.parse(event.data) as Message);
  };
  return {
    send(message) {
      if (socket.readyState === OPEN) socket.send(JSON.stringify(message));
      else waiting.push(message);
    },
    stop() {
      socket.close();
    },
  };
}
