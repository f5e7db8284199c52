/** The requests of a run, each with what it sent, what answered it and the connection that it opened. */
import type { SimTime } from '#base/time.ts';
import type { EventOf, TraceEvent } from '../events.ts';
import { NO_EVENT } from '../events.ts';
import { plainOctets } from '../log-rows.ts';
import { streamKey } from '../provenance.ts';
import { STEP_EVENTS, type ExportSource } from './export.ts';

/** A unit of protocol data of a request. */
export interface Unit {
  readonly sent: EventOf<'pdu.sent'>;
  /** Without TLS's records. */
  readonly octets: Uint8Array;
  /** When its first segment reached the receiver; null if that did not happen by the end. */
  readonly firstOctetAt: SimTime | null;
  /** When the receiver had it whole; null if that did not happen by the end. */
  readonly receivedAt: SimTime | null;
}

/** How a connection began: instants of the client's side. */
export interface Opened {
  readonly openingAt: SimTime;
  establishedAt: SimTime | null;
  securedAt: SimTime | null;
  secure: boolean;
}

/** A request and its answer, as far as they came. */
export interface Exchange {
  readonly issued: EventOf<'request.issued'>;
  readonly up: Unit[];
  readonly down: Unit[];
  conn: number | null;
  opened: Opened | null;
  /** When the client's connection went, if it did. */
  closedAt: SimTime | null;
  /** The answer's last unit has arrived. */
  complete: boolean;
}

class Gathering {
  readonly #source: ExportSource;
  readonly exchanges: Exchange[] = [];
  readonly #byRequest = new Map<string, Exchange>();
  readonly #connections = new Map<string, { readonly opened: Opened; closedAt: SimTime | null }>();

  constructor(source: ExportSource) {
    this.#source = source;
  }

  take(event: TraceEvent): void {
    switch (event.type) {
      case 'request.issued': {
        const exchange: Exchange = {
          issued: event,
          up: [],
          down: [],
          conn: null,
          opened: null,
          closedAt: null,
          complete: false,
        };
        this.exchanges.push(exchange);
        this.#byRequest.set(`${String(event.lane)}/${String(event.request)}`, exchange);
        break;
      }
      case 'pdu.sent':
        this.#unit(event);
        break;
      case 'conn.opening':
      case 'conn.established':
      case 'conn.secured':
      case 'conn.closed':
        if (event.side === 'client') this.#connection(event);
        break;
      default:
        break;
    }
  }

  /** What is known only at the end: which connection each request used, and when that went. */
  finish(): Exchange[] {
    for (const exchange of this.exchanges) {
      const connection = this.#connections.get(`${String(exchange.issued.lane)}/${String(exchange.conn)}`);
      exchange.opened = connection?.opened ?? null;
      exchange.closedAt = connection?.closedAt ?? null;
    }
    return this.exchanges;
  }

  #unit(sent: EventOf<'pdu.sent'>): void {
    const { trace, until } = this.#source;
    const exchange = this.#byRequest.get(`${String(sent.lane)}/${String(sent.request)}`);
    if (!exchange) {
      if (sent.kind === 'tls.client-hello') {
        const connection = this.#connections.get(`${String(sent.lane)}/${String(sent.conn)}`);
        if (connection) connection.opened.secure = true;
      }
      return;
    }
    const outcome = trace.provenance.outcome(sent.id);
    const receivedAt = outcome === NO_EVENT ? null : trace.at(outcome).t;
    const inTime = receivedAt !== null && receivedAt <= until ? receivedAt : null;
    const unit = {
      sent,
      octets: plainOctets(sent, trace),
      firstOctetAt: this.#firstOctetAt(sent),
      receivedAt: inTime,
    };
    exchange.conn = sent.conn;
    (sent.dir === 'up' ? exchange.up : exchange.down).push(unit);
    if (inTime !== null && (sent.kind === 'http.response' || sent.kind === 'http.last-chunk'))
      exchange.complete = true;
  }

  /** When the first copy of the segment with its first octet arrived. */
  #firstOctetAt({ lane, conn, dir, from }: EventOf<'pdu.sent'>): SimTime | null {
    const { trace, until } = this.#source;
    const { provenance } = trace;
    const [first] = provenance.segmentsIn(streamKey(lane, conn, dir), from, from + 1);
    if (first === undefined) return null;
    const arrivals = [first, ...provenance.copiesOf(first)].flatMap((id) => {
      const outcome = provenance.outcome(id);
      const end = outcome === NO_EVENT ? null : trace.at(outcome);
      return end?.type === 'segment.received' && end.t <= until ? [end.t] : [];
    });
    return arrivals.length === 0 ? null : (Math.min(...arrivals) as SimTime);
  }

  #connection({ type, lane, conn, t }: TraceEvent & { readonly conn: number }): void {
    const key = `${String(lane)}/${String(conn)}`;
    if (type === 'conn.opening') {
      const opened = { openingAt: t, establishedAt: null, securedAt: null, secure: false };
      this.#connections.set(key, { opened, closedAt: null });
      return;
    }
    const connection = this.#connections.get(key);
    if (!connection) return;
    if (type === 'conn.established') connection.opened.establishedAt = t;
    else if (type === 'conn.secured') connection.opened.securedAt = t;
    else connection.closedAt = t;
  }
}

/** Reads the trace once; yields how much of the whole export is done, up to a half. */
export function* gatherRequests(source: ExportSource): Generator<number, Exchange[]> {
  const events = source.trace.countUntil(source.until);
  const gathering = new Gathering(source);
  for (let id = 0; id < events; id++) {
    gathering.take(source.trace.at(id));
    if (id % STEP_EVENTS === STEP_EVENTS - 1) yield (0.5 * id) / events;
  }
  return gathering.finish();
}
