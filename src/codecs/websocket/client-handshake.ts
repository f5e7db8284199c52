/** The client's side of the opening handshake: judging the server's response (RFC 6455 section 4.1). */
import { hasListToken, headerValues, type Header, type ResponseHead } from '../http1/message.ts';
import {
  agreedDeflate,
  isDeflateResponseAllowed,
  PERMESSAGE_DEFLATE,
  type DeflateParams,
} from './deflate-params.ts';
import { parseExtensions, type Extension } from './header-lists.ts';
import { acceptKey } from './key.ts';

/** What the client's request said. */
export interface ClientRequest {
  readonly key: string;
  readonly protocols?: readonly string[];
  /** The `Sec-WebSocket-Extensions` header sent, or null. */
  readonly offer?: string | null;
  /** A browser's `WebSocket` fails when it asked for protocols and got none (WebSockets Standard); the RFC doesn't. */
  readonly profile?: 'rfc6455' | 'whatwg';
}

export type ClientRefusal =
  | 'status'
  | 'http-version'
  | 'upgrade'
  | 'connection'
  | 'accept'
  | 'protocol-unrequested'
  | 'protocol-mismatch'
  | 'protocol-missing'
  | 'extension-syntax'
  | 'extension-unrequested'
  | 'extension-params';

export type ClientHandshake =
  | {
      readonly accepted: true;
      readonly protocol: string | null;
      readonly deflate: DeflateParams | null;
      /** The `Sec-WebSocket-Extensions` header of the response; '' without one: `WebSocket.extensions`. */
      readonly extensions: string;
    }
  | { readonly accepted: false; readonly reason: ClientRefusal };

/** Decides whether the response opens the WebSocket that was asked for. */
export function checkHandshake(response: ResponseHead, request: ClientRequest): ClientHandshake {
  const [reason] = responseFaults(response, request);
  if (reason !== undefined) return { accepted: false, reason };

  const { headers } = response;
  const extensions = headerValues(headers, 'sec-websocket-extensions').join(', ');
  const deflate = checkExtensions(headers, extensions, request.offer ?? null);
  const [protocol = null] = headerValues(headers, 'sec-websocket-protocol');
  return { accepted: true, protocol, deflate: typeof deflate === 'string' ? null : deflate, extensions };
}

/** What a response agrees to, taken at its word: permessage-deflate as it is there, or null. */
export function deflateIn({ headers }: ResponseHead): DeflateParams | null {
  const extensions = parseExtensions(headerValues(headers, 'sec-websocket-extensions').join(', ')) ?? [];
  const deflate = extensions.find(({ name }) => name === PERMESSAGE_DEFLATE);
  return deflate ? agreedDeflate(deflate) : null;
}

/** The rules of section 4.1 that the response breaks, in their order; the connection fails for the first. */
export function* responseFaults(
  { status, version, headers }: ResponseHead,
  request: ClientRequest,
): Generator<ClientRefusal, void, undefined> {
  if (status !== 101) yield 'status';
  if (version === '1.0') yield 'http-version';
  const upgrades = headerValues(headers, 'upgrade');
  if (upgrades.length !== 1 || upgrades[0]?.toLowerCase() !== 'websocket') yield 'upgrade';
  if (!hasListToken(headers, 'connection', 'upgrade')) yield 'connection';
  const accepts = headerValues(headers, 'sec-websocket-accept');
  if (accepts.length !== 1 || accepts[0] !== acceptKey(request.key)) yield 'accept';
  const protocol = protocolFault(headers, request);
  if (protocol !== null) yield protocol;
  const extensions = headerValues(headers, 'sec-websocket-extensions').join(', ');
  const checked = checkExtensions(headers, extensions, request.offer ?? null);
  if (typeof checked === 'string') yield checked;
}

function protocolFault(
  headers: readonly Header[],
  { protocols = [], profile = 'rfc6455' }: ClientRequest,
): ClientRefusal | null {
  const chosen = headerValues(headers, 'sec-websocket-protocol');
  if (chosen.length === 0) return profile === 'whatwg' && protocols.length > 0 ? 'protocol-missing' : null;
  if (protocols.length === 0) return 'protocol-unrequested';
  return chosen.length === 1 && chosen.every((name) => protocols.includes(name)) ? null : 'protocol-mismatch';
}

/** Section 9.1: every extension in the response must have been offered, and deflate's parameters must fit an offer. */
function checkExtensions(
  headers: readonly Header[],
  text: string,
  offer: string | null,
): DeflateParams | ClientRefusal | null {
  if (headerValues(headers, 'sec-websocket-extensions').length === 0) return null;
  const answered = parseExtensions(text);
  if (answered === null) return 'extension-syntax';
  const offered: Extension[] = offer === null ? [] : (parseExtensions(offer) ?? []);
  // Deflate is the only extension that we could have offered and understand.
  const understood = (name: string): boolean =>
    name === PERMESSAGE_DEFLATE && offered.some((extension) => extension.name === name);
  if (!answered.every(({ name }) => understood(name))) return 'extension-unrequested';
  const [response, ...more] = answered;
  if (response === undefined || more.length > 0 || !isDeflateResponseAllowed(offered, response))
    return 'extension-params';
  return agreedDeflate(response);
}
