/** GET /api/stream: server-sent events. The answer stays open; each message is one event. */
import { serializeEvent } from '#codecs/sse/serializer.ts';
import type { ServerEnv } from './env.ts';
import type { RoomMessage } from './room.ts';

export function stream(env: ServerEnv, request: Request): Response {
  let stopListening = (): void => undefined;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const send = (message: RoomMessage): void => {
        const bytes = serializeEvent({ id: message.id, data: message.json });
        env.carries(bytes, [message.id]);
        controller.enqueue(bytes);
      };
      for (const message of env.room.since(request.headers.get('Last-Event-ID'))) send(message);
      stopListening = env.room.listen(send);
    },
    cancel() {
      stopListening();
    },
  });
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  });
}
