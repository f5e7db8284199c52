import { describe, expect, test } from 'vitest';
import { fromS, toS } from '#base/time.ts';
import type { Intervention, LaneSpec } from './recipe.ts';
import { eventsOf, play } from './testing.ts';

const RESTART: Intervention = { at: fromS(10), restart: { ms: 5000 } };
const SLEEP: Intervention = { at: fromS(10), sleep: { ms: 20_000 } };

const within = (from: number, to: number) => (event: { readonly t: number }) =>
  event.t > fromS(from) && event.t < fromS(to);

describe('a server that restarts', () => {
  test('refuses connections with RST, and takes them again afterwards', async () => {
    const run = await play('polling', 40, { recipe: { interventions: [RESTART] } });
    const tried = eventsOf(run, 'conn.opening').filter(within(10, 14.9));
    const refused = eventsOf(run, 'conn.closed').filter(
      ({ side, reason }) => side === 'client' && reason === 'reset',
    );
    expect(tried.length).toBeGreaterThan(1);
    for (const { conn } of tried) expect(refused.map((closed) => closed.conn)).toContain(conn);
    const established = eventsOf(run, 'conn.established').filter(({ side }) => side === 'server');
    expect(established.filter(within(10, 15))).toEqual([]);
    expect(established.filter(within(15, 40)).length).toBe(1);
  });

  test.each(['polling', 'longpoll', 'sse', 'ws'] as const)(
    'ends what it has with %s within a second',
    async (transport) => {
      const run = await play(transport, 13, { recipe: { interventions: [RESTART] } });
      const ended = eventsOf(run, 'segment.sent').filter(
        ({ dir, why, t }) => dir === 'down' && (why === 'fin' || why === 'rst') && t >= fromS(10),
      );
      expect(toS(ended[0]?.t ?? fromS(99))).toBeLessThanOrEqual(11);
    },
  );

  test.each(['polling', 'sse'] as const)('has its log still: %s misses nothing', async (transport) => {
    const run = await play(transport, 60, { recipe: { interventions: [RESTART], feedEndMs: 40_000 } });
    const published = eventsOf(run, 'app.published').map(({ msg }) => msg);
    expect(eventsOf(run, 'app.delivered').map(({ msg }) => msg)).toEqual(published);
  });

  test('takes a connection whose SYN was under way when it came back', async () => {
    // 60 ms before the new process listens a request leaves; it arrives a moment after.
    const run = await play('polling', 30, {
      recipe: { interventions: [{ at: fromS(9), restart: { ms: 5050 } }] },
    });
    const [opening] = eventsOf(run, 'conn.opening').filter(within(13.9, 14.05));
    expect(opening).toBeDefined();
    const taken = eventsOf(run, 'conn.established').find(
      ({ conn, side }) => conn === opening?.conn && side === 'server',
    );
    expect(taken).toBeDefined();
  });
});

describe('a computer that sleeps', () => {
  const transports: readonly LaneSpec['transport'][] = ['polling', 'longpoll', 'sse', 'ws'];

  test.each(transports)('does nothing meanwhile, with %s', async (transport) => {
    // The line is on its way when the lid is shut: TCP has something to send again.
    const said: Intervention = { at: fromS(9.98), say: 'good night', id: 'u1' };
    const run = await play(transport, 60, { recipe: { interventions: [said, SLEEP] } });
    expect(eventsOf(run, 'client.timer').filter(within(10, 30))).toEqual([]);
    expect(eventsOf(run, 'request.issued').filter(within(10, 30))).toEqual([]);
    expect(
      eventsOf(run, 'tcp.timer').filter((timer) => timer.side === 'client' && within(10, 30)(timer)),
    ).toEqual([]);
    const arrived = eventsOf(run, 'segment.received');
    expect(eventsOf(run, 'tcp.timer').some(({ side, t }) => side === 'client' && t === fromS(30))).toBe(true);
    // What was past the middle of the path still arrives.
    expect(arrived.filter(within(10.06, 30))).toEqual([]);
  });

  test('tells its page before and after', async () => {
    const run = await play('ws', 60, { recipe: { interventions: [SLEEP] } });
    expect(eventsOf(run, 'client.signal').map(({ t, signal }) => [toS(t), signal])).toEqual([
      [10, 'hidden'],
      [10, 'offline'],
      [30, 'visible'],
      [30, 'online'],
    ]);
  });

  test('wakes with the timers that came due, each once', async () => {
    const run = await play('polling', 60, { recipe: { interventions: [SLEEP] } });
    const woken = eventsOf(run, 'client.timer').filter(({ t }) => t >= fromS(30));
    expect(toS(woken[0]?.t ?? fromS(99))).toBe(30);
    expect(woken.filter(({ t }) => t === fromS(30)).length).toBe(1);
  });

  test('an EventSource that waits to come back comes back when the computer wakes', async () => {
    const run = await play('sse', 60, {
      recipe: { interventions: [{ at: fromS(9), reset: 'server' }, SLEEP] },
    });
    expect(eventsOf(run, 'request.issued').map(({ t }) => toS(t))).toEqual([0, 30]);
  });

  test('sleeps until the later of two ends', async () => {
    const more: Intervention = { at: fromS(12), sleep: { ms: 30_000 } };
    const run = await play('polling', 60, { recipe: { interventions: [SLEEP, more] } });
    expect(eventsOf(run, 'client.timer').filter(within(10, 42))).toEqual([]);
    expect(eventsOf(run, 'client.signal').map(({ t, signal }) => [toS(t), signal])).toEqual([
      [10, 'hidden'],
      [10, 'offline'],
      [42, 'visible'],
      [42, 'online'],
    ]);
  });
});

describe('an outage that the device sees', () => {
  test('is told to the page, once for those that overlap', async () => {
    const cut = (id: string, atS: number, seconds: number, seen: boolean): Intervention => ({
      at: fromS(atS),
      region: { id, ms: 1000 * seconds, outage: 'both', seen },
    });
    const run = await play('ws', 40, {
      recipe: { interventions: [cut('r1', 10, 5, true), cut('r2', 12, 8, true), cut('r3', 30, 2, false)] },
    });
    expect(eventsOf(run, 'client.signal').map(({ t, signal }) => [toS(t), signal])).toEqual([
      [10, 'offline'],
      [20, 'online'],
    ]);
  });
});
