/**
 * GET /api/stream: server-sent events. The answer stays open; each message is one event. Its sign of life is a comment,
 * which every client ignores (WHATWG HTML section 9.2.7 suggests one every 15 seconds or so).
 */
import { serializeEvent } from '#codecs/sse/serializer.ts';
import { startHeartbeat, type ServerEnv } from './env.ts';
import type { RoomMessage } from './room.ts';

export function stream(env: ServerEnv, request: Request): Response {
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const send = (message: RoomMessage): void => {
        const bytes = serializeEvent({ id: message.id, data: message.json });
        env.carries(bytes, [message.id]);
        controller.enqueue(bytes);
      };
      for (const message of env.room.since(request.headers.get('Last-Event-ID'))) send(message);
      const stopListening = env.room.listen(send);
      const stopHeartbeat = startHeartbeat(env, () => {
        controller.enqueue(serializeEvent({ comment: '' }));
      });
      stop = () => {
        stopListening();
        stopHeartbeat();
      };
    },
    cancel() {
      stop();
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      ...(env.noBuffering() ? { 'X-Accel-Buffering': 'no' } : {}),
    },
  });
}
