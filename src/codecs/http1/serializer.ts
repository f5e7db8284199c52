/** Writes HTTP/1.1 messages (RFC 9112): headers in the given order and case, nothing added. */
import { assert } from '#base/assert.ts';
import { concat, latin1 } from '#base/bytes.ts';
import { isFieldValue, isTarget, isToken, type Header } from './message.ts';

export interface RequestParts {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Header[];
}

export interface ResponseParts {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
}

const CRLF = latin1('\r\n');

/** A request as octets. Throws when a part could split the message: that is the caller's mistake, never wire input. */
export function serializeRequest(request: RequestParts, body?: Uint8Array): Uint8Array<ArrayBuffer> {
  assert(isToken(request.method), 'the method is not a token');
  assert(isTarget(request.target), 'the request target holds white space or control characters');
  return message(`${request.method} ${request.target} HTTP/1.1\r\n`, request.headers, body);
}

/** A response as octets; the space behind the status stays when the reason is empty (RFC 9112 section 4). */
export function serializeResponse(response: ResponseParts, body?: Uint8Array): Uint8Array<ArrayBuffer> {
  const { status, reason, headers } = response;
  assert(Number.isInteger(status) && status >= 100 && status <= 999, 'the status has three digits');
  assert(isFieldValue(reason), 'the reason phrase holds control characters');
  return message(`HTTP/1.1 ${String(status)} ${reason}\r\n`, headers, body);
}

/** One chunk: size in lowercase hexadecimal, CRLF, data, CRLF (RFC 9112 section 7.1). An empty one would end the body. */
export function serializeChunk(data: Uint8Array): Uint8Array<ArrayBuffer> {
  assert(data.length > 0, 'a chunk holds data; end the body with serializeLastChunk()');
  return concat([latin1(`${data.length.toString(16)}\r\n`), data, CRLF]);
}

/** The chunk of size 0 that ends a chunked body, with its trailer section. */
export function serializeLastChunk(trailers: readonly Header[] = []): Uint8Array<ArrayBuffer> {
  return latin1(`0\r\n${headerLines(trailers)}\r\n`);
}

function message(startLine: string, headers: readonly Header[], body?: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = latin1(`${startLine}${headerLines(headers)}\r\n`);
  return body === undefined || body.length === 0 ? head : concat([head, body]);
}

function headerLines(headers: readonly Header[]): string {
  let text = '';
  for (const [name, value] of headers) {
    assert(isToken(name), `the header name ${JSON.stringify(name)} is not a token`);
    assert(isFieldValue(value), `the value of ${name} holds characters that a header can't`);
    text += `${name}: ${value}\r\n`;
  }
  return text;
}
