/** For tests: a lane in which one unit of protocol data is other octets than its sender's. */
import { ensure } from '#base/assert.ts';
import { fromLatin1, latin1, toHex } from '#base/bytes.ts';
import { us } from '#base/time.ts';
import { openRecords } from '#codecs/tls/record.ts';
import type { Direction, EventOf } from '#trace/events.ts';
import { streamKey } from '#trace/provenance.ts';
import type { TransportId } from './recipe.ts';
import type { LabRun } from './run.ts';
import { eventsOf, play, type Play } from './testing.ts';

export type Pdu = EventOf<'pdu.sent'>;
export type Change = (octets: Uint8Array, text: string) => Uint8Array | string;

export const octetsOf = ({ trace }: LabRun, { lane, conn, dir, from, to }: Pdu): Uint8Array =>
  trace.bytes(lane, conn, dir, from, to);

export interface Tampered {
  readonly run: LabRun;
  /** The unit that is other octets now. */
  readonly pdu: Pdu;
  /** The same unit with its sender's own octets. */
  readonly own: Pdu;
  /** What was sent after it on its connection, the other way. */
  readonly answers: readonly Pdu[];
}

/** Plays a lane twice: as it is, and with the first unit that `which` picks changed. */
export async function tamper(
  transport: TransportId,
  which: (pdu: Pdu) => boolean,
  change: Change,
  { seconds = 12, ...options }: Play & { readonly seconds?: number } = {},
): Promise<Tampered> {
  const before = await play(transport, seconds, options);
  const unit = ensure(eventsOf(before, 'pdu.sent').find(which), 'unit');
  const { lane, conn, dir } = unit;
  const pdu = before.trace.provenance.pdusIn(streamKey(lane, conn, dir), 0, Infinity).indexOf(unit.id);
  const octets = unit.tlsBytes === undefined ? octetsOf(before, unit) : openRecords(octetsOf(before, unit));
  const changed = change(octets, fromLatin1(octets));
  const hex = toHex(typeof changed === 'string' ? latin1(changed) : changed);
  const interventions = [
    ...(options.recipe?.interventions ?? []),
    { at: us(unit.t), tamper: { lane, conn, dir, pdu, hex } },
  ];
  const run = await play(transport, seconds, { ...options, recipe: { ...options.recipe, interventions } });
  const sent = eventsOf(run, 'pdu.sent');
  const now = ensure(
    sent.find(({ tampered }) => tampered === true),
    'tampered unit',
  );
  const answers = sent.filter((one) => one.id > now.id && one.conn === conn && one.dir !== dir);
  return { run, pdu: now, own: unit, answers };
}

/** Picks units of a kind and direction. */
export const is =
  (kind: Pdu['kind'], dir: Direction = 'down') =>
  (pdu: Pdu): boolean =>
    pdu.kind === kind && pdu.dir === dir;
