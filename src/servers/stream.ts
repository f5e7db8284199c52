/**
 * GET /api/stream: server-sent events. The answer stays open; each message is one event. Its sign of life is a comment,
 * which every client ignores (WHATWG HTML section 9.2.7 suggests one every 15 seconds or so); no script sees it, so a
 * client that wants to know asks with `?heartbeat=<milliseconds>` for events named `ping`. With `?ids=no` events have no
 * ids, and a browser that comes back has none to name.
 */
import { serializeEvent, type EventParts } from '#codecs/sse/serializer.ts';
import type { MsgId } from '#trace/events.ts';
import { catchUpAsked } from './catch-up.ts';
import { startHeartbeat, type ServerEnv } from './env.ts';
import type { OpenEnds } from './open-ends.ts';
import type { RoomMessage } from './room.ts';

/** No client can make the server speak more often than this. */
const SHORTEST_HEARTBEAT_MS = 1000;

/** How often the client wants to hear something, in milliseconds; 0 is never. */
function askedHeartbeat(query: URLSearchParams): number {
  const askedMs = Number(query.get('heartbeat')) || 0;
  return askedMs > 0 ? Math.max(SHORTEST_HEARTBEAT_MS, askedMs) : 0;
}

export function stream(env: ServerEnv, request: Request, open: OpenEnds): Response {
  // The browser fails the connection for good on any status but 200; 204 is the one that means it (section 9.2.1).
  if (env.streamsOver()) return new Response(null, { status: 204 });
  const { searchParams } = new URL(request.url);
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const write = (event: EventParts, carries: readonly MsgId[] = []): void => {
        const bytes = serializeEvent(event);
        env.carries(bytes, carries);
        controller.enqueue(bytes);
      };
      const asksIds = searchParams.get('ids') !== 'no';
      const pingMs = askedHeartbeat(searchParams);
      let stopPings = (): void => undefined;
      const ping = (): void => {
        stopPings();
        stopPings = startHeartbeat(env, pingMs, () => {
          // An event without data would not fire (WHATWG HTML section 9.2.6).
          write({ event: 'ping', data: '' });
        });
      };
      const send = ({ id, json }: RoomMessage): void => {
        write(asksIds && env.eventIds() ? { id, data: json } : { data: json }, [id]);
        // Every event is a sign of life: the next ping is due so long after it.
        ping();
      };
      const retry = env.retryMs();
      if (retry > 0) write({ retry });
      const { snapshot, messages } = catchUpAsked(env, searchParams, request.headers.get('Last-Event-ID'));
      if (snapshot) write({ event: 'snapshot', id: snapshot.through, data: JSON.stringify(snapshot) });
      for (const message of messages) send(message);
      const stopListening = env.room.listen(send);
      ping();
      const stopComments = startHeartbeat(env, pingMs > 0 ? 0 : env.heartbeatMs(), () => {
        write({ comment: '' });
      });
      const ended = open.add(() => {
        stop();
        controller.close();
      });
      stop = () => {
        ended();
        stopListening();
        stopPings();
        stopComments();
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
