/**
 * WebSocket that survives. The API opens one connection and tells when it is over, if anybody told the browser: all else
 * is the client's: to notice, to come back, to ask for what it missed and to say again what did not arrive.
 */
import type { ClientApi, Message, OnMessage, WebSocketLike } from '../api.ts';
import { createFallback } from './fallback.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import { createOutbox, type Carrier } from './outbox.ts';
import { createReconnector } from './reconnector.ts';
import { createInbox, sinceQuery, type Snapshot } from './resume.ts';
import type { Observer, Strategies, SurvivingClient } from './strategies.ts';

type Down =
  | { readonly type: 'pong' }
  | { readonly type: 'ack'; readonly id: Message['id'] }
  | ({ readonly type: 'snapshot' } & Snapshot)
  | (Message & { readonly type?: undefined });

const PING = JSON.stringify({ type: 'ping' });

export function startSurvivingWebSocket(
  api: ClientApi,
  onMessage: OnMessage,
  strategies: () => Strategies,
  observer: Observer,
): SurvivingClient {
  const outbox = createOutbox(api, strategies, observer);
  const inbox = createInbox(onMessage, outbox, strategies, observer);
  const fallback = createFallback(api, { inbox, outbox }, strategies, observer);
  let socket: WebSocketLike | null = null;
  let heartbeat: Heartbeat | null = null;

  const phase: Observer['phase'] = (...what) => {
    if (!fallback.active()) observer.phase(...what);
  };
  const line = createReconnector(
    api,
    strategies,
    { phase },
    {
      connect() {
        const ack = strategies().ack ? '&ack=1' : '';
        const current = new api.WebSocket(`/ws?room=7${sinceQuery(inbox.since())}${ack}`);
        socket = current;
        current.onopen = () => {
          opened(current);
        };
        current.onmessage = (event) => {
          heartbeat?.heard();
          receive(JSON.parse(event.data) as Down);
        };
        current.onclose = line.lost;
      },
      letGo() {
        heartbeat?.stop();
        heartbeat = null;
        if (!socket) return;
        // On a dead line `close` may take a minute to report: nobody waits for it.
        socket.onopen = null;
        socket.onmessage = null;
        socket.onclose = null;
        socket.close();
        socket = null;
        if (!fallback.active()) outbox.detach();
      },
      check: () => heartbeat?.check(),
      refused: fallback.refused,
      restMs: fallback.restMs,
    },
  );

  function opened(current: WebSocketLike): void {
    fallback.home();
    line.opened();
    const ask = (): void => {
      current.send(PING);
    };
    heartbeat = startHeartbeat(api, strategies, line, ask);
    outbox.attach(carrierOf(current));
  }

  function receive(data: Down): void {
    switch (data.type) {
      case 'pong':
        break;
      case 'ack':
        outbox.acknowledged(data.id);
        break;
      case 'snapshot':
        inbox.replace(data);
        break;
      default:
        inbox.take(data);
    }
  }

  line.start();
  return {
    send: outbox.add,
    changed() {
      const away = fallback.active();
      fallback.changed();
      if (away && !fallback.active()) line.renew();
      else line.changed();
      heartbeat?.changed();
      outbox.changed();
    },
    stop() {
      fallback.stop();
      line.stop();
      outbox.stop();
    },
  };
}

function carrierOf(socket: WebSocketLike): Carrier {
  return {
    send(message) {
      socket.send(JSON.stringify(message));
    },
    bufferedBytes: () => socket.bufferedAmount,
    window: Infinity,
    stop: () => undefined,
  };
}
