/** Octets that somebody brought along, as something to inspect; and their place in the address, `#bytes=8105…`. */
import { fromHex, toHex } from '#base/bytes.ts';
import { NO_EVENT } from '#trace/events.ts';
import { annotateUnit, type Inspected } from '#trace/inspect.ts';
import { hashValue, withHashValue } from '#words/locale.ts';

/** Octets that a link carries, at most: some mail programs cut addresses of more than 2,000 characters. */
export const LINKED_OCTETS = 900;

/** The octets that the address carries, or null; what cannot be read counts as none. */
export function bytesInLink(hash: string): Uint8Array | null {
  const octets = fromHex(hashValue(hash, 'bytes') ?? '');
  return octets && octets.length > 0 && octets.length <= LINKED_OCTETS ? octets : null;
}

/** What stands in the address for these octets: null where they are too many. */
export function bytesForLink(octets: Uint8Array | null): string | null {
  return octets && octets.length <= LINKED_OCTETS ? toHex(octets) : null;
}

/** The whole address of these octets. */
export function linkTo(octets: Uint8Array): string {
  const hash = withHashValue(withHashValue('', 'panel', 'inspector'), 'bytes', toHex(octets));
  return `${location.origin}${location.pathname}${location.search}${hash}`;
}

export function inspectOwn(octets: Uint8Array): Inspected {
  const masked = ((octets[1] ?? 0) & 0x80) !== 0;
  return {
    ...{ mode: 'frame', event: NO_EVENT, lane: -1, conn: 0, kind: 'ws.frame', octets },
    dir: masked ? 'up' : 'down',
    fields: annotateUnit('ws.frame', octets),
    ...{ msgs: [], partner: NO_EVENT, segments: [], units: [] },
  };
}
