/** The server's end of one connection: parses requests, asks the site, writes the answers as octets. */
import { concat } from '#base/bytes.ts';
import { EPOCH_MS, fromS, toMs } from '#base/time.ts';
import { headerValue, keepsAlive, type Header, type RequestHead } from '#codecs/http1/message.ts';
import { asksForUpgrade } from '#codecs/http1/framing.ts';
import { RequestParser, type HttpEvent } from '#codecs/http1/parser.ts';
import {
  serializeChunk,
  serializeLastChunk,
  serializeResponse,
  type ResponseParts,
} from '#codecs/http1/serializer.ts';
import {
  closing,
  emptyResponse,
  jsonResponse,
  noContentResponse,
  ORIGIN,
  streamResponse,
  upgradeRequiredResponse,
  webSocketResponse,
} from '#codecs/profile.ts';
import { answerHandshake } from '#codecs/websocket/server-handshake.ts';
import type { Site } from '#servers/site.ts';
import type { Scheduled } from '#sim/scheduler.ts';
import type { TcpEndpoint } from '#sim/tcp/types.ts';
import type { PduKind } from '#trace/events.ts';
import { settle, type CarriedMessages, type LaneContext } from '../lane-context.ts';
import type { Route } from '../settings-route.ts';
import { openDoor, type Door, type Place } from './door.ts';
import { hangUp } from './hang-up.ts';
import { compressionOf } from './message-frame.ts';
import type { PduLink, Unit } from './pdu-link.ts';
import { ServerSocketEnd } from './server-socket.ts';

/** Reason phrases of the answers that have no body of their own. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  426: 'Upgrade Required',
  501: 'Not Implemented',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

/** Methods that the server knows (RFC 9110 section 9.1, RFC 5789); to another it answers 501. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/** With what a comment of an event stream begins (WHATWG HTML section 9.2.6). */
const COLON = 0x3a;

/** What `Keep-Alive: timeout=75` promises: an idle connection is closed after this long. */
const IDLE = fromS(75);

interface Job {
  readonly head: RequestHead;
  /** Aborted when the connection is gone: nobody waits for the answer any more. */
  readonly abandoned: AbortController;
  readonly request: number;
  readonly body: Uint8Array[];
}

/** The server's end of a connection: its number, what stands on its way, and its two directions. */
interface Wires {
  readonly conn: number;
  readonly route: Route;
  readonly up: PduLink;
  readonly down: PduLink;
  /** Whether a WebSocket on it may be compressed. */
  readonly deflates: boolean;
}

export class ServerConnection {
  readonly #context: LaneContext;
  readonly #endpoint: TcpEndpoint;
  readonly #down: PduLink;
  readonly #site: Site;
  readonly #carried: CarriedMessages;
  readonly #up: PduLink;
  readonly #door: Door;
  readonly #deflates: boolean;
  readonly #parser = new RequestParser();
  #job: Job | null = null;
  #socket: ServerSocketEnd | null = null;
  #stopStream: (() => void) | null = null;
  #idle: Scheduled | null = null;
  /** The request whose answer is not complete. */
  #open: Job | null = null;
  /** The server's process is about to end: no request is taken any more. */
  #leaving = false;

  constructor(
    context: LaneContext,
    endpoint: TcpEndpoint,
    links: Wires,
    site: Site,
    carried: CarriedMessages,
  ) {
    this.#context = context;
    this.#endpoint = endpoint;
    this.#down = links.down;
    this.#site = site;
    this.#carried = carried;
    this.#up = links.up;
    this.#deflates = links.deflates;
    this.#door = openDoor({
      context,
      conn: links.conn,
      route: links.route,
      host: {
        pass: (unit) => {
          this.#pass(unit);
        },
        gatewayTimeout: () => {
          this.#gatewayTimeout();
        },
        close: () => {
          endpoint.end();
          this.#over();
        },
      },
    });
    endpoint.handlers = {
      established: () => undefined,
      data: (bytes, from) => {
        links.up.receive(bytes, from, (part) => {
          this.#receive(part);
        });
      },
      end: () => {
        endpoint.end();
        this.#over();
      },
      closed: () => {
        this.#over();
      },
    };
  }

  /**
   * The server's process is about to end: a connection without a request is closed now, one with a request behind its
   * answer. A WebSocket is its site's to close.
   */
  leave(): void {
    this.#leaving = true;
    if (this.#endpoint.state === 'connecting') this.#endpoint.forget();
    else if (!this.#open && !this.#socket) this.hangUp();
  }

  /** The server's process has ended: its kernel closes what is left. */
  hangUp(): void {
    if (this.#endpoint.state === 'closed') return;
    this.#over();
    hangUp(this.#endpoint);
  }

  #receive(part: Uint8Array): void {
    if (this.#socket) this.#socket.receive(part);
    else this.#handle(this.#parser.feed(part));
  }

  #handle(events: readonly HttpEvent<RequestHead>[]): void {
    for (const event of events) {
      switch (event.kind) {
        case 'head':
          this.#idle?.cancel();
          this.#job = {
            head: this.#door.admit(event.head),
            abandoned: new AbortController(),
            request: this.#up.request,
            body: [],
          };
          if (event.framing.kind === 'upgrade' && asksForUpgrade(this.#job.head)) this.#upgrade(this.#job);
          break;
        case 'data':
          this.#job?.body.push(event.bytes);
          break;
        case 'upgrade':
          this.#socket?.receive(event.rest);
          break;
        case 'end':
          if (this.#job && !this.#socket) this.#ask(this.#job);
          this.#job = null;
          break;
        case 'error':
          this.#refuse(event.error.code === 'http-version' ? 505 : 400);
          break;
        default:
          break;
      }
    }
  }

  /** Answers what is no request that the server takes, and closes: nobody knows where the next one would begin. */
  #refuse(status: number, more: readonly Header[] = [], kind: PduKind = 'http.response'): void {
    this.#job = null;
    const dateMs = EPOCH_MS + toMs(this.#context.scheduler.now);
    const { headers, ...line } = closing(emptyResponse(status, REASONS[status] ?? '', dateMs));
    const bytes = serializeResponse({ ...line, headers: [...more, ...headers] });
    // Behind the head of a stream nothing but its chunks can be written.
    if (this.#stopStream === null) this.#write({ kind, bytes, request: this.#up.request, msgs: [] }, 'last');
    this.#endpoint.end();
    this.#over();
  }

  #ask(job: Job): void {
    const { head, body } = job;
    if (!METHODS.has(head.method) || !head.target.startsWith('/')) {
      this.#refuse(METHODS.has(head.method) ? 400 : 501);
      return;
    }
    this.#open = job;
    this.#door.await();
    const headers = new Headers();
    for (const name of ['Last-Event-ID', 'Content-Type']) {
      const value = headerValue(head.headers, name);
      if (value !== null) headers.set(name, value);
    }
    const hasBody = head.method === 'POST';
    const asked = new Request(`${ORIGIN}${head.target}`, {
      method: head.method,
      headers,
      ...(hasBody ? { body: concat(body) } : {}),
    });
    settle(this.#context, `server answers ${head.method} ${head.target}`);
    // A POST's body is read by the site: that may take more than one macrotask of real time.
    const hold = hasBody ? this.#context.scheduler.hold(`${this.#context.id}: server reads a body`) : null;
    Promise.resolve(this.#site.fetch(asked, job.abandoned.signal))
      .then((response) => this.#respond(response, job))
      .catch((error: unknown) => {
        this.#context.fail(error);
      })
      .finally(() => hold?.release());
  }

  async #respond(response: Response, { head, request, abandoned }: Job): Promise<void> {
    if (abandoned.signal.aborted) return;
    const keep = keepsAlive(head) && !this.#leaving;
    const kept = (parts: ResponseParts): ResponseParts => (keep ? parts : closing(parts));
    const { scheduler, id } = this.#context;
    const dateMs = EPOCH_MS + toMs(scheduler.now);
    const msgs = this.#carried.of(response);
    if (response.headers.get('Content-Type') === 'text/event-stream' && response.body) {
      const unbuffered = response.headers.get('X-Accel-Buffering') === 'no';
      const bytes = serializeResponse(kept(streamResponse(dateMs, unbuffered)));
      this.#write(
        { kind: 'http.head', bytes, request, msgs: [] },
        unbuffered ? 'unbuffered-stream' : 'stream',
      );
      await this.#stream(response.body, request);
      if (!keep || this.#leaving) this.#endpoint.end();
      return;
    }
    const hold = scheduler.hold(`${id}: server writes its answer`);
    const body = new Uint8Array(await response.arrayBuffer());
    const parts = kept(answerOf(response.status, body.length, dateMs));
    const bytes = serializeResponse(parts, head.method === 'HEAD' ? undefined : body);
    const kind = response.status === 426 ? 'ws.response' : 'http.response';
    this.#write({ kind, bytes, request, msgs }, 'last');
    this.#open = null;
    if (keep) this.#waitForNext();
    else this.#endpoint.end();
    hold.release();
  }

  #waitForNext(): void {
    this.#idle = this.#context.scheduler.after(IDLE, this.#context.lane, () => {
      this.#endpoint.end();
    });
  }

  /** The proxy at the door answers; what the server may still say is not read. */
  #gatewayTimeout(): void {
    if (!this.#open) return;
    const { request, abandoned } = this.#open;
    abandoned.abort();
    const dateMs = EPOCH_MS + toMs(this.#context.scheduler.now);
    this.#pass({
      kind: 'http.response',
      bytes: serializeResponse(answerOf(504, 0, dateMs)),
      request,
      msgs: [],
    });
    this.#waitForNext();
  }

  async #stream(body: ReadableStream<Uint8Array>, request: number): Promise<void> {
    const reader = body.getReader();
    this.#stopStream = () => {
      void reader.cancel();
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const msgs = this.#carried.of(value);
      const kind = value[0] === COLON ? 'sse.comment' : 'sse.event';
      this.#write({ kind, bytes: serializeChunk(value), request, msgs }, 'more');
    }
    this.#write({ kind: 'http.last-chunk', bytes: serializeLastChunk(), request, msgs: [] }, 'last');
  }

  #upgrade({ head, request }: Job): void {
    this.#door.await();
    const serve = head.target.startsWith('/')
      ? this.#site.socketAt(new URL(`${ORIGIN}${head.target}`))
      : null;
    if (!serve) {
      this.#refuse(404, [], 'ws.response');
      return;
    }
    const answer = answerHandshake(head, {
      origins: [ORIGIN],
      protocols: this.#site.protocols ?? null,
      deflate: this.#deflates ? {} : null,
    });
    if (!answer.accepted) {
      this.#refuse(answer.status, answer.headers, 'ws.response');
      return;
    }
    const bytes = serializeResponse({ ...webSocketResponse(answer.accept), headers: answer.headers });
    this.#write({ kind: 'ws.response', bytes, request, msgs: [] }, 'more');
    this.#socket = new ServerSocketEnd(
      {
        write: (frame, msgs) => {
          this.#write({ kind: 'ws.frame', bytes: frame, request, msgs }, 'more');
        },
        end: () => {
          this.#endpoint.end();
        },
      },
      compressionOf(answer.deflate, 'server'),
    );
    serve(this.#socket);
  }

  #write(unit: Unit, place: Place): void {
    if (this.#endpoint.state === 'established') this.#door.write(unit, place);
  }

  #pass(unit: Unit): void {
    if (this.#endpoint.state === 'established') this.#down.send(this.#endpoint, unit);
  }

  #over(): void {
    this.#idle?.cancel();
    this.#door.over();
    this.#open?.abandoned.abort();
    this.#stopStream?.();
    this.#stopStream = null;
    this.#socket?.lost();
  }
}

/** The head of an answer whose body, if any, is JSON. */
function answerOf(status: number, bodyBytes: number, dateMs: number): ResponseParts {
  if (status === 200 || bodyBytes > 0) return jsonResponse(bodyBytes, dateMs);
  if (status === 204) return noContentResponse(dateMs);
  if (status === 426) return upgradeRequiredResponse(dateMs);
  return emptyResponse(status, REASONS[status] ?? '', dateMs);
}
