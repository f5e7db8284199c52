/** Boxes on the way: each hurts what it should and leaves the rest alone, and what is said to mend it does. */
import { describe, expect, test } from 'vitest';
import { fromLatin1 } from '#base/bytes.ts';
import { fromS, toS } from '#base/time.ts';
import { Scoreboard, type LaneMetrics } from '#trace/metrics.ts';
import { explainDelay } from '#trace/why-late.ts';
import type { LabRun } from './run.ts';
import { BOXES, type Box } from './settings-route.ts';
import type { SettingKey } from './settings.ts';
import { eventsOf, play } from './testing.ts';

type Set = Partial<Record<SettingKey, number>>;

const box = (name: Box, more: Set = {}): Set => ({ 'path.box': BOXES.indexOf(name), ...more });
const stop = { feedEndMs: 30_000 };

function metricsOf({ trace }: LabRun, seconds: number): LaneMetrics | undefined {
  return new Scoreboard(trace, 1).at(fromS(seconds))[0];
}

function deeds(run: LabRun): string[] {
  return eventsOf(run, 'box.acted').map(({ what }) => what);
}

/** The answers on the wire, by their first line. */
function answers(run: LabRun): string[] {
  const { trace } = run;
  return eventsOf(run, 'pdu.sent')
    .filter(({ kind, dir }) => dir === 'down' && (kind === 'http.response' || kind === 'ws.response'))
    .map(
      ({ lane, conn, dir, from, to }) =>
        fromLatin1(trace.bytes(lane, conn, dir, from, to)).split('\r\n')[0] ?? '',
    );
}

const LIVELY = { 'feed.ratePerS': 4 };
const QUIET = { 'feed.ratePerS': 0.05 };

describe('a buffering proxy', () => {
  test('makes the events of a stream come in clumps of the buffer’s size', async () => {
    const run = await play('sse', 60, { set: box('buffering', { ...LIVELY, 'path.boxBufferBytes': 1000 }) });
    const released = eventsOf(run, 'box.acted').filter(({ what }) => what === 'released');
    expect(released.length).toBeGreaterThan(5);
    for (const { bytes } of released) {
      expect(bytes).toBeGreaterThanOrEqual(1000);
      expect(bytes).toBeLessThan(1100);
    }
    const times = new Set(
      eventsOf(run, 'pdu.sent')
        .filter(({ kind }) => kind === 'sse.event')
        .map(({ t }) => t),
    );
    expect([...times]).toEqual(released.map(({ t }) => t));
  });

  test('is where the time went: every part still sums to the delay', async () => {
    const run = await play('sse', 60, { set: box('buffering', { ...LIVELY, 'net.down.lossPct': 5 }) });
    const held = eventsOf(run, 'app.delivered').map(({ msg }) => explainDelay(run.trace, 0, msg));
    expect(held.length).toBeGreaterThan(50);
    for (const why of held) {
      const sum = Object.values(why?.parts ?? {}).reduce((a, b) => a + b, 0);
      expect(sum).toBe(why?.delayUs);
      expect(why?.parts.hold).toBe(0);
    }
    const most = Math.max(...held.map((why) => why?.parts.proxy ?? 0));
    expect(most).toBeGreaterThan(fromS(5));
  });

  test('passes a stream on at once that asks it to, as the answer shows', async () => {
    const set = { ...LIVELY, 'server.noBuffering': 1 };
    const run = await play('sse', 30, { set: box('buffering', set) });
    expect(run.trace.hash()).toBe((await play('sse', 30, { set })).trace.hash());
    const [head] = eventsOf(run, 'pdu.sent').filter(({ kind }) => kind === 'http.head');
    expect(fromLatin1(run.trace.bytes(0, 1, 'down', head?.from ?? 0, head?.to ?? 0))).toContain(
      '\r\nX-Accel-Buffering: no\r\n',
    );
  });

  test.each(['polling', 'longpoll', 'ws'] as const)('does nothing to %s', async (transport) => {
    const without = await play(transport, 30);
    expect((await play(transport, 30, { set: box('buffering') })).trace.hash()).toBe(without.trace.hash());
  });

  test('loses with its connection what it has kept; the client asks for it again', async () => {
    const run = await play('sse', 80, {
      set: box('buffering', LIVELY),
      recipe: stop,
      acts: [
        [
          20,
          (lane) => {
            lane.reset('server');
          },
        ],
      ],
    });
    const metrics = metricsOf(run, 80);
    // What is left in the buffer when the feed has stopped stays there.
    expect(metrics?.delivered).toBeGreaterThan(80);
    expect(metrics?.duplicates).toBe(0);
    const order = eventsOf(run, 'app.delivered').map(({ msg }) => Number(msg));
    expect(order).toEqual(order.map((_, i) => i + 1));
  });
});

describe('an impatient proxy', () => {
  const silent = { ...QUIET, 'path.boxIdleMs': 5000 };

  test('answers 504 in place of a server that holds a long poll; the client asks again', async () => {
    const run = await play('longpoll', 60, { set: box('idle', silent) });
    expect(deeds(run)).toContain('answered-504');
    expect(answers(run)).toContain('HTTP/1.1 504 Gateway Timeout');
    const metrics = metricsOf(run, 60);
    expect(metrics?.delivered).toBe(metrics?.published);
    // The connection to the proxy goes on.
    expect(eventsOf(run, 'conn.opening')).toHaveLength(1);
  });

  test('leaves a long poll alone that is answered in time', async () => {
    const set = { ...silent, 'longpoll.holdMs': 4000 };
    const run = await play('longpoll', 60, { set: box('idle', set) });
    expect(run.trace.hash()).toBe((await play('longpoll', 60, { set })).trace.hash());
  });

  test('closes a silent stream; EventSource comes back and misses nothing', async () => {
    const run = await play('sse', 60, { set: box('idle', silent), recipe: { feedEndMs: 50_000 } });
    expect(new Set(deeds(run))).toEqual(new Set(['closed']));
    const opened = eventsOf(run, 'conn.opening').map(({ t }) => t);
    expect(opened.length).toBeGreaterThan(3);
    const closed = eventsOf(run, 'conn.closed');
    expect(new Set(closed.map(({ reason }) => reason))).toEqual(new Set(['fin']));
    const metrics = metricsOf(run, 60);
    expect(metrics?.delivered).toBe(metrics?.published);
  });

  test('closes a silent WebSocket, which does not come back', async () => {
    const run = await play('ws', 60, { set: box('idle', silent), recipe: { feedEndMs: 1 } });
    const [acted] = eventsOf(run, 'box.acted');
    // 101 is written after one and a half round trips.
    expect(acted).toMatchObject({ what: 'closed', t: fromS(5.18) });
    expect(eventsOf(run, 'client.state').at(-1)).toMatchObject({ state: 'closed', t: fromS(5.24) });
  });

  test.each(['sse', 'ws'] as const)('lets %s be that gives signs of life', async (transport) => {
    const set = { ...silent, 'server.heartbeatMs': 3000 };
    const run = await play(transport, 60, { set: box('idle', set) });
    expect(run.trace.hash()).toBe((await play(transport, 60, { set })).trace.hash());
  });

  test('does nothing to polling', async () => {
    const without = await play('polling', 60, { set: silent });
    expect((await play('polling', 60, { set: box('idle', silent) })).trace.hash()).toBe(without.trace.hash());
  });
});

describe('a proxy that strips Upgrade', () => {
  test('turns the opening of a WebSocket into a plain GET: 426, error, close 1006', async () => {
    const run = await play('ws', 30, { set: box('strips-upgrade') });
    expect(answers(run)).toEqual(['HTTP/1.1 426 Upgrade Required']);
    // Connection: Upgrade, and Upgrade: websocket, with their line ends.
    expect(eventsOf(run, 'box.acted')).toMatchObject([{ what: 'stripped', bytes: 21 + 20 }]);
    expect(eventsOf(run, 'client.state').map(({ state }) => state)).toEqual(['connecting', 'closed']);
    expect(metricsOf(run, 30)?.delivered).toBe(0);
    const [acted] = eventsOf(run, 'box.acted');
    const answer = eventsOf(run, 'pdu.sent').find(({ kind }) => kind === 'ws.response');
    expect(answer?.cause).toBe(acted?.id);
  });

  test('can’t read what TLS carries', async () => {
    const set = { 'path.tls': 1 };
    const run = await play('ws', 30, { set: box('strips-upgrade', set) });
    expect(run.trace.hash()).toBe((await play('ws', 30, { set })).trace.hash());
    expect(metricsOf(run, 30)?.delivered).toBeGreaterThan(20);
  });

  test.each(['polling', 'longpoll', 'sse'] as const)('does nothing to %s', async (transport) => {
    const without = await play(transport, 30);
    expect((await play(transport, 30, { set: box('strips-upgrade') })).trace.hash()).toBe(
      without.trace.hash(),
    );
  });
});

describe('a NAT that forgets', () => {
  const silent = { ...QUIET, 'path.boxIdleMs': 10_000 };

  test.each(['sse', 'ws'] as const)(
    'leaves %s half-open: both ends believe in it, nothing comes',
    async (transport) => {
      const run = await play(transport, 120, { set: box('nat', silent) });
      const forgot = eventsOf(run, 'box.acted').find(({ what }) => what === 'forgot');
      expect(forgot).toBeDefined();
      const since = forgot?.t ?? fromS(0);
      const lost = eventsOf(run, 'segment.lost').filter(({ conn }) => conn === forgot?.conn);
      expect(lost.length).toBeGreaterThan(3);
      expect(new Set(lost.map(({ rule }) => rule))).toEqual(new Set(['forgotten']));
      expect(eventsOf(run, 'segment.received').filter(({ t }) => t > since + fromS(1))).toEqual([]);
      expect(eventsOf(run, 'conn.closed')).toEqual([]);
    },
  );

  test.each(['sse', 'ws'] as const)(
    'keeps %s in mind as long as the server gives signs of life',
    async (transport) => {
      const set = { ...silent, 'server.heartbeatMs': 8000 };
      const run = await play(transport, 120, { set: box('nat', set) });
      expect(run.trace.hash()).toBe((await play(transport, 120, { set })).trace.hash());
    },
  );

  test.each(['longpoll', 'sse', 'ws'] as const)('keeps %s in mind if TCP probes', async (transport) => {
    const set = { ...silent, 'tcp.keepaliveMs': 8000 };
    const run = await play(transport, 120, { set: box('nat', set) });
    expect(deeds(run)).toEqual([]);
    const metrics = metricsOf(run, 120);
    expect(metrics?.published).toBeGreaterThan(2);
    expect(metrics?.delivered).toBe(metrics?.published);
  });

  test('lets a new connection through: polling that gives up comes back', async () => {
    const set = { 'path.boxIdleMs': 5000, 'polling.intervalMs': 8000 };
    const run = await play('polling', 60, {
      set: box('nat', set),
      client: { requestTimeoutMs: 3000 },
      recipe: stop,
    });
    const metrics = metricsOf(run, 60);
    expect(deeds(run).length).toBeGreaterThan(2);
    expect(metrics?.delivered).toBe(metrics?.published);
  });

  test('has nothing to forget of a connection that was closed', async () => {
    const run = await play('longpoll', 60, {
      set: box('nat', { 'path.boxIdleMs': 3000, 'http.keepAlive': 0 }),
      recipe: { feedEndMs: 20_000 },
    });
    const forgotten = eventsOf(run, 'box.acted').map(({ conn }) => conn);
    expect(forgotten).toHaveLength(1);
    expect(forgotten[0]).toBe(eventsOf(run, 'conn.opening').at(-1)?.conn);
  });
});

describe('keep-alive', () => {
  test('lets the server notice a client that is gone, and the client a server that is gone', async () => {
    for (const side of ['client', 'server'] as const) {
      const run = await play('ws', 60, {
        set: { ...QUIET, 'tcp.keepaliveMs': 4000 },
        recipe: { feedEndMs: 1 },
        acts: [
          [
            10,
            (lane) => {
              lane.forget(side);
            },
          ],
        ],
      });
      const closed = eventsOf(run, 'conn.closed').map((event) => [event.side, event.reason]);
      const other = side === 'client' ? 'server' : 'client';
      expect(closed).toEqual([
        [side, 'lost'],
        [other, 'reset'],
      ]);
      expect(toS(eventsOf(run, 'conn.closed')[1]?.t ?? fromS(0))).toBeLessThan(15);
    }
  });
});
