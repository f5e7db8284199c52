/** A connection: two endpoints over one path, from SYN to FIN or RST (RFC 9293). */
import type { Path } from '../link.ts';
import type { Scheduler } from '../scheduler.ts';
import type { TraceSink } from '#trace/sink.ts';
import { Endpoint } from './endpoint.ts';
import type { TcpEndpoint } from './types.ts';

export interface ConnectionOptions {
  readonly scheduler: Scheduler;
  readonly sink: TraceSink;
  readonly path: Path;
  readonly lane: number;
  /** Number of the connection in its lane. */
  readonly conn: number;
}

export class TcpConnection {
  readonly #client: Endpoint;
  readonly #server: Endpoint;

  constructor(options: ConnectionOptions) {
    this.#client = new Endpoint(options, 'client');
    this.#server = new Endpoint(options, 'server');
    this.#client.join(this.#server);
    this.#server.join(this.#client);
  }

  get client(): TcpEndpoint {
    return this.#client;
  }

  get server(): TcpEndpoint {
    return this.#server;
  }

  /** The client sends SYN; the server listens already. */
  connect(): void {
    this.#client.connect();
  }
}
