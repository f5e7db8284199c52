/** Runs whose past differs in one thing: a packet that dies, a unit of protocol data that is other octets. */
import { assert } from '#base/assert.ts';
import { toHex } from '#base/bytes.ts';
import { plus, us, type SimTime } from '#base/time.ts';
import type { Intervention, Recipe } from '#lab/recipe.ts';
import type { EventId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey } from '#trace/provenance.ts';
import { forkRecipe } from './run-record.ts';

/** What to play, and up to when it is as the run that it comes from. */
export type OtherPast = readonly [recipe: Recipe, same: SimTime];

/** The segment of this `segment.sent` event is lost. */
export function withoutSegment(recipe: Recipe, trace: Trace, segment: EventId): OtherPast {
  const { t, lane, dir, n } = trace.of(segment, 'segment.sent');
  return before(t, recipe, (at) => ({ at, lose: { lane, dir, n } }));
}

/** The unit of this `pdu.sent` event is `octets`: at least one, and before TLS seals them. */
export function withOctets(recipe: Recipe, trace: Trace, unit: EventId, octets: Uint8Array): OtherPast {
  const { t, lane, conn, dir, kind } = trace.of(unit, 'pdu.sent');
  assert(
    !kind.startsWith('tls.'),
    'nobody reads the octets of the TLS handshake: tamper with what it carries',
  );
  assert(octets.length > 0, 'a unit has at least one octet: to take it away, lose its segments');
  const pdu = trace.provenance.pdusIn(streamKey(lane, conn, dir), 0, Infinity).indexOf(unit);
  return before(t, recipe, (at) => ({ at, tamper: { lane, conn, dir, pdu, hex: toHex(octets) } }));
}

/** The change is the last: what was done from `t` on has not been done. */
function before(t: SimTime, recipe: Recipe, change: (at: SimTime) => Intervention): OtherPast {
  const same = Math.max(0, t - 1) as SimTime;
  return [forkRecipe(recipe, same, change(plus(same, us(1)))), same];
}
