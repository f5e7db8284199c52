/** The server's end of a WebSocket after the opening handshake. */
import { encodeClose, encodePing, encodePong } from '#codecs/websocket/encode.ts';
import { NO_STATUS_RECEIVED } from '#codecs/websocket/opcode.ts';
import { WsReceiver } from '#codecs/websocket/receiver.ts';
import type { ServerSocket } from '#servers/env.ts';
import type { MsgId } from '#trace/events.ts';
import { messageFrame, type Compression } from './message-frame.ts';

/** What a socket's end does on its connection. */
export interface SocketWires {
  write(frame: Uint8Array, msgs: readonly MsgId[]): void;
  /** Ends TCP's connection. */
  end(): void;
}

export class ServerSocketEnd implements ServerSocket {
  onmessage: ((text: string) => void) | null = null;
  onbinary: ((data: Uint8Array) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly #wires: SocketWires;
  readonly #compression: Compression | null;
  readonly #receiver: WsReceiver;
  #closeSent = false;
  #over = false;

  constructor(wires: SocketWires, compression: Compression | null) {
    this.#wires = wires;
    this.#compression = compression;
    this.#receiver = new WsReceiver({ role: 'server', inflater: compression?.inflater ?? null });
  }

  send(data: string | Uint8Array, carries: readonly MsgId[]): void {
    if (!this.#closeSent && !this.#over)
      this.#wires.write(messageFrame(data, null, this.#compression), carries);
  }

  ping(): void {
    const frame = encodePing(new Uint8Array(), null);
    if (frame.ok && !this.#closeSent && !this.#over) this.#wires.write(frame.value, []);
  }

  close(code: number | null, reason: string): void {
    this.#sendClose(code, reason);
  }

  drop(): void {
    this.#finish();
  }

  /** In-order octets after the request's head. */
  receive(part: Uint8Array): void {
    for (const item of this.#receiver.feed(part)) {
      switch (item.kind) {
        case 'text':
          this.onmessage?.(item.data);
          break;
        case 'binary':
          this.onbinary?.(item.data);
          break;
        case 'ping': {
          const pong = encodePong(item.data, null);
          if (pong.ok) this.#wires.write(pong.value, []);
          break;
        }
        case 'close':
          this.#sendClose(item.code === NO_STATUS_RECEIVED ? null : item.code, item.reason);
          this.#finish();
          break;
        case 'error':
          this.#sendClose(item.error.closeCode ?? 1002, '');
          this.#finish();
          break;
        default:
          break;
      }
    }
  }

  /** The connection is gone, or going. */
  lost(): void {
    if (this.#over) return;
    this.#over = true;
    this.onclose?.();
  }

  #sendClose(code: number | null, reason: string): void {
    if (this.#closeSent || this.#over) return;
    this.#closeSent = true;
    const frame = encodeClose(code, reason, null);
    if (frame.ok) this.#wires.write(frame.value, []);
  }

  /** The server closes TCP first (RFC 6455 section 7.1.1). */
  #finish(): void {
    this.lost();
    this.#wires.end();
  }
}
