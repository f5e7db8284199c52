/** `echo.ts` on a real server, for the browser's own APIs: npm's `ws` and Node's HTTP, behind Vite's preview. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type { Plugin } from 'vite';
import { Echo, PROTOCOLS, streamAt } from './echo.ts';

interface WsSocket {
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): void;
}

interface WsServer {
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    done: (socket: WsSocket) => void,
  ): void;
}

/** The part of npm's `ws` that is used here; it comes without types. */
interface Ws {
  readonly WebSocketServer: new (options: {
    readonly noServer: true;
    readonly perMessageDeflate: boolean;
    readonly handleProtocols: (asked: Set<string>) => string | false;
  }) => WsServer;
}

const { WebSocketServer } = createRequire(import.meta.url)('ws') as Ws;

function serverWith(perMessageDeflate: boolean): WsServer {
  return new WebSocketServer({
    noServer: true,
    perMessageDeflate,
    handleProtocols: (asked) => [...asked].find((name) => PROTOCOLS.includes(name)) ?? false,
  });
}

const plain = serverWith(false);
const deflating = serverWith(true);

const echo = new Echo();

function upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): void {
  const url = new URL(request.url ?? '/', 'ws://localhost');
  if (url.pathname !== '/echo') {
    duplex.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    return;
  }
  const server = url.searchParams.has('deflate') ? deflating : plain;
  server.handleUpgrade(request, duplex, head, (socket) => {
    const end = {
      send: (data: string | Uint8Array): void => {
        socket.send(data);
      },
      close: (code: number | null, reason: string): void => {
        if (code === null) socket.close();
        else socket.close(code, reason);
      },
      drop: (): void => {
        duplex.end();
      },
    };
    socket.on('message', (data, isBinary) => {
      if (isBinary) socket.send(data);
      else echo.text(end, data.toString('utf8'));
    });
    echo.opened(end, url);
  });
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  const name = (request.url ?? '').split('/').at(-1) ?? '';
  const lastEventId = request.headers['last-event-id'] ?? null;
  const answer = streamAt(name, typeof lastEventId === 'string' ? lastEventId : null);
  const { status = 200, type = 'text/event-stream', chunks, ends } = answer;
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  for (const chunk of chunks) response.write(chunk);
  if (ends || status !== 200) response.end();
  else response.flushHeaders();
}

export function realServer(): Plugin {
  return {
    name: 'real-server',
    configurePreviewServer(server) {
      server.httpServer.on('upgrade', upgrade);
      server.middlewares.use('/api/events', stream);
    },
  };
}
