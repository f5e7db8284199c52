/**
 * One HTTP request on its way from the page to the wire and back. Every stretch that happens in real time holds the
 * virtual clock: page to handler, head to page, body to page.
 */
import { concat, utf8 } from '#base/bytes.ts';
import { headerValues, type Header } from '#codecs/http1/message.ts';
import type { Hold } from '#sim/scheduler.ts';
import { carryCause, type LaneContext } from '../lane-context.ts';
import type { HttpExchange } from '../transports/transport.ts';
import type { ConnectionPool } from '../wire/pool.ts';
import type { WireExchange, WireRequest } from '../wire/wire-types.ts';
import type { LaneBrowser } from './apis.ts';
import type { Turn } from './turns.ts';

/** What an EventSource wants to know besides: it reads the body as a stream that has no end. */
export interface StreamWatcher {
  /** Octets of the event stream are about to go to the page. */
  arriving(bytes: Uint8Array): void;
  /** The stream broke off; the browser will reconnect by itself. */
  dropped(): void;
}

interface Head {
  readonly status: number;
  readonly headers: readonly Header[];
}

/**
 * Put behind a real event stream, so that the browser's own reconnection does not wait for real seconds. The colon keeps
 * what was cut off from being completed: it stands in the unfinished line, or is a comment.
 */
const SHORT_REAL_RETRY = utf8(':\nretry: 10\n');

/** Statuses whose response has no body (Fetch section 2.2.3) and that one can be made with. */
const NULL_BODY = [204, 205, 304];
/** The largest status that a `Response` can be made with (Fetch section 5.5). */
const MAX_STATUS = 599;

const LF = 0x0a;
const CR = 0x0d;

export class HttpHop implements HttpExchange {
  readonly url: string;
  readonly #context: LaneContext;
  readonly #pool: ConnectionPool;
  readonly #wire: WireRequest;
  readonly #watcher: StreamWatcher | null;
  readonly #toHandler: Hold;
  readonly #turn: Turn;
  #exchange: WireExchange | null = null;
  #head: Head | null = null;
  #answered: ((response: Response) => void) | null = null;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #batch: Uint8Array[] = [];
  #ended = false;
  #failed = false;
  #headHold: Hold | null = null;
  #bodyWanted = false;
  #bodyHold: Hold | null = null;
  /** The last octet that an EventSource was given was CR. */
  #afterCr = false;

  constructor(
    { context, pool, turns }: Pick<LaneBrowser, 'context' | 'pool' | 'turns'>,
    wire: WireRequest,
    url: string,
    watcher: StreamWatcher | null = null,
  ) {
    this.#context = context;
    this.#pool = pool;
    this.#wire = wire;
    this.url = url;
    this.#watcher = watcher;
    this.#toHandler = this.#hold('page to handler');
    this.#turn = turns.next();
  }

  answer(): Promise<Response> {
    return new Promise((resolve) => {
      if (this.#failed) {
        resolve(Response.error());
        return;
      }
      this.#answered = resolve;
      this.#turn.take(() => {
        this.#request();
      });
    });
  }

  #request(): void {
    this.#exchange = this.#pool.request(this.#wire, {
      head: (status, headers) => {
        // No `Response` shows the page a status above: here it is a failure.
        if (status > MAX_STATUS) this.#fail();
        else this.#head = { status, headers };
      },
      data: (bytes) => {
        this.#batch.push(bytes);
      },
      end: () => {
        this.#ended = true;
      },
      flush: () => {
        this.#flush();
      },
      failed: () => {
        this.#fail();
      },
    });
    this.#toHandler.release();
  }

  /** The page's code has had its turn with the head, or with the failure. */
  headTaken(): void {
    this.#headHold?.release();
    this.#headHold = null;
  }

  /** The page's code reads the body: from its arrival on the clock waits for the page. */
  wantBody(): void {
    this.#bodyWanted = true;
    if (this.#ended) this.#holdBody();
  }

  /** The page's code has had its turn with the whole body. */
  bodyTaken(): void {
    this.#bodyHold?.release();
    this.#bodyHold = null;
  }

  /** The page gave the request up: what it still waits for fails with `reason`, and the connection is closed. */
  abort(reason?: unknown): void {
    if (this.#failed || this.#ended) return;
    this.#failed = true;
    this.#turn.giveUp();
    this.#toHandler.release();
    this.#exchange?.abort();
    this.#answered?.(Response.error());
    this.#answered = null;
    // An EventSource that was closed does not listen any more.
    if (!this.#watcher) this.#controller?.error(reason);
    this.#controller = null;
  }

  #flush(): void {
    if (!this.#head || this.#failed) return;
    const bytes = concat(this.#batch);
    this.#batch = [];
    const resolve = this.#answered;
    if (resolve) {
      this.#answered = null;
      this.#headHold = this.#hold('head: handler to page');
      resolve(this.#response(this.#head, bytes));
    } else if (bytes.length > 0) {
      this.#watcher?.arriving(bytes);
      const lines = this.#watcher ? this.#endingLines(bytes) : bytes;
      if (lines.length > 0) this.#controller?.enqueue(lines);
    }
    if (this.#ended) {
      if (this.#watcher && this.#controller) this.#dropStream(this.#watcher);
      this.#controller?.close();
      this.#controller = null;
      if (this.#bodyWanted) this.#holdBody();
    }
  }

  #response({ status, headers }: Head, bytes: Uint8Array<ArrayBuffer>): Response {
    const init = {
      status,
      headers: headerValues(headers, 'content-type').map((type): [string, string] => ['Content-Type', type]),
    };
    if (this.#watcher) return this.#eventStream(this.#watcher, init, bytes);
    if (NULL_BODY.includes(status)) return new Response(null, init);
    if (this.#ended) return new Response(bytes, init);
    return new Response(this.#streamOf(bytes), init);
  }

  #streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        if (bytes.length > 0) controller.enqueue(bytes);
      },
      cancel: () => {
        this.#controller = null;
        this.abort();
      },
    });
  }

  /** What an EventSource reads; of an answer that is no event stream only the head (WHATWG HTML section 9.2.2). */
  #eventStream(watcher: StreamWatcher, init: ResponseInit, bytes: Uint8Array<ArrayBuffer>): Response {
    const [type = ''] = (new Headers(init.headers).get('Content-Type') ?? '').split(';');
    if (init.status !== 200 || type.trim().toLowerCase() !== 'text/event-stream') {
      this.abort();
      return new Response(null, init);
    }
    if (bytes.length > 0) watcher.arriving(bytes);
    return new Response(this.#streamOf(this.#endingLines(bytes)), init);
  }

  /**
   * A line may end in CR alone (WHATWG HTML section 9.2.5), but parsers wait to see whether LF follows. The clock would
   * wait with them: a CR at the end of what has arrived gets its LF at once, and the one that may come is left out.
   */
  #endingLines(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const rest = this.#afterCr && bytes[0] === LF ? bytes.subarray(1) : bytes;
    if (bytes.length > 0) this.#afterCr = bytes.at(-1) === CR;
    return this.#afterCr && rest.length > 0 ? concat([rest, Uint8Array.of(LF)]) : rest;
  }

  /** The stream is over, or broke off: the real browser shall be back soon, whatever `retry` has come. */
  #dropStream(watcher: StreamWatcher): void {
    watcher.dropped();
    this.#controller?.enqueue(SHORT_REAL_RETRY);
    this.#controller?.close();
    this.#controller = null;
  }

  #fail(): void {
    if (this.#failed || this.#ended) return;
    this.#failed = true;
    carryCause(this.#context);
    const resolve = this.#answered;
    if (this.#watcher) this.#dropStream(this.#watcher);
    if (resolve) {
      this.#answered = null;
      this.#headHold = this.#watcher ? null : this.#hold('failure: handler to page');
      resolve(Response.error());
      return;
    }
    if (this.#bodyWanted) this.#holdBody();
    this.#controller?.error(new TypeError('the connection was lost'));
    this.#controller = null;
  }

  #holdBody(): void {
    this.#bodyHold ??= this.#hold('body: handler to page');
  }

  #hold(stretch: string): Hold {
    const api = this.#wire.kind === 'fetch' ? 'fetch' : 'EventSource';
    return this.#context.scheduler.hold(
      `${this.#context.id}: ${api} ${this.#wire.method} ${this.#wire.target}, ${stretch}`,
    );
  }
}
