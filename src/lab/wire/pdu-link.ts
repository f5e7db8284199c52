/**
 * One direction of one connection as a sequence of protocol data units: logs each when it is written and when its last
 * octet is in order at the other side, and hands octets on with the right cause. Where there is TLS, application units
 * wait for its handshake, and travel in records.
 */
import { assert } from '#base/assert.ts';
import { RecordReader, sealRecords } from '#codecs/tls/record.ts';
import type { TcpEndpoint } from '#sim/tcp/types.ts';
import type { Direction, EventId, MsgId, PduKind } from '#trace/events.ts';
import { because, carryCause, settle, unitKey, type LaneContext } from '../lane-context.ts';

/** The flights of TLS's handshake. */
export type TlsKind = Extract<PduKind, `tls.${string}`>;

/** A unit that is to be sent. */
export interface Unit {
  readonly kind: PduKind;
  readonly bytes: Uint8Array;
  /** The request that it is or answers. */
  readonly request: number;
  readonly msgs: readonly MsgId[];
  /** The `box.acted` by which a proxy held it. */
  readonly held?: EventId;
  /** The octets are the user's, not the sender's. */
  readonly tampered?: true;
}

interface PendingPdu {
  readonly id: EventId;
  readonly kind: PduKind;
  readonly to: number;
  readonly request: number;
  readonly msgs: readonly MsgId[];
}

function isTls(kind: PduKind): kind is TlsKind {
  return kind.startsWith('tls.');
}

export class PduLink {
  /** Called when a flight of TLS's handshake is complete at the receiving side. */
  handshake: ((kind: TlsKind) => void) | null = null;
  readonly #context: LaneContext;
  readonly #conn: number;
  readonly #dir: Direction;
  readonly #pending: PendingPdu[] = [];
  readonly #reader: RecordReader | null;
  /** What waits for TLS's handshake; null when nothing has to wait any more. */
  #waiting: { readonly endpoint: TcpEndpoint; readonly unit: Unit }[] | null;
  #written = 0;
  /** How many have been written: the number of the next. */
  #units = 0;
  #request = 0;

  constructor(context: LaneContext, conn: number, dir: Direction, tls: boolean) {
    this.#context = context;
    this.#conn = conn;
    this.#dir = dir;
    this.#reader = tls ? new RecordReader() : null;
    this.#waiting = tls ? [] : null;
  }

  /** The request that the octets handed on now belong to. */
  get request(): number {
    return this.#request;
  }

  /** Stream offset behind the last octet that was written. */
  get written(): number {
    return this.#written;
  }

  /**
   * Writes a unit to `endpoint` and logs it, or what the user has put in its place; before TLS is ready an application's
   * unit waits.
   */
  send(endpoint: TcpEndpoint, unit: Unit): void {
    if (isTls(unit.kind)) this.#write(endpoint, unit, unit.bytes);
    else if (this.#waiting) this.#waiting.push({ endpoint, unit });
    else {
      const instead = this.#context.tampered.get(unitKey(this.#conn, this.#dir, this.#units));
      const written = instead ? { ...unit, bytes: instead, tampered: true as const } : unit;
      this.#write(endpoint, written, this.#reader ? sealRecords(written.bytes) : written.bytes);
    }
  }

  /** TLS is ready for this direction's sender: what waited is written now. */
  ready(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const { endpoint, unit } of waiting) this.send(endpoint, unit);
  }

  #write(endpoint: TcpEndpoint, unit: Unit, bytes: Uint8Array): void {
    const { sink, scheduler, lane } = this.#context;
    const { kind, request, msgs, held, tampered } = unit;
    const from = this.#written;
    const to = from + bytes.length;
    const tlsBytes = bytes.length - unit.bytes.length;
    const id = sink.append({
      type: 'pdu.sent',
      t: scheduler.now,
      lane,
      conn: this.#conn,
      dir: this.#dir,
      kind,
      from,
      to,
      request,
      msgs,
      ...(tlsBytes > 0 ? { tlsBytes } : {}),
      ...(held === undefined ? {} : { held }),
      ...(tampered ? { tampered } : {}),
    });
    this.#written = to;
    this.#units++;
    this.#pending.push({ id, kind, to, request, msgs });
    const range = because(sink, id, () => endpoint.write(bytes));
    assert(range.from === from && range.to === to, 'a connection is written to by one PduLink only');
  }

  /**
   * Takes in-order octets that start at stream offset `from` and gives them to `consume`, cut at the ends of units; of
   * TLS, what was in whole records. The unit that was completed last stays the cause of what follows: the page's
   * callbacks run a little later.
   */
  receive(bytes: Uint8Array, from: number, consume: (part: Uint8Array) => void): void {
    const end = from + bytes.length;
    let at = from;
    while (at < end) {
      const next = this.#pending[0];
      const to = next && next.to <= end ? next.to : end;
      const complete = next?.to === to;
      if (next) this.#request = next.request;
      if (complete) this.#complete(next);
      const part = bytes.subarray(at - from, to - from);
      if (next && isTls(next.kind)) {
        if (complete) this.handshake?.(next.kind);
      } else this.#handOn(part, consume);
      at = to;
    }
  }

  #handOn(part: Uint8Array, consume: (part: Uint8Array) => void): void {
    const plain = this.#reader ? this.#reader.feed(part) : part;
    if (plain.length > 0) consume(plain);
  }

  #complete({ id, kind, msgs }: PendingPdu): void {
    this.#pending.shift();
    const { sink, scheduler, lane, arrivals } = this.#context;
    sink.cause = sink.append({
      type: 'pdu.received',
      t: scheduler.now,
      lane,
      conn: this.#conn,
      dir: this.#dir,
      sent: id,
    });
    carryCause(this.#context);
    // Where nothing else holds the clock, what was carried would come after later work, and pass for its cause.
    settle(this.#context, `${kind} received`);
    if (this.#dir === 'down') for (const msg of msgs) arrivals.set(msg, sink.cause);
  }
}
