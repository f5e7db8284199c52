/** The browser's end of a WebSocket: opening handshake, frames, closing handshake (RFC 6455). */
import { utf8, utf8View } from '#base/bytes.ts';
import { fromS, type SimTime } from '#base/time.ts';
import { ResponseParser } from '#codecs/http1/parser.ts';
import type { ResponseHead } from '#codecs/http1/message.ts';
import { serializeRequest } from '#codecs/http1/serializer.ts';
import { WEBSOCKET_OFFER, webSocketRequest } from '#codecs/profile.ts';
import { encodeClose, encodeFrame, encodePong } from '#codecs/websocket/encode.ts';
import { checkHandshake } from '#codecs/websocket/client-handshake.ts';
import { clientKey } from '#codecs/websocket/key.ts';
import { CLOSE } from '#codecs/websocket/opcode.ts';
import { WsReceiver, type WsItem } from '#codecs/websocket/receiver.ts';
import type { Scheduled } from '#sim/scheduler.ts';
import type { TcpEndpoint } from '#sim/tcp/types.ts';
import type { MsgId, PduKind } from '#trace/events.ts';
import { drawBytes, type LaneContext } from '../lane-context.ts';
import { hangUp } from './hang-up.ts';
import { compressionOf, messageFrame, type Compression } from './message-frame.ts';
import type { PduLink } from './pdu-link.ts';
import { UnsentMessages } from './unsent.ts';
import type { SocketRequest, WireSocket, WireSocketSink } from './wire-types.ts';

const ABNORMAL = 1006;
const NO_STATUS = 1005;

/** How long the peer's close frame is waited for: Chromium's kClosingHandshakeTimeoutSeconds. */
const CLOSING_HANDSHAKE = fromS(60);

/** How long the server may then take to close TCP's connection: Chromium's kUnderlyingConnectionCloseTimeoutSeconds. */
const CONNECTION_CLOSE = fromS(2);

export class ClientSocket implements WireSocket {
  readonly #context: LaneContext;
  readonly #endpoint: TcpEndpoint;
  readonly #up: PduLink;
  readonly #sink: WireSocketSink;
  readonly request: number;
  readonly #protocols: readonly string[];
  readonly #key: string;
  readonly #unsent = new UnsentMessages();
  #parser: ResponseParser | null = new ResponseParser();
  #receiver: WsReceiver | null = null;
  #compression: Compression | null = null;
  #masks = 0;
  #closeSent = false;
  #patience: Scheduled | null = null;
  /** The server's close frame: both were exchanged. */
  #agreed: { readonly code: number; readonly reason: string } | null = null;
  #closed = false;
  /** What of the stream had been sent when it closed: what TCP may still send counts for nobody. */
  #sentAtEnd: number | null = null;

  constructor(
    context: LaneContext,
    endpoint: TcpEndpoint,
    links: { readonly up: PduLink; readonly down: PduLink },
    about: SocketRequest & { readonly request: number },
    sink: WireSocketSink,
  ) {
    this.#context = context;
    this.#endpoint = endpoint;
    this.#up = links.up;
    this.#sink = sink;
    this.request = about.request;
    this.#protocols = about.protocols;
    this.#key = clientKey(drawBytes(context, about.request, 'key', 16));
    endpoint.handlers = {
      established: () => undefined,
      data: (bytes, from) => {
        links.down.receive(bytes, from, (part) => {
          this.#receive(part);
        });
      },
      end: () => {
        endpoint.end();
        this.#finish(!this.#receiver);
      },
      closed: () => {
        this.#finish(!this.#receiver);
      },
    };
    const request = webSocketRequest(this.#key, undefined, about.protocols);
    this.#write('ws.request', serializeRequest({ ...request, target: about.target }), []);
  }

  get unsentBytes(): number {
    return this.#unsent.bytes(this.#sentAtEnd ?? this.#endpoint.sentTo);
  }

  send(data: string | Uint8Array, msgs: readonly MsgId[]): boolean {
    if (this.#closeSent || this.#closed) return false;
    const from = this.#up.written;
    this.#write('ws.frame', messageFrame(data, this.#mask(), this.#compression), msgs);
    const size = typeof data === 'string' ? utf8View(data).length : data.length;
    this.#unsent.add({ from, to: this.#up.written, size });
    return true;
  }

  close(code?: number, reason = ''): void {
    if (this.#closeSent || this.#closed) return;
    if (!this.#receiver) {
      // Not open yet: the connection fails (WHATWG WebSockets section 3.1, `close`, step 3).
      hangUp(this.#endpoint);
      this.#finish(true);
      return;
    }
    this.#sendClose(code ?? null, reason);
    this.#waitAtMost(CLOSING_HANDSHAKE);
  }

  #receive(part: Uint8Array): void {
    if (this.#receiver) {
      this.#take(this.#receiver.feed(part));
      return;
    }
    for (const event of this.#parser?.feed(part) ?? []) {
      // RFC 9110 section 15.2: another response follows an interim one, unless that is the 101.
      if (event.kind === 'head' && (event.head.status >= 200 || event.head.status === 101))
        this.#open(event.head);
      else if (event.kind === 'upgrade') this.#receive(event.rest);
      else if (event.kind === 'error') this.#fail(ABNORMAL);
    }
  }

  #open(head: ResponseHead): void {
    this.#parser = null;
    const asked = { key: this.#key, protocols: this.#protocols, offer: WEBSOCKET_OFFER };
    const answer = checkHandshake(head, { ...asked, profile: 'whatwg' });
    if (!answer.accepted) {
      this.#fail(ABNORMAL);
      return;
    }
    this.#compression = compressionOf(answer.deflate, 'client');
    this.#receiver = new WsReceiver({ role: 'client', inflater: this.#compression?.inflater ?? null });
    this.#sink.open(answer.protocol ?? '', answer.extensions);
  }

  #take(items: readonly WsItem[]): void {
    for (const item of items) {
      switch (item.kind) {
        case 'text':
        case 'binary':
          this.#sink.message(item.data);
          break;
        case 'ping': {
          const pong = encodePong(item.data, this.#mask());
          if (pong.ok) this.#write('ws.frame', pong.value, []);
          break;
        }
        case 'close':
          if (!this.#closeSent) this.#sendClose(item.code === NO_STATUS ? null : item.code, item.reason);
          // The API's close event waits for TCP, which the server closes first (RFC 6455 sections 7.1.1 and 7.1.4).
          this.#agreed = item;
          this.#sink.closing();
          this.#waitAtMost(CONNECTION_CLOSE);
          break;
        case 'error':
          this.#fail(item.error.closeCode ?? 1002);
          break;
        default:
          break;
      }
    }
  }

  /** Fails the connection: a close frame with the code where one may be sent, then TCP's end (section 7.1.7). */
  #fail(code: number): void {
    if (this.#receiver && !this.#closeSent) this.#sendClose(code, '');
    this.#endpoint.end();
    this.#finish(true);
  }

  #sendClose(code: number | null, reason: string): void {
    this.#closeSent = true;
    const frame = encodeClose(code, reason, this.#mask());
    const payload = frame.ok
      ? frame.value
      : encodeFrame({ opcode: CLOSE, payload: utf8(''), maskKey: this.#mask() });
    this.#write('ws.frame', payload, []);
  }

  #waitAtMost(span: SimTime): void {
    this.#patience?.cancel();
    const { scheduler, lane } = this.#context;
    this.#patience = scheduler.after(span, lane, () => {
      this.#drop();
    });
  }

  /** Ends the connection without waiting for the peer. */
  #drop(): void {
    hangUp(this.#endpoint);
    this.#finish(false);
  }

  /** The connection is gone: cleanly, if the closing handshake was complete (RFC 6455 section 7.1.4). */
  #finish(failed: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sentAtEnd = this.#endpoint.sentTo;
    this.#patience?.cancel();
    const { code, reason } = this.#agreed ?? { code: ABNORMAL, reason: '' };
    this.#sink.close(code, reason, this.#agreed !== null, failed);
  }

  #mask(): Uint8Array {
    return drawBytes(this.#context, this.request * 0x10000 + this.#masks++, 'mask', 4);
  }

  #write(kind: PduKind, bytes: Uint8Array, msgs: readonly MsgId[]): void {
    this.#up.send(this.#endpoint, { kind, bytes, request: this.request, msgs });
  }
}
