/**
 * Resume: a client that comes back names the last message it has, and the server sends what followed. It costs the
 * server a history, which has an end: who was away for longer gets a snapshot, the state that the lost messages led to.
 * Without it, what is published between two connections is lost to this client.
 */
import type { Message, OnMessage } from '../api.ts';
import type { Outbox } from './outbox.ts';
import type { Observer, Strategies } from './strategies.ts';

/** The server's word for messages that it has no more. */
export interface Snapshot {
  /** The last message that it sums up. */
  readonly through: Message['id'];
  /** How many of them this client never got. */
  readonly messages: number;
}

export interface Inbox {
  /** The last message that the client has; '0' is none. */
  last(): string;
  /** What the next connection names as the last message; null where it shall get only what is published from now on. */
  since(): string | null;
  /** A message came down. */
  take(message: Message): void;
  /** A snapshot came in the place of messages. */
  replace(snapshot: Snapshot): void;
}

/** Says the same in a URL. */
export function sinceQuery(since: string | null): string {
  return since === null ? '&from=now' : `&since=${encodeURIComponent(since)}`;
}

/** How many ids of messages are kept, to drop what comes twice: two connections overlap only for moments. */
const MEMORY = 200;

export function createInbox(
  onMessage: OnMessage,
  outbox: Pick<Outbox, 'acknowledged'>,
  strategies: () => Strategies,
  observer: Pick<Observer, 'snapshot'>,
): Inbox {
  const had = new Set<string>();
  let last = '0';
  let asked = false;

  /** Whether this was not there before; then it is the last. */
  function isNew(id: string): boolean {
    if (had.has(id)) return false;
    had.add(id);
    const [oldest] = had;
    if (had.size > MEMORY && oldest !== undefined) had.delete(oldest);
    last = id;
    return true;
  }

  return {
    last: () => last,
    since() {
      const first = !asked;
      asked = true;
      return first || strategies().resume ? last : null;
    },
    take(message) {
      if (!isNew(String(message.id))) return;
      // One's own line that comes back through the room is as good as an acknowledgement.
      outbox.acknowledged(message.id);
      onMessage(message);
    },
    replace({ through, messages }) {
      if (isNew(String(through))) observer.snapshot(through, messages);
    },
  };
}
