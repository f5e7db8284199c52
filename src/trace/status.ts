/** The status code of an answer, read from its octets. */
import { fromUtf8 } from '#base/bytes.ts';
import type { EventOf } from './events.ts';
import type { Trace } from './log.ts';

/** Octets before the status code: `HTTP/1.1 ` (RFC 9112 section 4). */
const CODE_AT = 9;
/** Octets before a TLS record's content (RFC 8446 section 5.1). */
const RECORD_HEADER_BYTES = 5;

/** The status code with which a unit begins; null where it begins otherwise, or the trace was written without octets. */
export function statusOf(
  trace: Trace,
  { lane, conn, dir, from, tlsBytes = 0 }: EventOf<'pdu.sent'>,
): number | null {
  const at = from + (tlsBytes > 0 ? RECORD_HEADER_BYTES : 0);
  const line = fromUtf8(trace.bytes(lane, conn, dir, at, at + CODE_AT + 3));
  return /^HTTP\/1\.[01] \d{3}$/u.test(line) ? Number(line.slice(CODE_AT)) : null;
}
