/** Every copy of a segment, on real runs: why it was sent again, and what became of it. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { eventsOf, play } from '#lab/testing.ts';
import { copiesOfSegment } from '#trace/copies.ts';
import { NO_EVENT, SYN } from '#trace/events.ts';

const LOSSY = { set: { 'net.up.lossPct': 15, 'net.down.lossPct': 15 } } as const;

test('a segment that arrived at once has one copy, which arrived', async () => {
  const run = await play('ws', 5);
  const data = ensure(
    eventsOf(run, 'segment.sent').find(({ len }) => len > 0),
    'segment',
  );
  const copies = copiesOfSegment(run.trace, data.id, run.trace.length);
  expect(copies).toMatchObject([{ sent: { id: data.id }, told: null, fate: { kind: 'arrived' } }]);
});

test('each copy of a lost segment names what told TCP, and its fate; any copy leads to all', async () => {
  const run = await play('ws', 60, LOSSY);
  const sent = eventsOf(run, 'segment.sent');
  const again = sent.filter(({ original, len }) => original !== NO_EVENT && len > 0);
  expect(again.length).toBeGreaterThan(5);
  for (const { id, original } of again) {
    const copies = copiesOfSegment(run.trace, id, run.trace.length);
    expect(copies[0]?.sent.id).toBe(original);
    expect(copies.map((copy) => copy.sent.id)).toEqual(
      sent.filter((one) => one.id === original || one.original === original).map((one) => one.id),
    );
    for (const { told } of copies.slice(1)) expect(told).not.toBe(null);
  }
  const fates = again
    .flatMap(({ id }) => copiesOfSegment(run.trace, id, run.trace.length))
    .map(({ fate }) => fate);
  const lost = fates.flatMap((fate) => (fate.kind === 'lost' ? [fate.loss] : []));
  expect(lost.length).toBeGreaterThan(0);
  for (const { draw, belowPct } of lost) expect(draw * 100).toBeLessThan(belowPct ?? 0);
});

test('a SYN that was lost has its copies too', async () => {
  const run = await play('polling', 30, { set: { 'net.outageAtMs': 0, 'net.outageMs': 1500 } });
  const syn = ensure(
    eventsOf(run, 'segment.sent').find(({ flags }) => (flags & SYN) !== 0),
    'SYN',
  );
  const copies = copiesOfSegment(run.trace, syn.id, run.trace.length);
  expect(copies.map(({ fate }) => fate.kind)).toEqual(['lost', 'lost', 'arrived']);
  expect(copies.map(({ told }) => told?.kind ?? null)).toEqual([null, 'timer', 'timer']);
});

test('what has not happened yet is not told', async () => {
  const run = await play('ws', 60, LOSSY);
  const first = ensure(
    eventsOf(run, 'segment.sent').find(({ id }) => run.trace.provenance.copiesOf(id).length > 0),
    'repaired segment',
  );
  expect(copiesOfSegment(run.trace, first.id, first.id + 1)).toMatchObject([{ fate: { kind: 'underway' } }]);
});
