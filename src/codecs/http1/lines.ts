/** The line grammar of HTTP/1.1: a start line or header line as octets (without its CRLF) to a head or an error. */
import { fromLatin1 } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { ProtocolErrorCode } from '../protocol-error.ts';
import { isFieldValue, isToken, trimOws, type Header } from './message.ts';

export interface RequestLine {
  readonly kind: 'request';
  readonly method: string;
  readonly target: string;
  readonly version: string;
}

export interface StatusLine {
  readonly kind: 'response';
  readonly version: string;
  readonly status: number;
  readonly reason: string;
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e]+) ([^ ]*)$/;
const STATUS_LINE = /^(\S+) ([1-9][0-9]{2})(?: (.*))?$/s;

/** `request-line = method SP request-target SP HTTP-version` (RFC 9112 section 3). */
export function parseRequestLine(line: Uint8Array): Result<RequestLine, ProtocolErrorCode> {
  const [, method = '', target = '', protocol] = REQUEST_LINE.exec(fromLatin1(line)) ?? [];
  if (protocol === undefined) return err('http-request-line');
  const version = versionOf(protocol);
  return version === null ? err('http-version') : ok({ kind: 'request', method, target, version });
}

/**
 * `status-line = HTTP-version SP status-code SP [ reason-phrase ]` (RFC 9112 section 4). The second space is not
 * optional there, but servers leave it out with the reason, and llhttp and browsers take that.
 */
export function parseStatusLine(line: Uint8Array): Result<StatusLine, ProtocolErrorCode> {
  const [, protocol = '', status, reason = ''] = STATUS_LINE.exec(fromLatin1(line)) ?? [];
  if (status === undefined || !isFieldValue(reason)) return err('http-status-line');
  const version = versionOf(protocol);
  if (version === null) return err('http-version');
  return ok({ kind: 'response', version, status: Number(status), reason });
}

/** '1.1' of 'HTTP/1.1'; null when it is not a version 1. */
function versionOf(protocol: string): string | null {
  if (protocol === 'HTTP/1.1') return '1.1';
  return /^HTTP\/1\.[0-9]$/.test(protocol) ? protocol.slice(-3) : null;
}

/** `field-line = field-name ":" OWS field-value OWS` (RFC 9112 section 5); no space before the colon. */
export function parseHeaderLine(line: Uint8Array): Result<Header, ProtocolErrorCode> {
  const text = fromLatin1(line);
  if (text.startsWith(' ') || text.startsWith('\t')) return err('http-obs-fold');
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0));
  const value = trimOws(text.slice(colon + 1));
  return isToken(name) && isFieldValue(value) ? ok([name, value]) : err('http-header-line');
}

/** `chunk-size [ chunk-ext ]` (RFC 9112 section 7.1); extensions are allowed and ignored. */
export function parseChunkLine(line: Uint8Array): Result<number, ProtocolErrorCode> {
  const [, digits = '', extension = ''] = /^([0-9A-Fa-f]+)([\t ]*;.*)?$/s.exec(fromLatin1(line)) ?? [];
  const size = digits === '' ? NaN : parseInt(digits, 16);
  return Number.isSafeInteger(size) && isFieldValue(extension) ? ok(size) : err('http-chunk-size');
}
