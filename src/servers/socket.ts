/**
 * /ws: a WebSocket on which each message of the room is one text message, and each text message is published. A client
 * that comes back says with `?since=` which message it had last; one that sends `{"type":"ping"}` is answered. Its own
 * sign of life is a ping frame, which the client's browser answers.
 */
import { isPing, parseUpward, startHeartbeat, type ServerEnv, type ServerSocket } from './env.ts';

const PONG = JSON.stringify({ type: 'pong' });

export function serveSocket(env: ServerEnv, socket: ServerSocket, since: string | null): void {
  for (const message of env.room.since(since)) socket.send(message.json, [message.id]);
  const stopListening = env.room.listen((message) => {
    socket.send(message.json, [message.id]);
  });
  socket.onmessage = (text) => {
    const message = parseUpward(text);
    if (message) env.publish(message);
    else if (isPing(text)) socket.send(PONG, []);
    else socket.close(1003, 'send JSON with an id');
  };
  const stopHeartbeat = startHeartbeat(env, () => {
    socket.ping();
  });
  socket.onclose = () => {
    stopListening();
    stopHeartbeat();
  };
}
