/** Negotiation of permessage-deflate (RFC 7692 section 7.1). */
import type { Extension, ExtensionParam } from './header-lists.ts';

export const PERMESSAGE_DEFLATE = 'permessage-deflate';

/** What was agreed, for both directions. Window bits are 8 to 15. */
export interface DeflateParams {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number;
  readonly clientMaxWindowBits: number;
}

/** What a server asks for beyond what the client offers. */
export type DeflatePolicy = Partial<DeflateParams>;

/** An element of the header: null where a parameter is absent, true where it has no value. */
interface Written {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number | null;
  readonly clientMaxWindowBits: number | true | null;
}

const BITS = /^(?:[89]|1[0-5])$/;
const KNOWN = [
  'server_no_context_takeover',
  'client_no_context_takeover',
  'server_max_window_bits',
  'client_max_window_bits',
];

/** The first acceptable offer, answered as the server's response (section 5.1), or null when none is. */
export function acceptDeflateOffer(offers: readonly Extension[], policy: DeflatePolicy): Extension | null {
  for (const offer of offers) {
    if (offer.name !== PERMESSAGE_DEFLATE) continue;
    const written = readParams(offer, 'offer');
    // Section 7.1: a bad offer is declined, and the next one considered.
    if (written !== null) return { name: PERMESSAGE_DEFLATE, params: answer(written, policy) };
  }
  return null;
}

/** Whether a server may answer these offers with `response` (sections 7.1.1 and 7.1.2). */
export function isDeflateResponseAllowed(offers: readonly Extension[], response: Extension): boolean {
  const answered = readParams(response, 'response');
  if (answered === null) return false;
  return offers.some((offer) => {
    const offered = offer.name === PERMESSAGE_DEFLATE ? readParams(offer, 'offer') : null;
    return offered !== null && agrees(offered, answered);
  });
}

/** The agreement that a valid response stands for. */
export function agreedDeflate(response: Extension): DeflateParams | null {
  const written = readParams(response, 'response');
  if (written === null) return null;
  const { serverMaxWindowBits, clientMaxWindowBits } = written;
  return {
    ...written,
    serverMaxWindowBits: serverMaxWindowBits ?? 15,
    clientMaxWindowBits: typeof clientMaxWindowBits === 'number' ? clientMaxWindowBits : 15,
  };
}

function answer(offer: Written, policy: DeflatePolicy): ExtensionParam[] {
  const params: ExtensionParam[] = [];
  if (offer.serverNoContextTakeover || policy.serverNoContextTakeover === true)
    params.push(['server_no_context_takeover', true]);
  if (offer.clientNoContextTakeover || policy.clientNoContextTakeover === true)
    params.push(['client_no_context_takeover', true]);
  if (offer.serverMaxWindowBits !== null || policy.serverMaxWindowBits !== undefined) {
    const bits = Math.min(offer.serverMaxWindowBits ?? 15, policy.serverMaxWindowBits ?? 15);
    params.push(['server_max_window_bits', String(bits)]);
  }
  // Section 7.1.2.2: without the client's hint the server must not restrict the client's window.
  if (offer.clientMaxWindowBits !== null && policy.clientMaxWindowBits !== undefined) {
    const offered = offer.clientMaxWindowBits === true ? 15 : offer.clientMaxWindowBits;
    params.push(['client_max_window_bits', String(Math.min(offered, policy.clientMaxWindowBits))]);
  }
  return params;
}

function agrees(offer: Written, response: Written): boolean {
  if (offer.serverNoContextTakeover && !response.serverNoContextTakeover) return false;
  if (offer.serverMaxWindowBits !== null) {
    if (response.serverMaxWindowBits === null) return false;
    if (response.serverMaxWindowBits > offer.serverMaxWindowBits) return false;
  }
  const bits = response.clientMaxWindowBits;
  if (typeof bits !== 'number') return true;
  if (offer.clientMaxWindowBits === null) return false;
  return offer.clientMaxWindowBits === true || bits <= offer.clientMaxWindowBits;
}

/** Null for an unknown, repeated or malformed parameter. Only an offer may leave out `client_max_window_bits`'s value. */
function readParams({ params }: Extension, side: 'offer' | 'response'): Written | null {
  const values = new Map(params);
  if (values.size !== params.length) return null;
  for (const [name, value] of params) {
    if (!KNOWN.includes(name)) return null;
    const valueless = value === true;
    if (name.endsWith('_takeover')) {
      if (!valueless) return null;
    } else if (valueless) {
      if (name !== 'client_max_window_bits' || side === 'response') return null;
    } else if (!BITS.test(value)) {
      return null;
    }
  }
  const serverBits = values.get('server_max_window_bits');
  const clientBits = values.get('client_max_window_bits');
  return {
    serverNoContextTakeover: values.has('server_no_context_takeover'),
    clientNoContextTakeover: values.has('client_no_context_takeover'),
    serverMaxWindowBits: serverBits === undefined ? null : Number(serverBits),
    clientMaxWindowBits:
      clientBits === undefined || clientBits === true ? (clientBits ?? null) : Number(clientBits),
  };
}
