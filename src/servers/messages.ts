/** GET /api/messages (a poll), GET /api/messages/wait (a long poll), POST /api/messages (a line going up). */
import { utf8 } from '#base/bytes.ts';
import { parseUpward, type ServerEnv } from './env.ts';
import type { RoomMessage } from './room.ts';

function answer(env: ServerEnv, messages: readonly RoomMessage[]): Response {
  const bytes = utf8(`{"messages":[${messages.map((message) => message.json).join(',')}]}`);
  const response = new Response(bytes, {
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  });
  env.carries(
    response,
    messages.map((message) => message.id),
  );
  return response;
}

function cursor(request: Request): string | null {
  return new URL(request.url).searchParams.get('since');
}

/** Answers at once with whatever is new since the cursor, which is often nothing. */
export function poll(env: ServerEnv, request: Request): Response {
  return answer(env, env.room.since(cursor(request)));
}

/**
 * Answers at once if there is something new, else with the next message, else with nothing after `holdMs`, or when the
 * client is gone and nobody reads the answer. Without a cursor nobody knows what is new to the client: only what is
 * published from now on is.
 */
export function wait(env: ServerEnv, request: Request, gone: AbortSignal): Response | Promise<Response> {
  const since = cursor(request);
  const news = since === null ? [] : env.room.since(since);
  if (news.length > 0) return answer(env, news);
  return new Promise((resolve) => {
    const finish = (messages: readonly RoomMessage[]): void => {
      stopListening();
      gone.removeEventListener('abort', leave);
      env.clearTimeout(timer);
      resolve(answer(env, messages));
    };
    const stopListening = env.room.listen((message) => {
      finish([message]);
    });
    const timer = env.setTimeout(() => {
      finish([]);
    }, env.holdMs());
    const leave = (): void => {
      finish([]);
    };
    gone.addEventListener('abort', leave);
  });
}

/** Publishes the posted message. */
export async function post(env: ServerEnv, request: Request): Promise<Response> {
  const message = parseUpward(await request.text());
  if (!message) return new Response(null, { status: 400 });
  env.publish(message);
  return new Response(null, { status: 204 });
}
