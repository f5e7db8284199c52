/** The browser's end of one HTTP/1.1 connection: one request at a time, no pipelining, as browsers do. */
import { latin1 } from '#base/bytes.ts';
import { ResponseParser, type HttpEvent } from '#codecs/http1/parser.ts';
import type { ResponseHead } from '#codecs/http1/message.ts';
import { serializeRequest, type RequestParts } from '#codecs/http1/serializer.ts';
import { closing, pollRequest, postRequest, streamRequest } from '#codecs/profile.ts';
import type { CloseReason, TcpEndpoint } from '#sim/tcp/types.ts';
import { hangUp } from './hang-up.ts';
import type { PduLink } from './pdu-link.ts';
import type { ResponseSink, WireRequest } from './wire-types.ts';

/** The bytes of a request: the fixed profile's headers around what the API call asked for. */
function profileOf(wire: WireRequest): RequestParts {
  if (wire.kind === 'eventsource') return { ...streamRequest(wire.lastEventId), target: wire.target };
  if (wire.method === 'POST') return { ...postRequest(wire.body?.length ?? 0), target: wire.target };
  return { ...pollRequest(0), target: wire.target };
}

interface Owner {
  /** Whether the connection shall carry further requests after the one that is written now. */
  keepAlive(): boolean;
  /** The connection is free for the next request. */
  idle(connection: ClientConnection): void;
  gone(connection: ClientConnection): void;
}

export class ClientConnection {
  readonly #endpoint: TcpEndpoint;
  readonly #up: PduLink;
  readonly #owner: Owner;
  readonly #parser: ResponseParser;
  #sink: ResponseSink | null = null;
  #keepAlive = true;
  /** The response under way is one before the final one. */
  #interim = false;
  #gone = false;

  constructor(endpoint: TcpEndpoint, up: PduLink, down: PduLink, owner: Owner) {
    this.#endpoint = endpoint;
    this.#up = up;
    this.#owner = owner;
    this.#parser = new ResponseParser();
    endpoint.handlers = {
      established: () => undefined,
      data: (bytes, from) => {
        down.receive(bytes, from, (part) => {
          this.#handle(this.#parser.feed(part));
        });
        this.#sink?.flush();
      },
      end: () => {
        endpoint.end();
        this.#handle(this.#parser.eof());
        this.#sink?.flush();
        this.#lost('end');
      },
      closed: (reason) => {
        this.#lost(reason);
      },
    };
  }

  get free(): boolean {
    return this.#sink === null && !this.#gone;
  }

  /** Writes the request; the answer goes to `sink`. The connection must be free. */
  request(n: number, wire: WireRequest, sink: ResponseSink): void {
    this.#sink = sink;
    const profile = profileOf(wire);
    const parts = this.#owner.keepAlive() ? profile : closing(profile);
    const bytes = serializeRequest(parts, wire.body ?? latin1(''));
    this.#up.send(this.#endpoint, { kind: 'http.request', bytes, request: n, msgs: wire.msgs });
  }

  /** Gives up the request under way, if `sink` is still its sink: HTTP/1.1 can only close the connection. */
  abort(sink: ResponseSink): void {
    if (this.#sink !== sink) return;
    this.#sink = null;
    hangUp(this.#endpoint);
    this.#lost('fin');
  }

  #handle(events: readonly HttpEvent<ResponseHead>[]): void {
    for (const event of events) {
      const sink = this.#sink;
      switch (event.kind) {
        case 'head':
          this.#interim = event.head.status < 200;
          // RFC 9110 section 15.2: the final response follows. Nobody asked for another protocol.
          if (event.head.status === 101) this.#broken('101 without a wish to upgrade');
          if (this.#interim) break;
          this.#keepAlive = event.keepAlive;
          sink?.head(event.head.status, event.head.headers);
          break;
        case 'data':
          sink?.data(event.bytes);
          break;
        case 'end':
          if (this.#interim) break;
          this.#sink = null;
          sink?.end();
          sink?.flush();
          if (this.#parser.incomplete) {
            // There is more than the response: browsers don't use such a connection again, and the kernel resets what is
            // closed before it is read (RFC 2525 section 2.17).
            this.#endpoint.reset();
            this.#lost('reset');
          } else if (!this.#keepAlive) {
            this.#endpoint.end();
            this.#lost('end');
          } else if (!this.#gone) this.#owner.idle(this);
          break;
        case 'error':
          this.#broken(event.error.message);
          break;
        default:
          break;
      }
    }
  }

  #broken(why: string): void {
    const sink = this.#sink;
    this.#sink = null;
    // What came before the fault is handed on first.
    sink?.flush();
    sink?.failed(why);
    // An answer that the peer's FIN cut short leaves nothing to reset.
    if (this.#endpoint.state !== 'closing') this.#endpoint.reset();
  }

  #lost(reason: CloseReason | 'end'): void {
    if (this.#gone) return;
    this.#gone = true;
    const sink = this.#sink;
    this.#sink = null;
    sink?.failed(`the connection is gone (${reason})`);
    this.#owner.gone(this);
  }
}
