/**
 * `WebSocket` as a lane's client gets it: the transport's object, made to behave as the standard says wherever scripts
 * look (WHATWG WebSockets sections 3.1 and 4), with each hop to and from the page held.
 */
import type { ClientApi } from '#clients/api.ts';
import type { Hold } from '#sim/scheduler.ts';
import type { MsgId } from '#trace/events.ts';
import type { PageWebSocket, SocketExchange, SocketPage } from '../transports/transport.ts';
import type { WireSocket, WireSocketSink } from '../wire/wire-types.ts';
import type { LaneBrowser } from './apis.ts';
import { closeEvent } from './close-event.ts';
import { eventHandler } from './event-handler.ts';
import { heldBlob } from './held-blob.ts';
import { closeCode, closeReason, message, socketUrl, subprotocols } from './script-arguments.ts';
import type { Turn } from './turns.ts';

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;
const { CONNECTING, OPEN, CLOSING, CLOSED } = STATES;

/** The close code of a connection that ended without a closing handshake (RFC 6455 section 7.4.1). */
const ABNORMAL = 1006;

/** A message between `send` and the wire. */
interface Outgoing {
  readonly size: number;
  readonly msgs: readonly MsgId[];
  readonly hold: Hold;
  /** Null while a Blob is being read. */
  data: string | ArrayBuffer | null;
  handed: boolean;
}

export function laneWebSocket(browser: LaneBrowser): ClientApi['WebSocket'] {
  let opened = 0;
  // A constructor may return an object: the transport's own WebSocket, instrumented.
  function LaneWebSocket(given: string | URL, protocols?: string | readonly string[]): object {
    if (!(new.target as unknown)) throw new TypeError('a WebSocket is made with new');
    const url = socketUrl(given);
    const asked = subprotocols(protocols);
    const n = ++opened;
    return new LaneSocket(browser, url, asked, (state) => {
      // One that has been given up may close long after another was opened in its place.
      if (n === opened) browser.state(state);
    }).page;
  }
  return Object.assign(LaneWebSocket, STATES) as unknown as ClientApi['WebSocket'];
}

class LaneSocket implements SocketExchange, WireSocketSink {
  readonly url: string;
  /** What the script has in its hands. */
  readonly page: PageWebSocket;
  readonly #browser: LaneBrowser;
  readonly #target: string;
  readonly #protocols: readonly string[];
  readonly #announce: LaneBrowser['state'];
  readonly #toHandler: Hold;
  readonly #outgoing: Outgoing[] = [];
  readonly #handOver: (data: string | ArrayBuffer) => void;
  #fire: SocketPage['fire'] = () => undefined;
  readonly #turn: Turn;
  #wire: WireSocket | null = null;
  #state: number = CONNECTING;
  #protocol = '';
  #extensions = '';
  #binaryType: BinaryType = 'blob';
  /** Octets that were handed to `send` too late. */
  #discarded = 0;
  /** The page has closed while messages were on their way to the handler: they go first. */
  #closing: (() => void) | null = null;
  /** A message is being handed over: MSW's `send` wants to see a socket that is open. */
  #handing = false;

  constructor(browser: LaneBrowser, url: URL, protocols: readonly string[], announce: LaneBrowser['state']) {
    this.#browser = browser;
    this.url = url.href;
    this.#target = url.pathname + url.search;
    this.#protocols = protocols;
    this.#announce = announce;
    this.#toHandler = this.#hold('page to handler');
    this.#turn = browser.turns.next();
    announce('connecting');
    this.page = browser.transport.webSocket(this);
    this.#handOver = this.page.send.bind(this.page);
    this.#instrument(this.page);
  }

  take(page: SocketPage): void {
    this.#fire = (work) => {
      page.fire(work);
    };
    this.#turn.take(() => {
      // Closed in the turn in which it was made: nothing of it reaches the wire.
      if (this.#state !== CONNECTING) this.close(ABNORMAL, '', false, true);
      else
        this.#wire = this.#browser.pool.openSocket(
          { target: this.#target, protocols: this.#protocols },
          this,
        );
      this.#toHandler.release();
    });
  }

  sent(data: string | ArrayBuffer): void {
    const outgoing = this.#outgoing.shift();
    if (!outgoing) return;
    const octets = typeof data === 'string' ? data : new Uint8Array(data);
    if (this.#wire?.send(octets, outgoing.msgs) !== true) this.#discarded += outgoing.size;
    if (this.#outgoing.length === 0) this.#closing?.();
    outgoing.hold.release();
  }

  open(protocol: string, extensions: string): void {
    this.#toPage('open', () => {
      // Closed by the page in the meantime: the connection is being failed.
      if (this.#state !== CONNECTING) return;
      this.#state = OPEN;
      this.#protocol = protocol;
      this.#extensions = extensions;
      this.#announce('open');
      this.page.dispatchEvent(new Event('open'));
    });
  }

  message(data: string | Uint8Array): void {
    // Section 4: a message counts only while the socket is open. It may come in one segment with the answer that opens
    // it: `open` fires first.
    if (this.#state >= CLOSING) return;
    this.#toPage('message', () => {
      if (this.#state !== OPEN) return;
      const { origin } = new URL(this.url);
      this.page.dispatchEvent(new MessageEvent('message', { data: this.#forScript(data), origin }));
    });
  }

  closing(): void {
    this.#toPage('readyState', () => {
      if (this.#state === OPEN) this.#state = CLOSING;
    });
  }

  close(code: number, reason: string, clean: boolean, failed: boolean): void {
    this.#toPage('close', () => {
      this.#state = CLOSED;
      const { sink, scheduler, lane } = this.#browser.context;
      const request = this.#wire?.request ?? 0;
      sink.append({ type: 'script.closed', t: scheduler.now, lane, request, code, reason, clean });
      this.#announce('closed');
      if (failed) this.page.dispatchEvent(new Event('error'));
      this.page.dispatchEvent(closeEvent(code, reason, clean));
    });
  }

  #hold(stretch: string): Hold {
    const { scheduler, id } = this.#browser.context;
    return scheduler.hold(`${id}: WebSocket ${this.#target}, ${stretch}`);
  }

  /** Brings something to the page: what the script then does follows from what came over the wire. */
  #toPage(what: string, work: () => void): void {
    const { context, transport } = this.#browser;
    const hold = this.#hold(`${what}: handler to page`);
    const { cause } = context.sink;
    this.#fire(() => {
      context.sink.cause = cause;
      work();
      transport.realTime.macrotask(() => {
        hold.release();
      });
    });
  }

  #forScript(data: string | Uint8Array): string | Blob | ArrayBuffer {
    if (typeof data === 'string') return data;
    const { buffer } = data.slice();
    return this.#binaryType === 'blob' ? heldBlob(this.#browser, buffer) : buffer;
  }

  /** Puts on the transport's object what the standard says, over what its class may have. */
  #instrument(page: PageWebSocket): void {
    for (const type of ['open', 'message', 'error', 'close']) eventHandler(page, type);
    const readonly = (get: () => unknown): PropertyDescriptor => ({
      configurable: true,
      enumerable: true,
      get,
      // MSW's own code assigns to some; a script that does changes nothing.
      set: () => undefined,
    });
    Object.defineProperties(page, {
      ...Object.fromEntries(Object.entries(STATES).map(([name, value]) => [name, { value }])),
      url: readonly(() => this.url),
      readyState: readonly(() => (this.#handing ? OPEN : this.#state)),
      protocol: readonly(() => this.#protocol),
      extensions: readonly(() => this.#extensions),
      bufferedAmount: readonly(() => this.#bufferedAmount()),
      binaryType: {
        ...readonly(() => this.#binaryType),
        set: (type: unknown) => {
          // WebIDL: a value that is not of the enumeration is ignored.
          if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type;
        },
      },
      send: {
        value: (...given: readonly unknown[]) => {
          this.#send(given);
        },
      },
      close: {
        value: (code?: unknown, reason?: unknown) => {
          this.#close(closeCode(code), closeReason(reason));
        },
      },
    });
  }

  #send(given: readonly unknown[]): void {
    if (given.length === 0) throw new TypeError('send() needs a message');
    if (this.#state === CONNECTING)
      throw new DOMException('wait for the open event before you send', 'InvalidStateError');
    const { size, data } = message(given[0]);
    if (this.#state !== OPEN) {
      this.#discarded += size;
      return;
    }
    const outgoing: Outgoing = {
      size,
      msgs: this.#browser.carried(data),
      hold: this.#hold('message: page to handler'),
      data: data instanceof Blob ? null : data,
      handed: false,
    };
    this.#outgoing.push(outgoing);
    if (data instanceof Blob) {
      const ready = (octets: ArrayBuffer): void => {
        outgoing.data = octets;
        this.#handOverInOrder();
      };
      data.arrayBuffer().then(ready, this.#browser.context.fail);
    }
    this.#handOverInOrder();
  }

  /** A message waits until those before it have been read. */
  #handOverInOrder(): void {
    for (const outgoing of this.#outgoing) {
      if (outgoing.data === null) return;
      if (outgoing.handed) continue;
      outgoing.handed = true;
      this.#handing = true;
      this.#handOver(outgoing.data);
      this.#handing = false;
    }
  }

  #close(code: number | undefined, reason: string): void {
    if (this.#state >= CLOSING) return;
    this.#state = CLOSING;
    this.#closing = () => {
      this.#wire?.close(code, reason);
    };
    if (this.#outgoing.length === 0) this.#closing();
  }

  /** Section 3.1: handed to `send` and not yet transmitted; what will never be stays. */
  #bufferedAmount(): number {
    const onTheWay = this.#outgoing.reduce((sum, { size }) => sum + size, 0);
    return this.#discarded + onTheWay + (this.#wire?.unsentBytes ?? 0);
  }
}
