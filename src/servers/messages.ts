/** GET /api/messages (a poll), GET /api/messages/wait (a long poll), POST /api/messages (a line going up). */
import { utf8 } from '#base/bytes.ts';
import { catchUp, type CatchUp } from './catch-up.ts';
import type { ServerEnv } from './env.ts';
import type { OpenEnds } from './open-ends.ts';
import { parseUpward, receive } from './upward.ts';

const NOTHING: CatchUp = { snapshot: null, messages: [] };

function answer(env: ServerEnv, { snapshot, messages }: CatchUp): Response {
  const before = snapshot ? `"snapshot":${JSON.stringify(snapshot)},` : '';
  const bytes = utf8(`{${before}"messages":[${messages.map((message) => message.json).join(',')}]}`);
  const response = new Response(bytes, {
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  });
  env.carries(
    response,
    messages.map((message) => message.id),
  );
  return response;
}

/** Answers at once with whatever is new since the cursor, which is often nothing. */
export function poll(env: ServerEnv, request: Request): Response {
  return answer(env, catchUp(env, new URL(request.url).searchParams.get('since')));
}

/**
 * Answers at once if there is something new, else with the next message, else with nothing after `holdMs`, or after
 * `hold` milliseconds where the client asks for less, or when the server goes, or the client has gone and nobody reads the answer. Without a
 * cursor nobody knows what is new to the client: only what is published from now on is.
 */
export function wait(
  env: ServerEnv,
  request: Request,
  { gone, open }: { readonly gone: AbortSignal; readonly open: OpenEnds },
): Response | Promise<Response> {
  const { searchParams } = new URL(request.url);
  const since = searchParams.get('since');
  const news = since === null ? NOTHING : catchUp(env, since);
  const holdMs = Math.min(env.holdMs(), Number(searchParams.get('hold') ?? Infinity) || 0);
  if (news.snapshot || news.messages.length > 0 || holdMs <= 0) return answer(env, news);
  return new Promise((resolve) => {
    const finish = (what: CatchUp): void => {
      stopListening();
      ended();
      gone.removeEventListener('abort', leave);
      env.clearTimeout(timer);
      resolve(answer(env, what));
    };
    const stopListening = env.room.listen((message) => {
      finish({ snapshot: null, messages: [message] });
    });
    const leave = (): void => {
      finish(NOTHING);
    };
    const ended = open.add(leave);
    const timer = env.setTimeout(leave, holdMs);
    gone.addEventListener('abort', leave);
  });
}

/** Publishes the posted message. */
export async function post(env: ServerEnv, request: Request): Promise<Response> {
  const message = parseUpward(await request.text());
  if (!message) return new Response(null, { status: 400 });
  receive(env, message);
  return new Response(null, { status: 204 });
}
