/**
 * MSW as the browser's way to the modelled servers: finds the exchange that a URL names and lets it answer. It decides
 * nothing by itself. Where MSW's WebSocket differs from the standard, the lab puts it right (pinned: msw 3.0.5).
 */
import { ORIGIN } from '#codecs/profile.ts';
import { http, ws, type HttpHandler, type WebSocketHandler } from 'msw';

/** The far end of one page WebSocket. */
export interface SocketPort {
  /** The page's socket exists: connect it. `fire` runs work that fires its events. */
  take(page: { fire(work: () => void): void }): void;
  sent(data: string | ArrayBuffer): void;
}

/** Looks up what is under way: requests by the path up to the exchange's number, 'lab/3/0/17', sockets by themselves. */
export interface Exchanges {
  http(key: string): Promise<Response> | null;
  socket(page: object): SocketPort | null;
}

const HTTP_PATH = /\/lab\/\d+\/\d+\/\d+\/api\//;
/** The URLs of the lab's sockets: those that their scripts see. */
const SOCKETS = new RegExp(`^${ORIGIN.replace('http', 'ws').replaceAll('.', '\\.')}/`);
const KEY = /lab\/\d+\/\d+\/\d+/;

const CONNECTING = 0;

/** The key of a URL that names an exchange; '' when it names none. */
export function exchangeKey(url: string): string {
  return KEY.exec(url)?.[0] ?? '';
}

/** The page's own socket behind MSW's handle. */
function pageSocket(client: object): EventTarget & { readonly readyState: number } {
  if ('socket' in client && client.socket instanceof EventTarget && 'readyState' in client.socket)
    return client.socket as EventTarget & { readonly readyState: number };
  throw new Error('MSW no longer exposes `client.socket`: pin msw 3.0.5 or adapt servers/msw');
}

/** The handlers for `setupWorker`: one for requests, one for sockets. */
export function createHandlers(exchanges: Exchanges): (HttpHandler | WebSocketHandler)[] {
  const requests = http.all(
    HTTP_PATH,
    ({ request }) => exchanges.http(exchangeKey(request.url)) ?? Response.error(),
  );

  // MSW opens the page's socket as soon as a handler matches and tells the handler of it after that; it does wait for
  // `run`. Held in there until the lab itself has opened or closed the socket, MSW has nothing left to do.
  const sockets = ws.link(SOCKETS).addEventListener('connection', () => undefined);
  const run = sockets.run.bind(sockets);
  sockets.run = async (connection, context) => {
    const resolved = await run(connection, context);
    if (!resolved) return resolved;
    const socket = pageSocket(connection.client);
    const port = exchanges.socket(socket);
    connection.client.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' || data instanceof ArrayBuffer) port?.sent(data);
    });
    await new Promise<void>((decided) => {
      port?.take({
        fire(work) {
          queueMicrotask(() => {
            work();
            if (socket.readyState !== CONNECTING) decided();
          });
        },
      });
    });
    return resolved;
  };
  return [requests, sockets];
}
