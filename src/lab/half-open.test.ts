/** What becomes of a lane when one side's application goes away, or its host crashes and comes back. */
import { describe, expect, test } from 'vitest';
import { fromS } from '#base/time.ts';
import { NO_EVENT, RST, type Side } from '#trace/events.ts';
import { Scoreboard } from '#trace/metrics.ts';
import { eventsOf, play, type Play } from './testing.ts';

const AT_S = 10.01;
const reset = (side: Side): NonNullable<Play['acts']> => [
  [
    AT_S,
    (lane) => {
      lane.reset(side);
    },
  ],
];
const forget = (side: Side): NonNullable<Play['acts']> => [
  [
    AT_S,
    (lane) => {
      lane.forget(side);
    },
  ],
];
const stop = { feedEndMs: 30_000 };

describe.each(['polling', 'longpoll', 'sse'] as const)('%s', (transport) => {
  test.each(['client', 'server'] as const)(
    'comes back after a reset by the %s and misses nothing',
    async (side) => {
      const run = await play(transport, 40, { acts: reset(side), recipe: stop });
      const [metrics] = new Scoreboard(run.trace, 1).at(fromS(40));
      expect(metrics?.delivered).toBe(metrics?.published);
      const closed = eventsOf(run, 'conn.closed').filter(({ conn }) => conn === 1);
      expect(closed.map(({ reason }) => reason)).toEqual(['reset', 'reset']);
      expect(eventsOf(run, 'conn.opening').length).toBeGreaterThan(1);
    },
  );

  test('comes back after the client forgot, and the server learns of it by RST', async () => {
    const run = await play(transport, 40, { acts: forget('client'), recipe: stop });
    const [metrics] = new Scoreboard(run.trace, 1).at(fromS(40));
    expect(metrics?.delivered).toBe(metrics?.published);
    const first = eventsOf(run, 'conn.closed').find(({ conn }) => conn === 1);
    expect(first).toMatchObject({ side: 'client', reason: 'lost', t: AT_S * 1_000_000 });
  });
});

test.each([
  ['with ids', 1, 0],
  ['without ids, and then gets again what it has', 0, 9],
] as const)('an event stream comes back after a reset %s', async (_, ids, again) => {
  const run = await play('sse', 20, { acts: reset('server'), recipe: stop, set: { 'sse.ids': ids } });
  const twice = eventsOf(run, 'app.delivered').filter(({ duplicate }) => duplicate);
  expect(twice).toHaveLength(again);
  const [, second] = eventsOf(run, 'request.issued');
  expect(second?.target).toBe('/api/stream?room=7');
});

test('a poll after the server forgot is answered with RST; the next one dials anew', async () => {
  const run = await play('polling', 40, { acts: forget('server'), recipe: stop });
  const closed = eventsOf(run, 'conn.closed').map(({ side, reason, conn }) => [side, reason, conn]);
  expect(closed).toEqual([
    ['server', 'lost', 1],
    ['client', 'reset', 1],
  ]);
  expect(eventsOf(run, 'conn.opening')).toHaveLength(2);
});

test.each(['longpoll', 'sse', 'ws'] as const)(
  '%s only listens, so it waits for ever for a server that forgot',
  async (transport) => {
    const run = await play(transport, 600, { acts: forget('server'), recipe: stop });
    const last = eventsOf(run, 'app.delivered').at(-1);
    expect(last?.t).toBeLessThan(fromS(11));
    expect(eventsOf(run, 'conn.closed').map(({ side, reason }) => [side, reason])).toEqual([
      ['server', 'lost'],
    ]);
  },
);

test('a WebSocket closes with 1006 when its connection is reset, and says so to the client', async () => {
  const run = await play('ws', 30, { acts: reset('server') });
  expect(eventsOf(run, 'client.state').map(({ state }) => state)).toEqual(['connecting', 'open', 'closed']);
  const rst = eventsOf(run, 'segment.sent').filter(({ flags }) => (flags & RST) !== 0);
  expect(rst.map(({ dir, t }) => [dir, t])).toEqual([['down', AT_S * 1_000_000]]);
});

test('a WebSocket with heartbeat notices a server that forgot, comes back and misses nothing', async () => {
  const heartbeat = { heartbeatMs: 5000, handshakeTimeoutMs: 5000 };
  const run = await play('ws', 60, { client: { heartbeat }, acts: forget('server'), recipe: stop });
  const [metrics] = new Scoreboard(run.trace, 1).at(fromS(60));
  expect(metrics?.delivered).toBe(metrics?.published);
});

test('a held long poll is let go with its connection: its message is not taken for sent', async () => {
  const run = await play('longpoll', 40, { acts: forget('server') });
  const later = eventsOf(run, 'app.published').filter(({ t }) => t > AT_S * 1_000_000);
  expect(later.length).toBeGreaterThan(10);
  for (const { msg } of later)
    expect(run.trace.provenance.message(0, msg)).toMatchObject({ pdus: [], delivered: NO_EVENT });
});
