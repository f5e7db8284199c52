/**
 * /ws: a WebSocket on which each message of the room is one text message, and each text message is published. A client
 * that comes back says with `?since=` which message it had last, or with `?from=now` that it wants nothing of before;
 * with `?ack=1` each line that it sends is acknowledged; if it sends `{"type":"ping"}` it is answered. The server's own
 * sign of life is a ping frame, which the client's browser answers.
 */
import { catchUpAsked } from './catch-up.ts';
import { startHeartbeat, type ServerEnv, type ServerSocket } from './env.ts';
import type { OpenEnds } from './open-ends.ts';
import { isPing, parseUpward, receive } from './upward.ts';

const PONG = JSON.stringify({ type: 'pong' });

export function serveSocket(
  env: ServerEnv,
  socket: ServerSocket,
  query: URLSearchParams,
  open: OpenEnds,
): void {
  const { snapshot, messages } = catchUpAsked(env, query, null);
  if (snapshot) socket.send(JSON.stringify({ type: 'snapshot', ...snapshot }), []);
  for (const message of messages) socket.send(message.json, [message.id]);
  const stopListening = env.room.listen((message) => {
    socket.send(message.json, [message.id]);
  });
  const acknowledges = query.get('ack') === '1';
  socket.onmessage = (text) => {
    const message = parseUpward(text);
    if (message) {
      receive(env, message);
      if (acknowledges) socket.send(JSON.stringify({ type: 'ack', id: message.id }), []);
    } else if (isPing(text)) socket.send(PONG, []);
    else socket.close(1003, 'send JSON with an id');
  };
  const stopHeartbeat = startHeartbeat(env, env.heartbeatMs(), () => {
    socket.ping();
  });
  const ended = open.add((code, reason) => {
    socket.close(code, reason);
  });
  socket.onclose = () => {
    stopListening();
    stopHeartbeat();
    ended();
  };
}
