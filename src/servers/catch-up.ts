/**
 * What a client gets first when it comes, or comes back. One that names its last message gets what followed; where the
 * room has not kept all of that, a snapshot first, which stands for what is missing. In a chat it only says how many
 * messages are missing and which was the last; of a game, a document or a price list it would be the state itself.
 */
import type { ServerEnv } from './env.ts';
import type { Gap, RoomMessage } from './room.ts';

export interface CatchUp {
  readonly snapshot: Gap | null;
  readonly messages: readonly RoomMessage[];
}

/** `since` is the id of the client's last message, '0' is none; null is a client that does not say, and gets all there is. */
export function catchUp(env: ServerEnv, since: string | null): CatchUp {
  const snapshot = since !== null && env.snapshot() ? env.room.gapAfter(since) : null;
  return { snapshot, messages: env.room.since(since) };
}

/** Of a new connection's URL: `since=<id>` names the last message; `from=now` wants nothing of before. */
export function catchUpAsked(env: ServerEnv, query: URLSearchParams, lastEventId: string | null): CatchUp {
  const since = lastEventId ?? query.get('since');
  if (since === null && query.get('from') === 'now') return { snapshot: null, messages: [] };
  return catchUp(env, since);
}
