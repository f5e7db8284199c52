import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { us } from '#base/time.ts';
import { eventsOf, play } from '#lab/testing.ts';
import { LabRun } from '#lab/run.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { LaneSpec, Recipe } from '#lab/recipe.ts';
import { withOctets, withoutSegment } from './other-past.ts';

const END = us(5_000_000);
const lanes: readonly LaneSpec[] = [{ id: 'lane', transport: 'ws', client: {} }];

async function replay(recipe: Recipe): Promise<LabRun> {
  const run = new LabRun({ ...recipe, lanes }, inPageTransport);
  await run.runTo(END);
  run.dispose();
  return run;
}

test('a unit that is other octets is that unit, at its time; before it all is the same', async () => {
  const own = await play('ws', 5, {
    recipe: { interventions: [{ at: us(4_000_000), say: 'later', id: 'u1' }] },
  });
  const units = eventsOf(own, 'pdu.sent').filter(({ kind }) => kind === 'ws.frame');
  const unit = ensure(units[1], 'second frame');
  const octets = Uint8Array.of(0x89, 0);
  const [recipe, same] = withOctets(own.recipe, own.trace, unit.id, octets);
  // What was done later has not been done.
  expect(recipe.interventions).toEqual([
    { at: unit.t, tamper: { lane: 0, conn: 1, dir: 'down', pdu: 2, hex: '8900' } },
  ]);
  const run = await replay(recipe);
  expect(run.trace.hash(same)).toBe(own.trace.hash(same));
  const other = ensure(
    eventsOf(run, 'pdu.sent').find(({ tampered }) => tampered === true),
    'unit',
  );
  expect(other).toMatchObject({ id: unit.id, t: unit.t, msgs: unit.msgs, from: unit.from });
  expect(run.trace.bytes(0, 1, 'down', other.from, other.to)).toEqual(octets);

  const [again] = withOctets(run.recipe, run.trace, other.id, Uint8Array.of(0x8a, 0));
  expect(again.interventions).toHaveLength(1);
});

test('a segment that is picked dies', async () => {
  const own = await play('ws', 5);
  const segment = ensure(
    eventsOf(own, 'segment.sent').find(({ len }) => len > 0),
    'segment',
  );
  const run = await replay(withoutSegment(own.recipe, own.trace, segment.id)[0]);
  expect(eventsOf(run, 'segment.lost')).toMatchObject([{ sent: segment.id, rule: 'picked' }]);
});

test('a flight of TLS’s handshake can not be changed, nor a unit be nothing', async () => {
  const own = await play('ws', 5, { set: { 'path.tls': 1 } });
  const [hello] = eventsOf(own, 'pdu.sent');
  const request = ensure(
    eventsOf(own, 'pdu.sent').find(({ kind }) => kind === 'ws.request'),
    'request',
  );
  const change = (id: number, octets: Uint8Array) => () => withOctets(own.recipe, own.trace, id, octets);
  expect(change(ensure(hello, 'hello').id, Uint8Array.of(1))).toThrow('TLS');
  expect(change(request.id, new Uint8Array())).toThrow('at least one octet');
});
