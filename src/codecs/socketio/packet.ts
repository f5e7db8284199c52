/** Packets of Socket.IO, protocol 5. The parsing is socket.io-parser's own; here errors become data and memory is capped. */
import { Decoder, Encoder, type Packet, type PacketType } from 'socket.io-parser';
import type { EngineMessage } from '../engineio/packet.ts';
import { protocolError, type ProtocolError, type ProtocolErrorCode } from '../protocol-error.ts';

/** By the digit that stands for them; 5 and 6 are 2 and 3 with attachments. */
export const SOCKET_IO_TYPES = [
  'CONNECT',
  'DISCONNECT',
  'EVENT',
  'ACK',
  'CONNECT_ERROR',
  'BINARY_EVENT',
  'BINARY_ACK',
] as const;

/** A packet with its attachments put back where they belong: `type` is 0 to 4. */
export interface SocketIoPacket {
  readonly type: PacketType;
  /** The namespace: '/' unless it names one. */
  readonly nsp: string;
  /** JSON, and `Uint8Array` for each attachment. Absent without a payload. */
  readonly data?: unknown;
  /** The acknowledgement's id, when one is asked for or given. */
  readonly id?: number;
}

export type SocketIoItem =
  | { readonly kind: 'packet'; readonly packet: SocketIoPacket }
  /** The connection must be closed; nothing comes after this. */
  | { readonly kind: 'error'; readonly error: ProtocolError };

export interface SocketIoOptions {
  /** Largest packet in UTF-16 code units of its text and octets of its attachments: Engine.IO's `maxPayload`. */
  readonly maxPayload?: number;
}

/** One packet as the messages that carry it: its text, then its attachments. */
export function encodeSocketIo(packet: SocketIoPacket): EngineMessage[] {
  const messages = new Encoder().encode({ ...packet }) as (string | ArrayBufferView)[];
  return messages.map((message) => (typeof message === 'string' ? message : octetsOf(message)));
}

/** Takes the `message` packets of one connection, in order. */
export class SocketIoDecoder {
  readonly #decoder = new Decoder();
  readonly #maxPayload: number;
  #items: SocketIoItem[] = [];
  #failed = false;
  /** Attachments of the present packet are due. */
  #owed = false;
  /** Of the present packet. */
  #length = 0;
  #offset = 0;

  constructor({ maxPayload = 1_000_000 }: SocketIoOptions = {}) {
    this.#maxPayload = maxPayload;
    this.#decoder.on('decoded', (packet: Packet) => {
      this.#owed = false;
      this.#items.push({ kind: 'packet', packet: plain(packet) });
    });
  }

  /** A packet has begun whose attachments are not all here. */
  get incomplete(): boolean {
    return this.#owed;
  }

  feed(message: EngineMessage): SocketIoItem[] {
    this.#items = [];
    if (!this.#failed) this.#take(message);
    return this.#items;
  }

  #take(message: EngineMessage): void {
    const isText = typeof message === 'string';
    if (isText === this.#owed) {
      this.#fail('sio-order');
      return;
    }
    this.#length = (isText ? 0 : this.#length) + message.length;
    if (this.#length > this.#maxPayload) {
      this.#fail('sio-too-big');
      return;
    }
    this.#owed = true;
    try {
      this.#decoder.add(isText ? message : message.slice());
    } catch {
      // Throwing is the parser's only way to say what is wrong.
      this.#fail(isText ? 'sio-packet' : 'sio-attachments');
    }
    this.#offset += message.length;
  }

  #fail(code: ProtocolErrorCode): void {
    this.#failed = true;
    this.#owed = false;
    // The parser would go on to collect attachments for a packet that it has refused.
    this.#decoder.destroy();
    this.#items.push({ kind: 'error', error: protocolError(code, this.#offset) });
  }
}

function plain({ type, nsp, data, id }: Packet): SocketIoPacket {
  const packet = { type, nsp, ...(id === undefined ? {} : { id }) };
  return data === undefined ? packet : { ...packet, data: data as unknown };
}

function octetsOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
