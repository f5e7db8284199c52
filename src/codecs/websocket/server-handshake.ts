/** The server's side of the opening handshake (RFC 6455 section 4.2). */
import { hasListToken, headerValue, headerValues, type Header, type RequestHead } from '../http1/message.ts';
import {
  acceptDeflateOffer,
  agreedDeflate,
  type DeflateParams,
  type DeflatePolicy,
} from './deflate-params.ts';
import { formatExtensions, parseExtensions, parseProtocols, type Extension } from './header-lists.ts';
import { acceptKey, isClientKey } from './key.ts';

export interface ServerConfig {
  /** Supported subprotocols; null when the server knows none. */
  readonly protocols?: readonly string[] | null;
  /** Origins whose pages may connect; null or absent: all (section 10.2). */
  readonly origins?: readonly string[] | null;
  /** Null or absent: permessage-deflate is never accepted. */
  readonly deflate?: DeflatePolicy | null;
}

export type ServerRefusal =
  | 'method'
  | 'http-version'
  | 'host'
  | 'upgrade'
  | 'connection'
  | 'key'
  | 'version'
  | 'origin'
  | 'protocol-syntax'
  | 'extension-syntax';

export type ServerHandshake =
  | {
      readonly accepted: true;
      readonly accept: string;
      readonly protocol: string | null;
      readonly deflate: DeflateParams | null;
      /** The headers of the 101, in order. */
      readonly headers: readonly Header[];
    }
  | {
      readonly accepted: false;
      readonly reason: ServerRefusal;
      readonly status: number;
      /** The headers that this status calls for. */
      readonly headers: readonly Header[];
    };

/** Decides about a request to open a WebSocket. */
export function answerHandshake(request: RequestHead, config: ServerConfig = {}): ServerHandshake {
  const [refusal] = requestFaults(request, config);
  if (refusal !== undefined) return refuse(refusal);

  const { headers } = request;
  const protocols = readList(headers, 'sec-websocket-protocol', parseProtocols) ?? [];
  const offers = readList(headers, 'sec-websocket-extensions', parseExtensions) ?? [];
  const accept = acceptKey(headerValues(headers, 'sec-websocket-key')[0] ?? '');
  // The client lists its protocols by preference (section 4.1); without a common one the connection has none.
  const protocol = protocols.find((name) => config.protocols?.includes(name)) ?? null;
  const extension = config.deflate ? acceptDeflateOffer(offers, config.deflate) : null;
  return {
    accepted: true,
    accept,
    protocol,
    deflate: extension === null ? null : agreedDeflate(extension),
    headers: switchingHeaders(accept, protocol, extension),
  };
}

/** The rules of sections 4.2.1 and 4.2.2 that the request breaks, in their order; the first is what it is refused for. */
export function* requestFaults(
  { method, version, headers }: RequestHead,
  { origins = null }: ServerConfig = {},
): Generator<ServerRefusal, void, undefined> {
  if (method !== 'GET') yield 'method';
  if (version === '1.0') yield 'http-version';
  if (headerValues(headers, 'host').length !== 1) yield 'host';
  if (!hasListToken(headers, 'upgrade', 'websocket')) yield 'upgrade';
  if (!hasListToken(headers, 'connection', 'upgrade')) yield 'connection';
  const keys = headerValues(headers, 'sec-websocket-key');
  if (keys.length !== 1 || !keys.every(isClientKey)) yield 'key';
  const versions = headerValues(headers, 'sec-websocket-version');
  if (versions.length !== 1 || versions[0] !== '13') yield 'version';
  if (readList(headers, 'sec-websocket-protocol', parseProtocols) === null) yield 'protocol-syntax';
  if (readList(headers, 'sec-websocket-extensions', parseExtensions) === null) yield 'extension-syntax';
  // Section 4.2.2, item 4. A client that is no browser need not send an origin.
  const origin = headerValue(headers, 'origin');
  if (origin !== null && origins && !origins.includes(origin)) yield 'origin';
}

function refuse(reason: ServerRefusal): ServerHandshake {
  return { accepted: false, reason, ...refusalResponse(reason) };
}

function refusalResponse(reason: ServerRefusal): { status: number; headers: Header[] } {
  switch (reason) {
    case 'method':
      return { status: 405, headers: [['Allow', 'GET']] };
    case 'http-version':
      return { status: 505, headers: [] };
    case 'upgrade':
      return { status: 426, headers: [['Upgrade', 'websocket']] };
    case 'version':
      // Section 4.4: the server names the version that it knows.
      return {
        status: 426,
        headers: [
          ['Upgrade', 'websocket'],
          ['Sec-WebSocket-Version', '13'],
        ],
      };
    case 'origin':
      return { status: 403, headers: [] };
    default:
      return { status: 400, headers: [] };
  }
}

/** An absent header is an empty list; one that is there must follow the grammar. */
function readList<T>(
  headers: readonly Header[],
  name: string,
  parse: (text: string) => T[] | null,
): T[] | null {
  const values = headerValues(headers, name);
  return values.length === 0 ? [] : parse(values.join(', '));
}

function switchingHeaders(accept: string, protocol: string | null, extension: Extension | null): Header[] {
  const headers: Header[] = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', accept],
  ];
  if (protocol !== null) headers.push(['Sec-WebSocket-Protocol', protocol]);
  if (extension !== null) headers.push(['Sec-WebSocket-Extensions', formatExtensions([extension])]);
  return headers;
}
