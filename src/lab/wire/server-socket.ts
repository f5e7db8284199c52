/** The server's end of a WebSocket after the opening handshake. */
import { encodeClose, encodePing, encodePong, encodeText } from '#codecs/websocket/encode.ts';
import { NO_STATUS_RECEIVED } from '#codecs/websocket/opcode.ts';
import { WsReceiver } from '#codecs/websocket/receiver.ts';
import type { ServerSocket } from '#servers/env.ts';
import type { MsgId } from '#trace/events.ts';

export class ServerSocketEnd implements ServerSocket {
  onmessage: ((text: string) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly #write: (bytes: Uint8Array, msgs: readonly MsgId[]) => void;
  readonly #end: () => void;
  readonly #receiver = new WsReceiver({ role: 'server' });
  #closeSent = false;
  #over = false;

  constructor(write: (bytes: Uint8Array, msgs: readonly MsgId[]) => void, end: () => void) {
    this.#write = write;
    this.#end = end;
  }

  send(text: string, carries: readonly MsgId[]): void {
    if (!this.#closeSent && !this.#over) this.#write(encodeText(text, null), carries);
  }

  ping(): void {
    const frame = encodePing(new Uint8Array(), null);
    if (frame.ok && !this.#closeSent && !this.#over) this.#write(frame.value, []);
  }

  close(code: number, reason: string): void {
    this.#sendClose(code, reason);
  }

  /** In-order octets after the request's head. */
  receive(part: Uint8Array): void {
    for (const item of this.#receiver.feed(part)) {
      switch (item.kind) {
        case 'text':
          this.onmessage?.(item.data);
          break;
        case 'ping': {
          const pong = encodePong(item.data, null);
          if (pong.ok) this.#write(pong.value, []);
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
    if (frame.ok) this.#write(frame.value, []);
  }

  /** The server closes TCP first (RFC 6455 section 7.1.1). */
  #finish(): void {
    this.lost();
    this.#end();
  }
}
