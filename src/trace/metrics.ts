/** The scoreboard's figures, as queries over the trace: a fold that reads each event once. */
import type { SimTime } from '#base/time.ts';
import type { Direction, EventOf, MsgId, TraceEvent } from './events.ts';
import { NO_EVENT } from './events.ts';
import type { Trace } from './log.ts';
import { DELAY_PARTS, type DelayPart } from './parts.ts';
import { explainDelay } from './why-late.ts';

/** Octets by layer, both directions together. */
export interface ByteLedger {
  /** The messages themselves, as JSON, each time they were sent. */
  readonly payload: number;
  /** What the application protocol adds: HTTP heads, chunk framing, SSE fields, WebSocket frame headers. */
  readonly framing: number;
  /** TLS: flights of the handshake, and the headers and trailers of records. */
  readonly tls: number;
  /** IP and TCP headers of every packet. */
  readonly headers: number;
  /** Payload octets that TCP sent again. */
  readonly resent: number;
}

/** One lane's figures at one instant. Times are microseconds. */
export interface LaneMetrics {
  readonly lane: number;
  readonly published: number;
  readonly delivered: number;
  readonly duplicates: number;
  /** Published and neither delivered nor covered by a snapshot, but still on their way. */
  readonly inFlight: number;
  /** The same, but never to be delivered: the lane's API object is closed for good, or its client has given up. */
  readonly lost: number;
  /** Null while nothing was delivered. Percentiles are the nearest rank. */
  readonly delayUs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly mean: number;
  } | null;
  /** Mean of each part over the delivered messages; they sum to the mean delay. */
  readonly meanPartsUs: Readonly<Record<DelayPart, number>>;
  /** Octets at the IP level, as sent. */
  readonly bytes: { readonly up: number; readonly down: number };
  readonly ledger: ByteLedger;
  readonly requests: number;
  /** Answers that brought no message, of requests that asked for messages. */
  readonly emptyPolls: number;
  readonly openConnections: number;
  readonly segments: number;
  readonly segmentsLost: number;
  readonly retransmissions: number;
  /** Lines the user sent up, how many of them reached the server's room, and how many came back. */
  readonly upSent: number;
  readonly upArrived: number;
  readonly upReturned: number;
}

class LaneFold {
  readonly lane: number;
  readonly #sizes = new Map<MsgId, number>();
  /** Delays in microseconds, sorted. */
  readonly #delays: number[] = [];
  readonly #parts = Object.fromEntries(DELAY_PARTS.map((part) => [part, 0])) as Record<DelayPart, number>;
  #delaySum = 0;
  /** In the order of publishing: the number of each message, and those that the client does not have. */
  readonly #places = new Map<MsgId, number>();
  readonly #missing = new Set<MsgId>();
  #duplicates = 0;
  #closed = false;
  /** The client comes back by itself: what its API object is closes nothing for good. */
  #returns = false;
  #bytes = { up: 0, down: 0 };
  #payload = 0;
  #stream = 0;
  #tls = 0;
  #headers = 0;
  #resent = 0;
  #requests = 0;
  #emptyPolls = 0;
  readonly #open = new Set<number>();
  #segments = 0;
  #lost = 0;
  #retransmissions = 0;
  readonly #sent = new Set<MsgId>();
  #upArrived = 0;
  #upReturned = 0;

  constructor(lane: number) {
    this.lane = lane;
  }

  add(event: TraceEvent, trace: Trace): void {
    switch (event.type) {
      case 'app.published':
        this.#places.set(event.msg, this.#places.size);
        this.#missing.add(event.msg);
        this.#sizes.set(event.msg, event.sizeBytes);
        if (this.#sent.has(event.msg)) this.#upArrived++;
        break;
      case 'app.sent':
        this.#sent.add(event.msg);
        break;
      case 'app.delivered':
        if (event.duplicate) this.#duplicates++;
        else this.#deliver(event, trace);
        break;
      case 'client.state':
        if (!this.#returns) this.#closed = event.state === 'closed';
        break;
      case 'client.phase':
        this.#returns = true;
        this.#closed = event.phase === 'closed';
        break;
      case 'app.snapshot':
        this.#cover(event);
        break;
      case 'request.issued':
        this.#requests++;
        break;
      case 'pdu.sent':
        this.#addPdu(event, trace);
        break;
      case 'segment.sent':
        this.#segments++;
        this.#bytes[event.dir] += event.wireBytes;
        this.#headers += event.wireBytes - event.len;
        if (event.original !== NO_EVENT) {
          this.#retransmissions++;
          this.#resent += event.len;
        }
        break;
      case 'segment.lost':
        this.#lost++;
        break;
      case 'conn.opening':
        this.#open.add(event.conn);
        break;
      case 'conn.closed':
        if (event.side === 'client') this.#open.delete(event.conn);
        break;
      default:
        break;
    }
  }

  metrics(): LaneMetrics {
    const delivered = this.#delays.length;
    const missing = this.#missing.size;
    const rank = (p: number): number => this.#delays[Math.max(0, Math.ceil(p * delivered) - 1)] ?? 0;
    const share = (sum: number): number => (delivered === 0 ? 0 : sum / delivered);
    return {
      lane: this.lane,
      published: this.#places.size,
      delivered,
      duplicates: this.#duplicates,
      inFlight: this.#closed ? 0 : missing,
      lost: this.#closed ? missing : 0,
      delayUs:
        delivered === 0
          ? null
          : { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), mean: share(this.#delaySum) },
      meanPartsUs: Object.fromEntries(DELAY_PARTS.map((part) => [part, share(this.#parts[part])])) as Record<
        DelayPart,
        number
      >,
      bytes: { ...this.#bytes },
      ledger: {
        payload: this.#payload,
        framing: this.#stream - this.#payload,
        tls: this.#tls,
        headers: this.#headers,
        resent: this.#resent,
      },
      requests: this.#requests,
      emptyPolls: this.#emptyPolls,
      openConnections: this.#open.size,
      segments: this.#segments,
      segmentsLost: this.#lost,
      retransmissions: this.#retransmissions,
      upSent: this.#sent.size,
      upArrived: this.#upArrived,
      upReturned: this.#upReturned,
    };
  }

  #deliver(event: EventOf<'app.delivered'>, trace: Trace): void {
    const why = explainDelay(trace, this.lane, event.msg);
    if (!why) return;
    if (this.#sent.has(event.msg)) this.#upReturned++;
    this.#missing.delete(event.msg);
    insertSorted(this.#delays, why.delayUs);
    this.#delaySum += why.delayUs;
    for (const part of DELAY_PARTS) this.#parts[part] += why.parts[part];
  }

  #cover({ through }: EventOf<'app.snapshot'>): void {
    const last = this.#places.get(through) ?? -1;
    for (const msg of this.#missing) {
      if ((this.#places.get(msg) ?? 0) > last) break;
      this.#missing.delete(msg);
    }
  }

  #addPdu(event: EventOf<'pdu.sent'>, trace: Trace): void {
    const tls = event.kind.startsWith('tls.') ? event.to - event.from : (event.tlsBytes ?? 0);
    this.#tls += tls;
    const plain = event.to - event.from - tls;
    this.#stream += plain;
    const size = event.msgs.reduce((sum, msg) => sum + (this.#sizes.get(msg) ?? 0), 0);
    // Compressed, a message is what is left of it: all of the frame but its header.
    this.#payload += event.kind === 'ws.frame' ? Math.min(size, plain - headerBytes(event.dir, plain)) : size;
    if (event.kind !== 'http.response' || event.msgs.length > 0) return;
    const purpose = trace.provenance.request(event.lane, event.request)?.purpose;
    if (purpose === 'poll' || purpose === 'long-poll') this.#emptyPolls++;
  }
}

/** Octets of the header of a frame that has so many octets (RFC 6455 section 5.2); one that goes up is masked. */
function headerBytes(dir: Direction, frameBytes: number): number {
  const mask = dir === 'up' ? 4 : 0;
  const rest = frameBytes - mask;
  return mask + (rest <= 2 + 125 ? 2 : rest <= 4 + 0xffff ? 4 : 10);
}

function insertSorted(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

/** All lanes' figures at an instant. Going forward it reads only what is new; going back it starts over. */
export class Scoreboard {
  readonly #trace: Trace;
  readonly #laneCount: number;
  #folds: LaneFold[] = [];
  #read = 0;

  constructor(trace: Trace, laneCount: number) {
    this.#trace = trace;
    this.#laneCount = laneCount;
    this.#reset();
  }

  /** The figures after every event up to and including `t`. */
  at(t: SimTime): LaneMetrics[] {
    const count = this.#trace.countUntil(t);
    if (count < this.#read) this.#reset();
    for (; this.#read < count; this.#read++) {
      const event = this.#trace.at(this.#read);
      this.#folds[event.lane]?.add(event, this.#trace);
    }
    return this.#folds.map((fold) => fold.metrics());
  }

  #reset(): void {
    this.#folds = Array.from({ length: this.#laneCount }, (_, lane) => new LaneFold(lane));
    this.#read = 0;
  }
}
