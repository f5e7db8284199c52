/**
 * What the server of the tables does, in the lab and in Node alike. A socket at /echo gives back what it gets, and obeys
 * a few words; /api/events/… are event streams as `streamAt` has them.
 */

/** What a server can do with a socket. */
export interface EchoSocket {
  send(data: string | Uint8Array): void;
  close(code: number | null, reason: string): void;
  /** Ends TCP without a closing handshake. */
  drop(): void;
}

/** The subprotocols that the server speaks. */
export const PROTOCOLS = ['chat', 'superchat'];

/** A server's sockets: what one has received as text, another can ask for, by how it begins. */
export class Echo {
  readonly #heard: string[] = [];

  /** A socket was opened at `/echo?…`. */
  opened(socket: EchoSocket, { searchParams }: URL): void {
    const greetings = Number(searchParams.get('greetings') ?? 0);
    for (let i = 1; i <= greetings; i++) socket.send(`greeting ${String(i)}`);
    const code = searchParams.get('close');
    if (code !== null) socket.close(Number(code), 'not today');
  }

  text(socket: EchoSocket, text: string): void {
    const [word, code = '', ...reason] = text.split(' ');
    if (word === 'close') socket.close(code === '' ? null : Number(code), reason.join(' '));
    else if (word === 'drop') socket.drop();
    else if (word === 'heard')
      socket.send(JSON.stringify(this.#heard.filter((each) => each.startsWith(code))));
    else {
      this.#heard.push(text);
      socket.send(text);
    }
  }
}

export interface StreamAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly chunks: readonly string[];
  /** The server ends the stream after the last chunk; else it stays open. */
  readonly ends?: true;
}

/** The event stream at /api/events/`name`; `lastEventId` is what the client says that it had last. */
export function streamAt(name: string, lastEventId: string | null): StreamAnswer {
  switch (name) {
    case 'plain':
      return { chunks: ['data: one\n\n', 'data: two\ndata:three\ndata\n\n', 'data: end\n\n'] };
    case 'named':
      return { chunks: ['event: quake\ndata: 5.1\n\n', 'data: plain\n\n', 'event: end\ndata\n\n'] };
    case 'ids':
      return { chunks: ['id: 1\ndata: a\n\n', 'data: b\n\n', 'id: 2\0\ndata: c\n\n', 'id\ndata: end\n\n'] };
    case 'lines':
      return {
        chunks: [': comment\r\ndata: a\r\n\r', '\ndata: b\r\rsurprise: c\ndata\n\n', 'data:  end\n\n'],
      };
    case 'torn':
      return lastEventId === null
        ? { chunks: ['retry: 60\nid: 7\ndata: before\n\n', 'data: torn'], ends: true }
        : { chunks: [`data: after ${lastEventId}\n\n`] };
    case 'gone':
      return lastEventId === null
        ? { chunks: ['retry: 60\nid: 7\ndata: last\n\n'], ends: true }
        : { status: 204, chunks: [] };
    case 'empty':
      return { status: 204, chunks: [] };
    case 'text':
      return { type: 'text/plain', chunks: ['data: one\n\n'], ends: true };
    default:
      return { status: 404, chunks: [], ends: true };
  }
}
