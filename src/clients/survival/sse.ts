/**
 * Server-sent events that survive. The browser brings a good deal: when the stream breaks off it opens another after
 * `retry` milliseconds and names the last event's id by itself (WHATWG HTML sections 9.2.2 and 9.2.6). What it leaves to
 * the script: a stream that is silent because its line is dead (comments are not shown to scripts, so the server's signs
 * of life have to be events), and an answer other than 200, after which it never tries again. A new EventSource knows
 * nothing of the last one's ids: the script names the last in the URL. A script can't see the status either: of a client
 * that opens another EventSource by itself the server can't get rid by 204, its word for "don't come back" (section 9.2.1).
 */
import type { ClientApi, EventSourceLike, Message, OnMessage } from '../api.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import { createOutbox } from './outbox.ts';
import { createPosting } from './posting.ts';
import { createReconnector } from './reconnector.ts';
import { createInbox, sinceQuery, type Snapshot } from './resume.ts';
import type { Observer, Strategies, SurvivingClient } from './strategies.ts';

/** `EventSource.CLOSED`: it does not come back by itself. */
const CLOSED = 2;

export function startSurvivingSse(
  api: ClientApi,
  onMessage: OnMessage,
  strategies: () => Strategies,
  observer: Observer,
): SurvivingClient {
  const outbox = createOutbox(api, strategies, observer);
  const inbox = createInbox(onMessage, outbox, strategies, observer);
  let source: EventSourceLike | null = null;
  let heartbeat: Heartbeat | null = null;
  let asked = '';

  const line = createReconnector(api, strategies, observer, {
    connect() {
      asked = wishes();
      const since = strategies().resume ? inbox.last() : null;
      const current = new api.EventSource(`/api/stream?room=7${sinceQuery(since)}${asked}`);
      source = current;
      current.onopen = () => {
        line.opened();
        outbox.hurry();
        heartbeat = startHeartbeat(api, strategies, line, null);
      };
      current.onmessage = (event) => {
        heartbeat?.heard();
        inbox.take(JSON.parse(event.data) as Message);
      };
      current.addEventListener('ping', () => heartbeat?.heard());
      current.addEventListener('snapshot', (event) => {
        heartbeat?.heard();
        inbox.replace(JSON.parse(event.data) as Snapshot);
      });
      current.onerror = () => {
        if (current.readyState === CLOSED) line.lost();
        else {
          heartbeat?.stop();
          line.retrying();
        }
      };
    },
    letGo() {
      heartbeat?.stop();
      heartbeat = null;
      source?.close();
      source = null;
    },
    check: () => heartbeat?.check(),
  });

  /** What the server is asked besides: events as signs of life, and ids for the browser to name when it comes back. */
  function wishes(): string {
    const { heartbeatMs, resume } = strategies();
    return `${resume ? '' : '&ids=no'}${heartbeatMs > 0 ? `&heartbeat=${String(heartbeatMs)}` : ''}`;
  }

  outbox.attach(createPosting(api, strategies, outbox));
  line.start();
  return {
    send: outbox.add,
    changed() {
      // The stream was opened under other terms, and can't be told.
      if (source && asked !== wishes()) line.renew();
      else line.changed();
      heartbeat?.changed();
      outbox.changed();
    },
    stop() {
      line.stop();
      outbox.stop();
    },
  };
}
