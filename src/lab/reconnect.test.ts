/** Clients that do not trust the line: requests that are given up, heartbeats, reconnection. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS, toS, us } from '#base/time.ts';
import type { EventType, TraceEvent } from '#trace/events.ts';
import { Scoreboard } from '#trace/metrics.ts';
import type { Intervention, LaneSpec } from './recipe.ts';
import { LabRun } from './run.ts';
import { recipeOf, SCENARIOS } from './scenarios.ts';
import { inPageTransport } from './transports/in-page.ts';

const race = ensure(SCENARIOS[0], 'scenario');
const HEARTBEAT = { heartbeatMs: 5000, handshakeTimeoutMs: 5000 };

async function play(
  spec: Omit<LaneSpec, 'id'>,
  seconds: number,
  interventions: readonly Intervention[] = [],
): Promise<LabRun> {
  const lanes = [{ id: 'lane', ...spec }];
  const run = new LabRun({ ...recipeOf(race, { interventions, feedEndMs: 60_000 }), lanes }, inPageTransport);
  await run.runTo(fromS(seconds));
  run.dispose();
  return run;
}

/** The events of a type; some types share an interface. */
type Of<T extends EventType> = TraceEvent & { readonly type: T };

function events<T extends EventType>({ trace }: LabRun, type: T): Of<T>[] {
  return Array.from({ length: trace.length }, (_, id) => trace.at(id)).filter(
    (event): event is Of<T> => event.type === type,
  );
}

const cut = (atS: number, forS: number): Intervention => ({
  at: fromS(atS),
  region: { id: 'r1', ms: 1000 * forS, outage: 'both' },
});

test('a WebSocket with heartbeat comes back after an outage and misses nothing', async () => {
  const run = await play({ transport: 'ws', client: { heartbeat: HEARTBEAT } }, 90, [cut(10.5, 20)]);
  const [metrics] = new Scoreboard(run.trace, 1).at(fromS(90));
  expect(metrics).toMatchObject({ published: 55, delivered: 55, duplicates: 0, lost: 0, openConnections: 1 });
  const targets = events(run, 'request.issued').map(({ target }) => target);
  expect(targets[0]).toBe('/ws?room=7');
  expect(targets.length).toBeGreaterThan(2);
  const last = ensure(
    events(run, 'app.delivered').findLast(({ t }) => t < fromS(11)),
    'delivery',
  );
  expect(targets.slice(1)).toEqual(targets.slice(1).map(() => `/ws?room=7&since=${last.msg}`));
});

test('a WebSocket with heartbeat notices a dead line by the second ping and waits longer after each attempt', async () => {
  const run = await play({ transport: 'ws', client: { heartbeat: HEARTBEAT } }, 60, [cut(11, 40)]);
  const [first, ...again] = events(run, 'request.issued').map(({ t }) => toS(t));
  expect(first).toBe(0);
  // Open after two round trips of 0.12 s; pings at 5.24, 10.24, 15.24 s; the third brings no pong by 20.24 s.
  const [second = NaN, third = NaN, fourth = NaN] = again;
  expect(second - 20.24).toBeGreaterThanOrEqual(0.5);
  expect(second - 20.24).toBeLessThan(1);
  for (const [wait, longest] of [
    [third - second - 5, 2],
    [fourth - third - 5, 4],
  ] as const) {
    expect(wait).toBeGreaterThanOrEqual(longest / 2);
    expect(wait).toBeLessThan(longest);
  }
});

test('on a good line a heartbeat costs a ping and a pong of known size, and no reconnection', async () => {
  const run = await play({ transport: 'ws', client: { heartbeat: HEARTBEAT } }, 58);
  expect(events(run, 'request.issued')).toHaveLength(1);
  const sizes = (dir: 'up' | 'down'): number[] =>
    events(run, 'pdu.sent')
      .filter((pdu) => pdu.dir === dir && pdu.kind === 'ws.frame' && pdu.msgs.length === 0)
      .map(({ from, to }) => to - from);
  expect(sizes('up')).toEqual(Array.from({ length: 11 }, () => 21));
  expect(sizes('down')).toEqual(Array.from({ length: 11 }, () => 17));
});

test('a line that was typed while the WebSocket was dead goes up when it is back', async () => {
  const say: Intervention = { at: fromS(12), say: 'still here', id: 'u1' };
  const run = await play({ transport: 'ws', client: { heartbeat: HEARTBEAT } }, 60, [cut(11, 20), say]);
  expect(events(run, 'app.delivered').filter(({ msg }) => msg === 'u1')).toHaveLength(1);
});

test('a WebSocket that was closed on a dead line is let go after 60 s: what still comes is answered with RST', async () => {
  const endOfFirst = async (outageS: number): Promise<string | undefined> => {
    const run = await play({ transport: 'ws', client: { heartbeat: HEARTBEAT } }, 400, [cut(11, outageS)]);
    return events(run, 'conn.closed').find(({ side, conn }) => side === 'client' && conn === 1)?.reason;
  };
  // Closed by the client's code at 20.24 s.
  expect(await endOfFirst(100)).toBe('reset');
  expect(await endOfFirst(30)).toBe('fin');
});

test('a poll that is given up closes its connection, and the next one dials anew', async () => {
  const run = await play({ transport: 'polling', client: { requestTimeoutMs: 5000 } }, 90, [cut(10.5, 12)]);
  const [metrics] = new Scoreboard(run.trace, 1).at(fromS(90));
  expect(metrics).toMatchObject({ delivered: 55, lost: 0, openConnections: 1 });
  // Asked at 12 s; given up at 17 s; asked on a new connection at 18 s, given up at 23 s; and once more at 24 s.
  expect(events(run, 'conn.opening').map(({ t }) => toS(t))).toEqual([0, 18, 24]);
});

test('a poll that is answered in time leaves no trace of its time-out', async () => {
  const plain = await play({ transport: 'polling' }, 60);
  const timed = await play({ transport: 'polling', client: { requestTimeoutMs: 1999 } }, 60);
  expect(timed.trace.hash()).toBe(plain.trace.hash());
});

test('polling with a gap asks so long after each answer', async () => {
  const run = await play({ transport: 'polling', client: { gap: true } }, 20);
  const asked = events(run, 'request.issued').map(({ t }) => t);
  // The first answer takes two round trips of 0.12 s, each further one a single round trip.
  expect(asked.slice(0, 4)).toEqual([0, 2_240_000, 4_360_000, 6_480_000].map(us));
});

test('the gap may change while the client waits', async () => {
  const run = await play({ transport: 'polling', client: { gap: true } }, 6, [
    { at: fromS(1), set: { 'polling.intervalMs': 1000 } },
  ]);
  const asked = events(run, 'request.issued').map(({ t }) => t);
  expect(asked.slice(0, 3)).toEqual([0, 1_240_000, 2_360_000].map(us));
});
