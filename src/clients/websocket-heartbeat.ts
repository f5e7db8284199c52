/**
 * WebSocket with a heartbeat: it asks the server every few seconds whether it is still there, gives the connection up
 * when no answer comes, opens another after a while and asks for what it has missed.
 */
import type { Client, ClientApi, Message, OnMessage, WebSocketLike } from './api.ts';

export interface HeartbeatOptions {
  /** Time between two pings, and so how long a pong may take. */
  readonly heartbeatMs: number;
  /** How long a connection may take to open. */
  readonly handshakeTimeoutMs: number;
}

/** The wait before a new attempt: this, doubled for each attempt that failed, up to the longest. */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

const OPEN = 1;

export function startWebSocketHeartbeat(
  api: ClientApi,
  onMessage: OnMessage,
  { heartbeatMs, handshakeTimeoutMs }: HeartbeatOptions = { heartbeatMs: 5000, handshakeTimeoutMs: 5000 },
): Client {
  /** Lines that have not come back through the room yet. Sent twice does no harm: the room drops what it has. */
  const unconfirmed = new Map<Message['id'], Message>();
  let since: string | null = null;
  let failures = 0;
  let timer: unknown;
  let socket: WebSocketLike | null = null;

  function connect(): void {
    const current = new api.WebSocket(since === null ? '/ws?room=7' : `/ws?room=7&since=${since}`);
    let alive = true;
    socket = current;
    timer = api.setTimeout(reconnect, handshakeTimeoutMs);

    function beat(): void {
      if (!alive) {
        reconnect();
        return;
      }
      alive = false;
      current.send(JSON.stringify({ type: 'ping' }));
      timer = api.setTimeout(beat, heartbeatMs);
    }

    current.onopen = () => {
      failures = 0;
      api.clearTimeout(timer);
      timer = api.setTimeout(beat, heartbeatMs);
      for (const message of unconfirmed.values()) current.send(JSON.stringify(message));
    };
    current.onmessage = (event) => {
      const data = JSON.parse(event.data) as Message | { readonly type: 'pong' };
      if ('type' in data) {
        alive = true;
        return;
      }
      since = String(data.id);
      unconfirmed.delete(data.id);
      onMessage(data);
    };
    current.onclose = reconnect;
  }

  /** Lets go of the socket and opens another later: at a random time, so that not all clients come back at once. */
  function reconnect(): void {
    letGo();
    const longestMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
    timer = api.setTimeout(connect, longestMs * (0.5 + 0.5 * api.random()));
  }

  /** On a dead line `close` may take a minute to report: nobody waits for it. */
  function letGo(): void {
    api.clearTimeout(timer);
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
    socket = null;
  }

  connect();
  return {
    send(message) {
      unconfirmed.set(message.id, message);
      if (socket?.readyState === OPEN) socket.send(JSON.stringify(message));
    },
    stop: letGo,
  };
}
