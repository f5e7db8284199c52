/** A TCP connection: two endpoints over one path, from SYN to FIN or RST. */
import type { SimTime } from '#base/time.ts';
import type { TraceSink } from '#trace/sink.ts';
import type { Path } from '../link.ts';
import type { Scheduler } from '../scheduler.ts';
import { Endpoint } from './endpoint.ts';
import type { TcpEndpoint } from './types.ts';

export interface ConnectionOptions {
  readonly scheduler: Scheduler;
  readonly sink: TraceSink;
  readonly path: Path;
  readonly lane: number;
  /** Number of the connection in its lane. */
  readonly conn: number;
  /** Silence after which both ends probe the connection, in milliseconds; 0, as unless given, is never. */
  readonly keepaliveMs?: number;
  /** Until when the client's computer sleeps: its timers have to wait. Never, unless given. */
  readonly clientAsleepUntil?: () => SimTime;
  /** Whether a process listens at the server's port now; else a SYN is answered with RST. Always, unless given. */
  readonly accepts?: () => boolean;
}

export class TcpConnection {
  readonly #client: Endpoint;
  readonly #server: Endpoint;

  constructor(options: ConnectionOptions) {
    this.#client = new Endpoint(options, 'client', (segment, received) => {
      this.#server.receive(segment, received);
    });
    this.#server = new Endpoint(options, 'server', (segment, received) => {
      this.#client.receive(segment, received);
    });
  }

  get client(): TcpEndpoint {
    return this.#client;
  }

  /** Listens from the start. */
  get server(): TcpEndpoint {
    return this.#server;
  }

  /** Whether either side still has it; a connection that has not begun counts as gone. */
  get open(): boolean {
    return this.#client.state !== 'closed' || this.#server.state !== 'closed';
  }

  /** Begins the handshake: the client sends SYN. */
  connect(): void {
    this.#client.connect();
  }
}
