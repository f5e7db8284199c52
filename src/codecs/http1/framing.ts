/** How long the body of a message is: RFC 9112 section 6.3, the rules in their order. */
import type { ProtocolErrorCode } from '../protocol-error.ts';
import { hasListToken, headerValues, listMembers, type Head, type RequestHead } from './message.ts';

export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  /** Only in responses: the body ends where the connection does. */
  | { readonly kind: 'until-eof' }
  /** What follows is another protocol: a WebSocket, or a tunnel. */
  | { readonly kind: 'upgrade' };

const NONE: Framing = { kind: 'none' };

/** The framing of a message's body, or the code of the error that makes it unknowable. */
export function bodyFraming(head: Head, requestMethod: string): Framing | ProtocolErrorCode {
  if (head.kind === 'response') {
    // Rules 1 and 2: these responses have no body, whatever their headers say.
    if (head.status === 101) return { kind: 'upgrade' };
    if (requestMethod === 'CONNECT' && head.status >= 200 && head.status < 300) return { kind: 'upgrade' };
    if (requestMethod === 'HEAD' || head.status < 200 || head.status === 204 || head.status === 304)
      return NONE;
  }
  const codings = headerValues(head.headers, 'transfer-encoding');
  const lengths = headerValues(head.headers, 'content-length');
  if (codings.length > 0) return codedFraming(head, lengths.length > 0);
  if (lengths.length > 0) return lengthFraming(lengths);
  return head.kind === 'response' ? { kind: 'until-eof' } : NONE;
}

/** Whether a request asks to leave HTTP after it (RFC 9110 section 7.8). */
export function asksForUpgrade(head: RequestHead): boolean {
  return (
    head.method === 'CONNECT' ||
    (hasListToken(head.headers, 'connection', 'upgrade') && headerValues(head.headers, 'upgrade').length > 0)
  );
}

function codedFraming(head: Head, hasLength: boolean): Framing | ProtocolErrorCode {
  // Both present is how requests are smuggled; section 6.1 lets a recipient refuse, and so does Node.
  if (hasLength) return 'http-length-conflict';
  if (head.version === '1.0') return 'http-transfer-encoding';
  const codings = listMembers(head.headers, 'transfer-encoding').map((coding) => coding.toLowerCase());
  const chunked = codings.filter((coding) => coding === 'chunked').length;
  if (chunked > 1 || codings.length === 0) return 'http-transfer-encoding';
  if (codings.at(-1) === 'chunked') return { kind: 'chunked' };
  return head.kind === 'response' ? { kind: 'until-eof' } : 'http-transfer-encoding';
}

function lengthFraming(values: readonly string[]): Framing | ProtocolErrorCode {
  const [value = ''] = values;
  const length = Number(value);
  if (values.length > 1 || !/^[0-9]+$/.test(value) || !Number.isSafeInteger(length))
    return 'http-content-length';
  return { kind: 'length', length };
}
