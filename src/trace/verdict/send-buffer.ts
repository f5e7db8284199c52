/**
 * What a WebSocket's sender has written and not yet handed to the network, as `bufferedAmount` counts it, but for the
 * frames' headers (WHATWG WebSockets section 3.1: "does not include framing overhead").
 */
import type { EventOf, TraceEvent } from '../events.ts';
import type { Figure } from '../verdict.ts';
import { Worst } from './worst.ts';

interface Buffer {
  /** Stream offsets behind the last octet written, and behind the last one sent. */
  written: number;
  sent: number;
}

export class SendBuffer {
  readonly #sockets = new Map<number, Buffer>();
  readonly #peak = new Worst();
  /** The last frame that was written, until time goes on: one that is sent in the same instant never waited. */
  #frame: EventOf<'pdu.sent'> | null = null;

  add(event: TraceEvent): void {
    if (this.#frame && event.t > this.#frame.t) {
      this.#peak.see(this.#unsent, this.#frame.id);
      this.#frame = null;
    }
    if (event.type === 'pdu.sent' && event.dir === 'up') this.#write(event);
    else if (event.type === 'segment.sent' && event.dir === 'up') this.#send(event);
    else if (event.type === 'conn.closed' && event.side === 'client') this.#sockets.delete(event.conn);
  }

  /** Null where no frame was sent. */
  at(): Figure | null {
    const { figure } = this.#peak;
    const unsent = this.#unsent;
    if (!this.#frame || (figure && figure.value >= unsent)) return figure;
    return { value: unsent, event: this.#frame.id, open: false };
  }

  get #unsent(): number {
    return Math.max(0, ...Array.from(this.#sockets.values(), ({ written, sent }) => written - sent));
  }

  #write(unit: EventOf<'pdu.sent'>): void {
    const { kind, conn, to } = unit;
    // The handshake before the frames is not in `bufferedAmount`.
    if (kind === 'ws.request') this.#sockets.set(conn, { written: to, sent: to });
    const socket = this.#sockets.get(conn);
    if (kind !== 'ws.frame' || !socket) return;
    socket.written = to;
    this.#frame = unit;
  }

  #send({ conn, seq, len }: EventOf<'segment.sent'>): void {
    const socket = this.#sockets.get(conn);
    if (socket) socket.sent = Math.max(socket.sent, seq + len);
  }
}
