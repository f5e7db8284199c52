/** The feed's site: which path answers how. The same in every lane and under every transport. */
import type { ServerEnv, ServerSocket } from './env.ts';
import { poll, post, wait } from './messages.ts';
import { OpenEnds } from './open-ends.ts';
import { serveSocket } from './socket.ts';
import { stream } from './stream.ts';

export interface Site {
  /** `gone` is aborted when the client's connection is: its answer is not read any more. */
  fetch(request: Request, gone: AbortSignal): Response | Promise<Response>;
  /** Called after the opening handshake, or null: this address has no WebSocket. */
  socketAt(url: URL): ((socket: ServerSocket) => void) | null;
  /** The subprotocols that its sockets can speak; none unless given. */
  readonly protocols?: readonly string[];
}

export interface FeedSite extends Site {
  /**
   * The server's process is told to end, and ends what it has open: sockets by a closing handshake with this code and
   * reason, streams and held polls as they end anyway.
   */
  shutDown(code: number, reason: string): void;
}

export function createSite(env: ServerEnv): FeedSite {
  const open = new OpenEnds();
  return {
    fetch(request, gone) {
      const { pathname } = new URL(request.url);
      if (pathname === '/api/messages' && request.method === 'GET') return poll(env, request);
      if (pathname === '/api/messages' && request.method === 'POST') return post(env, request);
      if (pathname === '/api/messages/wait' && request.method === 'GET')
        return wait(env, request, { gone, open });
      if (pathname === '/api/stream' && request.method === 'GET') return stream(env, request, open);
      // A plain request where a WebSocket is served: some proxy took the wish to upgrade away.
      if (pathname === '/ws') return new Response(null, { status: 426, headers: { Upgrade: 'websocket' } });
      return new Response(null, { status: 404 });
    },
    socketAt({ pathname, searchParams }) {
      return pathname === '/ws'
        ? (socket) => {
            serveSocket(env, socket, searchParams, open);
          }
        : null;
    },
    shutDown(code, reason) {
      open.endAll(code, reason);
    },
  };
}
