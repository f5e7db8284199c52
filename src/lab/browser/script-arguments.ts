/**
 * What scripts hand to a WebSocket or an EventSource, read and judged as the standards say (WHATWG WebSockets section 3.1,
 * HTML section 9.2).
 */
import { utf8 } from '#base/bytes.ts';
import { isToken } from '#codecs/http1/message.ts';
import { HOST, ORIGIN } from '#codecs/profile.ts';

/** What `send` takes. */
export type Sendable = string | Blob | ArrayBuffer | ArrayBufferView;

/** A message on its way out: a Blob's octets have to be read first. */
export interface Message {
  /** Octets of UTF-8 text or of binary data: what `bufferedAmount` counts. */
  readonly size: number;
  readonly data: string | ArrayBuffer | Blob;
}

/** The longest reason in octets of UTF-8: a control frame carries 125, two of them the code (RFC 6455 section 5.5.1). */
const MAX_REASON = 123;

/** The URL that a script names, as `WebSocket.url` gives it; a relative one stands below the page's. */
export function socketUrl(given: string | URL): URL {
  const url = parsed(given);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:')
    throw syntaxError(`the scheme must be ws, wss, http or https, and is '${url.protocol}'`);
  if (url.hash !== '' || url.href.endsWith('#')) throw syntaxError('a WebSocket URL has no fragment');
  return onHost(url);
}

/** The URL that a script names, as `EventSource.url` gives it. */
export function sourceUrl(given: string | URL): URL {
  return onHost(parsed(given));
}

function onHost(url: URL): URL {
  if (url.host === HOST) return url;
  throw new Error(`A lane has one server, ${HOST}: ask for a path of it, not for ${url.href}.`);
}

function parsed(given: string | URL): URL {
  try {
    return new URL(given, ORIGIN);
  } catch {
    throw syntaxError(`'${String(given)}' is no URL`);
  }
}

/** The subprotocols that a script names: tokens, each once. */
export function subprotocols(given: string | readonly string[] = []): readonly string[] {
  const names = typeof given === 'string' ? [given] : Array.from(given, String);
  const bad = names.find((name) => !isToken(name));
  if (bad !== undefined) throw syntaxError(`the subprotocol '${bad}' is no token (RFC 9110 section 5.6.2)`);
  if (new Set(names).size < names.length) throw syntaxError('a subprotocol is named twice');
  return names;
}

/** What `send` was given; anything that is none of its types is sent as text, as WebIDL's union has it. */
export function message(data: unknown): Message {
  if (data instanceof Blob) return { size: data.size, data };
  if (data instanceof ArrayBuffer) return { size: data.byteLength, data: data.slice(0) };
  if (ArrayBuffer.isView(data)) {
    const copy = new Uint8Array(data.byteLength);
    copy.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return { size: copy.length, data: copy.buffer };
  }
  const text = String(data);
  return { size: utf8(text).length, data: text };
}

/** The code that `close` was given, by WebIDL's `[Clamp] unsigned short`: 1000, or one that is free for applications. */
export function closeCode(given: unknown): number | undefined {
  if (given === undefined) return undefined;
  const code = Math.round(Math.min(65_535, Math.max(0, Number(given) || 0)));
  if (code !== 1000 && (code < 3000 || code > 4999))
    throw new DOMException(
      `a script closes with 1000 or 3000 to 4999, not ${String(code)}`,
      'InvalidAccessError',
    );
  return code;
}

/** The reason that `close` was given. */
export function closeReason(given: unknown = ''): string {
  const reason = String(given);
  if (utf8(reason).length > MAX_REASON)
    throw syntaxError(`a reason has at most ${String(MAX_REASON)} octets of UTF-8`);
  return reason;
}

function syntaxError(message: string): DOMException {
  return new DOMException(message, 'SyntaxError');
}
