/** The server's end of one connection: parses requests, asks the site, writes the answers as octets. */
import { concat } from '#base/bytes.ts';
import { EPOCH_MS, fromS, toMs } from '#base/time.ts';
import { headerValue, type RequestHead } from '#codecs/http1/message.ts';
import { RequestParser, type HttpEvent } from '#codecs/http1/parser.ts';
import { serializeChunk, serializeLastChunk, serializeResponse } from '#codecs/http1/serializer.ts';
import {
  emptyResponse,
  jsonResponse,
  noContentResponse,
  ORIGIN,
  streamResponse,
  webSocketResponse,
} from '#codecs/profile.ts';
import { acceptKey } from '#codecs/websocket/key.ts';
import type { Site } from '#servers/site.ts';
import type { Scheduled } from '#sim/scheduler.ts';
import type { TcpEndpoint } from '#sim/tcp/types.ts';
import type { MsgId, PduKind } from '#trace/events.ts';
import { settle, type CarriedMessages, type LaneContext } from '../lane-context.ts';
import type { PduLink } from './pdu-link.ts';
import { ServerSocketEnd } from './server-socket.ts';

/** Reason phrases of the answers that have no body of their own. */
const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 404: 'Not Found' };

/** What `Keep-Alive: timeout=75` promises: an idle connection is closed after this long. */
const IDLE = fromS(75);

interface Job {
  readonly head: RequestHead;
  /** Aborted when the connection is gone: nobody waits for the answer any more. */
  readonly abandoned: AbortController;
  readonly request: number;
  readonly body: Uint8Array[];
}

export class ServerConnection {
  readonly #context: LaneContext;
  readonly #endpoint: TcpEndpoint;
  readonly #down: PduLink;
  readonly #site: Site;
  readonly #carried: CarriedMessages;
  readonly #up: PduLink;
  readonly #parser = new RequestParser();
  #job: Job | null = null;
  #socket: ServerSocketEnd | null = null;
  #stopStream: (() => void) | null = null;
  #idle: Scheduled | null = null;
  /** The request whose answer is not complete. */
  #open: Job | null = null;

  constructor(
    context: LaneContext,
    endpoint: TcpEndpoint,
    links: { readonly up: PduLink; readonly down: PduLink },
    site: Site,
    carried: CarriedMessages,
  ) {
    this.#context = context;
    this.#endpoint = endpoint;
    this.#down = links.down;
    this.#site = site;
    this.#carried = carried;
    this.#up = links.up;
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
            head: event.head,
            abandoned: new AbortController(),
            request: this.#up.request,
            body: [],
          };
          if (event.framing.kind === 'upgrade') this.#upgrade(this.#job);
          break;
        case 'data':
          this.#job?.body.push(event.bytes);
          break;
        case 'end':
          if (this.#job && !this.#socket) this.#ask(this.#job);
          this.#job = null;
          break;
        case 'error':
          this.#endpoint.reset();
          this.#over();
          break;
        default:
          break;
      }
    }
  }

  #ask(job: Job): void {
    const { head, body } = job;
    this.#open = job;
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

  async #respond(response: Response, { request, abandoned }: Job): Promise<void> {
    if (abandoned.signal.aborted) return;
    const { scheduler, id } = this.#context;
    const dateMs = EPOCH_MS + toMs(scheduler.now);
    const msgs = this.#carried.of(response);
    if (response.headers.get('Content-Type') === 'text/event-stream' && response.body) {
      this.#write('http.head', serializeResponse(streamResponse(dateMs)), request, []);
      await this.#stream(response.body, request);
      return;
    }
    const hold = scheduler.hold(`${id}: server writes its answer`);
    const body = new Uint8Array(await response.arrayBuffer());
    if (body.length === 0 && response.status !== 200) {
      const { status } = response;
      const head =
        status === 204 ? noContentResponse(dateMs) : emptyResponse(status, REASONS[status] ?? '', dateMs);
      this.#write('http.response', serializeResponse(head), request, msgs);
    } else {
      this.#write('http.response', serializeResponse(jsonResponse(body.length, dateMs), body), request, msgs);
    }
    this.#idle = scheduler.after(IDLE, this.#context.lane, () => {
      this.#endpoint.end();
    });
    hold.release();
  }

  async #stream(body: ReadableStream<Uint8Array>, request: number): Promise<void> {
    const reader = body.getReader();
    this.#stopStream = () => {
      void reader.cancel();
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      this.#write('sse.event', serializeChunk(value), request, this.#carried.of(value));
    }
    if (this.#endpoint.state === 'established')
      this.#write('http.last-chunk', serializeLastChunk(), request, []);
  }

  #upgrade({ head, request }: Job): void {
    const key = headerValue(head.headers, 'sec-websocket-key');
    const serve = this.#site.socketAt(new URL(`${ORIGIN}${head.target}`));
    if (!serve || key === null) {
      this.#write(
        'ws.response',
        serializeResponse(emptyResponse(404, 'Not Found', EPOCH_MS + toMs(this.#context.scheduler.now))),
        request,
        [],
      );
      this.#endpoint.end();
      return;
    }
    this.#write('ws.response', serializeResponse(webSocketResponse(acceptKey(key))), request, []);
    this.#socket = new ServerSocketEnd(
      (bytes, msgs) => {
        this.#write('ws.frame', bytes, request, msgs);
      },
      () => {
        this.#endpoint.end();
      },
    );
    serve(this.#socket);
  }

  #write(kind: PduKind, bytes: Uint8Array, request: number, msgs: readonly MsgId[]): void {
    if (this.#endpoint.state !== 'established') return;
    this.#down.send(this.#endpoint, kind, bytes, { request, msgs });
  }

  #over(): void {
    this.#idle?.cancel();
    this.#open?.abandoned.abort();
    this.#stopStream?.();
    this.#stopStream = null;
    this.#socket?.lost();
  }
}
