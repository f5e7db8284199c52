/**
 * MSW as the browser's way to the modelled servers: finds the exchange that a URL names and lets it answer. It decides
 * nothing by itself. Where MSW's WebSocket differs from the standard, this puts it right (pinned: msw 3.0.5).
 */
import { http, ws, type HttpHandler, type WebSocketHandler } from 'msw';

/** The far end of one page WebSocket. */
export interface SocketPort {
  /** The page's socket exists: connect it. Resolves when it may open, or was refused. */
  take(page: {
    open(protocol: string): void;
    message(text: string): void;
    close(code: number, reason: string, clean: boolean): void;
  }): void;
  sent(text: string): void;
}

/** Looks up what is under way by its key, the path up to the exchange's number: 'lab/3/0/17'. */
export interface Exchanges {
  http(key: string): Promise<Response> | null;
  socket(key: string): SocketPort | null;
}

const HTTP_PATH = /\/lab\/\d+\/\d+\/\d+\/api\//;
const SOCKET_PATH = /\/lab\/\d+\/\d+\/\d+\/ws/;
const KEY = /lab\/\d+\/\d+\/\d+/;

const CLOSED = 3;

/** The key of a URL that names an exchange; '' when it names none. */
export function exchangeKey(url: string): string {
  return KEY.exec(url)?.[0] ?? '';
}

/** The page's own socket behind MSW's handle. MSW's class lets its state be set, unlike the browser's. */
function pageSocket(client: object): WebSocket & { readyState: number; protocol: string } {
  if ('socket' in client && client.socket instanceof EventTarget)
    return client.socket as WebSocket & { readyState: number; protocol: string };
  throw new Error('MSW no longer exposes `client.socket`: pin msw 3.0.5 or adapt servers/msw');
}

/** The handlers for `setupWorker`: one for requests, one for sockets. */
export function createHandlers(exchanges: Exchanges): (HttpHandler | WebSocketHandler)[] {
  const requests = http.all(
    HTTP_PATH,
    ({ request }) => exchanges.http(exchangeKey(request.url)) ?? Response.error(),
  );

  const sockets = ws.link(SOCKET_PATH).addEventListener('connection', ({ client }) => {
    const port = exchanges.socket(exchangeKey(client.url.href));
    client.addEventListener('message', (event) => {
      if (typeof event.data === 'string') port?.sent(event.data);
    });
  });

  // MSW opens the page's socket as soon as a handler matches and doesn't wait for asynchronous listeners; it does wait
  // for `run`, so the opening handshake on the wire happens inside it.
  const run = sockets.run.bind(sockets);
  sockets.run = async (connection, context) => {
    const resolved = await run(connection, context);
    if (!resolved) return resolved;
    const { client } = connection;
    const socket = pageSocket(client);
    await new Promise<void>((decided) => {
      exchanges.socket(exchangeKey(client.url.href))?.take({
        open(protocol) {
          decided();
          // MSW reports the first protocol that the page asked for; on the wire the server chooses.
          socket.addEventListener('open', () => (socket.protocol = protocol), { once: true });
        },
        message(text) {
          client.send(text);
        },
        close(code, reason, clean) {
          // MSW's own close knows neither unclean ends nor 1005, and does nothing once the page has begun to close.
          socket.readyState = CLOSED;
          if (!clean) socket.dispatchEvent(new Event('error'));
          socket.dispatchEvent(new CloseEvent('close', { code, reason, wasClean: clean }));
          decided();
        },
      });
    });
    return resolved;
  };
  return [requests, sockets];
}
