/** What the parser remembers before a unit, on real runs. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { eventsOf, play } from '#lab/testing.ts';
import { buffersBefore } from '#views/inspector/modes/sse/before.ts';

test('the first unit of a stream finds nothing, each later one the id of the event before', async () => {
  const run = await play('sse', 8);
  const units = eventsOf(run, 'pdu.sent').filter(({ kind }) => kind === 'sse.event');
  expect(units.length).toBeGreaterThan(3);
  const ids = units.map(({ id }) => buffersBefore(run.trace, id).lastEventId);
  expect(ids[0]).toBe('');
  expect(ids.slice(1)).toEqual(units.slice(0, -1).map(({ msgs }) => msgs.at(-1)));
});

test('a stream that was taken up again begins with the id that its request named', async () => {
  const run = await play('sse', 20, {
    acts: [
      [
        6,
        (lane) => {
          lane.reset('server');
        },
      ],
    ],
  });
  const units = eventsOf(run, 'pdu.sent').filter(({ kind }) => kind === 'sse.event');
  const streams = [...new Set(units.map(({ request }) => request))];
  expect(streams.length).toBeGreaterThan(1);
  const again = ensure(
    units.find(({ request }) => request === streams[1]),
    'second stream',
  );
  const { id, lastEventId } = buffersBefore(run.trace, again.id);
  expect(Number(id)).toBeGreaterThan(0);
  expect(lastEventId).toBe(id);
});

test('with TLS the records are opened first', async () => {
  const run = await play('sse', 8, { set: { 'path.tls': 1 } });
  const last = ensure(
    eventsOf(run, 'pdu.sent').findLast(({ kind }) => kind === 'sse.event'),
    'event',
  );
  expect(last.tlsBytes).toBeGreaterThan(0);
  expect(Number(buffersBefore(run.trace, last.id).id)).toBeGreaterThan(0);
});
