/** /ws: a WebSocket on which each message of the room is one text message, and each text message is published. */
import { parseUpward, type ServerEnv, type ServerSocket } from './env.ts';

export function serveSocket(env: ServerEnv, socket: ServerSocket): void {
  for (const message of env.room.since(null)) socket.send(message.json, [message.id]);
  const stopListening = env.room.listen((message) => {
    socket.send(message.json, [message.id]);
  });
  socket.onmessage = (text) => {
    const message = parseUpward(text);
    if (message) env.publish(message);
    else socket.close(1003, 'send JSON with an id');
  };
  socket.onclose = stopListening;
}
