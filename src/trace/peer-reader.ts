/** Reads one direction of a connection as its receiver does: HTTP, behind an upgrade frames, in a stream's body events. */
import { openRecords } from '#codecs/tls/record.ts';
import { RequestParser, ResponseParser, type HttpEvent } from '#codecs/http1/parser.ts';
import { headerValue } from '#codecs/http1/message.ts';
import type { ProtocolErrorCode } from '#codecs/protocol-error.ts';
import { SseParser } from '#codecs/sse/parser.ts';
import { deflateIn } from '#codecs/websocket/client-handshake.ts';
import { directionOf, Inflater } from '#codecs/websocket/deflate.ts';
import type { DeflateParams } from '#codecs/websocket/deflate-params.ts';
import { PONG } from '#codecs/websocket/opcode.ts';
import { WsReceiver, type WsItem } from '#codecs/websocket/receiver.ts';
import type { Direction, EventOf, PduKind } from './events.ts';
import type { Trace } from './log.ts';

/** How things stand for the receiver after a unit. */
export interface Reading {
  readonly fault: ProtocolErrorCode | null;
  /** Octets that it needs to go on: 0 is none, null an unknown number. */
  readonly awaited: number | null;
}

/** What the server's answer made of a connection. */
export interface Upgrade {
  readonly deflate: DeflateParams | null;
}

/** What a unit says by itself. */
export interface Peeked {
  readonly closeCode: number | null;
  readonly pong: boolean;
  readonly status: number | null;
  /** What a response agrees to. */
  readonly deflate: DeflateParams | null;
}

/** A unit's octets as its sender wrote them, without TLS's records; nothing of its handshake. */
export function plainOctets(trace: Trace, unit: EventOf<'pdu.sent'>): Uint8Array {
  if (unit.kind.startsWith('tls.')) return new Uint8Array(0);
  const octets = trace.bytes(unit.lane, unit.conn, unit.dir, unit.from, unit.to);
  return unit.tlsBytes === undefined ? octets : openRecords(octets);
}

export class PeerReader {
  readonly #http: RequestParser | ResponseParser;
  readonly #role: 'client' | 'server';
  #frames: WsReceiver | null = null;
  #events: SseParser | null = null;
  #fault: ProtocolErrorCode | null = null;
  /** What the last response agreed to. */
  #deflate: DeflateParams | null = null;

  constructor(dir: Direction) {
    this.#role = dir === 'up' ? 'server' : 'client';
    this.#http = dir === 'up' ? new RequestParser() : new ResponseParser();
  }

  /** Takes a unit. `upgrade`: the server took the wish to upgrade in it. */
  read(octets: Uint8Array, upgrade: Upgrade | null): Reading {
    if (this.#frames) this.#takeFrames(octets);
    else for (const event of this.#http.feed(octets)) this.#takeHttp(event, upgrade);
    return { fault: this.#fault, awaited: this.#awaited };
  }

  /** What one unit says, apart from its stream. */
  peek(octets: Uint8Array, kind: PduKind): Peeked {
    if (kind === 'ws.frame') {
      // Of control frames only, which are never compressed (RFC 7692 section 6).
      const items = new WsReceiver({ role: this.#role }).feed(octets);
      const close = items.find((item) => item.kind === 'close');
      const pong = items.some((item) => item.kind === 'frame' && item.header.opcode === PONG);
      return { closeCode: close?.code ?? null, pong, status: null, deflate: null };
    }
    const head = this.#http.feed(octets).find((event) => event.kind === 'head')?.head;
    const response = head?.kind === 'response' ? head : null;
    const deflate = response && deflateIn(response);
    return { closeCode: null, pong: false, status: response?.status ?? null, deflate };
  }

  get #awaited(): number | null {
    if (this.#frames) return this.#frames.awaited;
    const { awaited } = this.#http;
    return awaited === 0 && this.#events?.incomplete === true ? null : awaited;
  }

  #takeHttp(event: HttpEvent, upgrade: Upgrade | null): void {
    if (event.kind === 'head') {
      this.#deflate = event.head.kind === 'response' ? deflateIn(event.head) : null;
      const stream = headerValue(event.head.headers, 'content-type')?.startsWith('text/event-stream');
      this.#events = stream === true ? new SseParser() : null;
    } else if (event.kind === 'data') this.#events?.feed(event.bytes);
    else if (event.kind === 'upgrade' && (this.#role === 'client' || upgrade)) {
      const [deflate, sender] =
        this.#role === 'client'
          ? ([this.#deflate, 'server'] as const)
          : ([upgrade?.deflate ?? null, 'client'] as const);
      const inflater = deflate && new Inflater(directionOf(deflate, sender));
      this.#frames = new WsReceiver({ role: this.#role, inflater });
      this.#takeFrames(event.rest);
    } else if (event.kind === 'error') this.#fault = event.error.code;
  }

  #takeFrames(octets: Uint8Array): void {
    const items: readonly WsItem[] = this.#frames?.feed(octets) ?? [];
    const error = items.find((item) => item.kind === 'error');
    if (error) this.#fault = error.error.code;
  }
}
