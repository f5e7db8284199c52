/** The scoreboard's figures, as queries over the trace. */
import type { DelayPart } from './parts.ts';

/** Octets by layer, both directions together unless said otherwise. */
export interface ByteLedger {
  /** The messages themselves, as JSON. */
  readonly payload: number;
  /** What the application protocol adds: HTTP heads, chunk framing, SSE fields, WebSocket frame headers. */
  readonly framing: number;
  /** IP and TCP headers of every packet, and packets without payload. */
  readonly headers: number;
  /** Payload octets that were sent again. */
  readonly resent: number;
}

/** One lane's figures at one instant. Times are microseconds. */
export interface LaneMetrics {
  readonly lane: number;
  readonly published: number;
  readonly delivered: number;
  readonly duplicates: number;
  readonly inFlight: number;
  readonly lost: number;
  /** Null while nothing was delivered. */
  readonly delayUs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly mean: number;
  } | null;
  /** Mean of each part over the delivered messages; they sum to the mean delay. */
  readonly meanPartsUs: Readonly<Record<DelayPart, number>>;
  /** Octets at the IP level. */
  readonly bytes: { readonly up: number; readonly down: number };
  readonly ledger: ByteLedger;
  readonly requests: number;
  /** Answers that brought no message, of requests that asked for messages. */
  readonly emptyPolls: number;
  readonly openConnections: number;
  readonly segments: number;
  readonly segmentsLost: number;
  readonly retransmissions: number;
  /** Lines the user sent up, and how many of them reached the server's room. */
  readonly upSent: number;
  readonly upArrived: number;
}
