/** TLS, keep-alive, the six connections and heartbeats: what each adds to a lane, and that it adds nothing else. */
import { describe, expect, test } from 'vitest';
import { fromMs, fromS, toS } from '#base/time.ts';
import { fromLatin1 } from '#base/bytes.ts';
import { openRecords } from '#codecs/tls/record.ts';
import type { EventOf } from '#trace/events.ts';
import { Scoreboard, type LaneMetrics } from '#trace/metrics.ts';
import type { TransportId } from './recipe.ts';
import type { LabRun } from './run.ts';
import { eventsOf, play } from './testing.ts';
import { parseSetting } from './settings-parse.ts';
import { MAX_CONNECTIONS_PER_HOST } from './wire/pool.ts';

const TRANSPORTS = ['polling', 'longpoll', 'sse', 'ws'] as const;
const RTT_S = 0.12;
const stop = { feedEndMs: 30_000 };

function metricsOf({ trace }: LabRun, seconds: number): LaneMetrics | undefined {
  return new Scoreboard(trace, 1).at(fromS(seconds))[0];
}

function textOf({ trace }: LabRun, { lane, conn, dir, from, to }: EventOf<'pdu.sent'>): string {
  return fromLatin1(trace.bytes(lane, conn, dir, from, to));
}

describe.each(TRANSPORTS)('TLS under %s', (transport) => {
  test('takes one round trip before the first request leaves, and no message is missing', async () => {
    const run = await play(transport, 40, { set: { 'path.tls': 1 }, recipe: stop });
    const kinds = eventsOf(run, 'pdu.sent').filter(({ conn }) => conn === 1);
    expect(kinds.slice(0, 3).map(({ kind }) => kind)).toEqual([
      'tls.client-hello',
      'tls.server-flight',
      'tls.finished',
    ]);
    // TCP's round trip, then TLS's.
    expect(toS(kinds[2]?.t ?? fromS(0))).toBe(2 * RTT_S);
    expect(toS(kinds[3]?.t ?? fromS(0))).toBe(2 * RTT_S);
    const metrics = metricsOf(run, 40);
    expect(metrics?.delivered).toBe(metrics?.published);
  });

  test('adds 22 octets to each unit, and the ledger counts them with the handshake', async () => {
    const plain = await play(transport, 20);
    const secured = await play(transport, 20, { set: { 'path.tls': 1 } });
    const units = eventsOf(secured, 'pdu.sent').filter(({ kind }) => !kind.startsWith('tls.'));
    expect(units.map(({ tlsBytes }) => tlsBytes)).toEqual(units.map(() => 22));
    const flights = eventsOf(secured, 'conn.opening').length * (1750 + 4379 + 64);
    expect(metricsOf(secured, 20)?.ledger.tls).toBe(flights + 22 * units.length);
    expect(metricsOf(plain, 20)?.ledger.tls).toBe(0);
    // In the records is what goes without them.
    const [request] = units;
    const [bare] = eventsOf(plain, 'pdu.sent');
    if (!request || !bare) throw new Error('a request is written');
    const record = secured.trace.bytes(0, request.conn, 'up', request.from, request.to);
    const head = fromLatin1(openRecords(record)).replace(/Sec-WebSocket-Key: .*/, '');
    expect(head).toBe(textOf(plain, bare).replace(/Sec-WebSocket-Key: .*/, ''));
  });
});

test('what is switched on while the run goes on holds for the next connection', async () => {
  const run = await play('polling', 30, {
    recipe: { interventions: [{ at: fromS(9.5), set: { 'path.tls': 1 } }] },
    acts: [
      [
        19.5,
        (lane) => {
          lane.reset('server');
        },
      ],
    ],
  });
  const secured = eventsOf(run, 'pdu.sent').filter(({ tlsBytes }) => tlsBytes !== undefined);
  expect(new Set(secured.map(({ conn }) => conn))).toEqual(new Set([2]));
  expect(secured[0]?.t).toBeGreaterThan(fromS(19.5));
  const plain = eventsOf(run, 'pdu.sent').filter(({ conn }) => conn === 1);
  expect(plain.at(-1)?.t).toBeGreaterThan(fromS(18));
});

test('a request that is given up before TLS is ready is never written', async () => {
  const run = await play('polling', 20, {
    set: { 'path.tls': 1, 'net.up.delayMs': 300, 'net.down.delayMs': 300 },
    client: { requestTimeoutMs: 1000 },
  });
  expect(eventsOf(run, 'pdu.sent').every(({ kind }) => kind.startsWith('tls.'))).toBe(true);
  expect(eventsOf(run, 'conn.closed').length).toBeGreaterThan(8);
});

describe('Connection: close', () => {
  const set = { 'http.keepAlive': 0 };

  test.each(['polling', 'longpoll'] as const)('%s opens a connection for each request', async (transport) => {
    const run = await play(transport, 40, { set, recipe: stop });
    const metrics = metricsOf(run, 40);
    expect(metrics?.requests).toBeGreaterThan(15);
    expect(eventsOf(run, 'conn.opening')).toHaveLength(metrics?.requests ?? 0);
    expect(metrics?.delivered).toBe(metrics?.published);
    expect(metrics?.openConnections).toBeLessThanOrEqual(1);
    for (const pdu of eventsOf(run, 'pdu.sent')) {
      expect(textOf(run, pdu)).toContain('\r\nConnection: close\r\n');
      expect(textOf(run, pdu)).not.toContain('eep-');
    }
    expect(new Set(eventsOf(run, 'conn.closed').map(({ reason }) => reason))).toEqual(new Set(['fin']));
  });

  test('a stream and a socket go on as before, but for that header', async () => {
    const sse = await play('sse', 30, { set });
    const [request, head] = eventsOf(sse, 'pdu.sent').map((pdu) => textOf(sse, pdu));
    expect(request).toContain('\r\nConnection: close\r\n');
    expect(head).toContain('\r\nConnection: close\r\n');
    expect(eventsOf(sse, 'conn.opening')).toHaveLength(1);
    expect((await play('ws', 30, { set })).trace.hash()).toBe((await play('ws', 30)).trace.hash());
  });

  test('with TLS, each request pays for two handshakes', async () => {
    const run = await play('longpoll', 30, { set: { ...set, 'path.tls': 1 } });
    const issued = eventsOf(run, 'request.issued');
    const sent = eventsOf(run, 'pdu.sent').filter(({ kind }) => kind === 'http.request');
    expect(sent.map((pdu, i) => pdu.t - (issued[i]?.t ?? 0))).toEqual(sent.map(() => fromS(2 * RTT_S)));
  });
});

test('a request beyond six waits until a connection is free, and says so', async () => {
  const say = (n: number): { at: ReturnType<typeof fromMs>; say: string; id: string } => ({
    at: fromMs(5000),
    say: `line ${String(n)}`,
    id: `u${String(n)}`,
  });
  const interventions = Array.from({ length: 8 }, (_, i) => say(i + 1));
  // The stream keeps one connection busy: five are left for eight lines.
  const run = await play('sse', 10, { recipe: { interventions } });
  const queued = eventsOf(run, 'request.queued').map(({ request }) => request);
  expect(queued).toEqual([7, 8, 9]);
  expect(eventsOf(run, 'conn.opening')).toHaveLength(MAX_CONNECTIONS_PER_HOST);
  for (const n of queued) {
    const { issued, sent } = run.trace.provenance.request(0, n) ?? { issued: 0, sent: 0 };
    // A new connection's two round trips, until the first of the other lines is answered.
    expect(run.trace.at(sent).t - run.trace.at(issued).t).toBe(fromS(2 * RTT_S));
  }
  expect(metricsOf(run, 10)).toMatchObject({ upSent: 8, upArrived: 8, upReturned: 8 });
});

describe('heartbeats of the server', () => {
  const set = { 'server.heartbeatMs': 3000, 'feed.ratePerS': 0.1 };

  test('are comments on an event stream, which the page does not see', async () => {
    const run = await play('sse', 30, { set });
    const beats = eventsOf(run, 'pdu.sent').filter(({ kind }) => kind === 'sse.comment');
    expect(beats.map(({ t }) => toS(t))).toEqual([
      3.18, 6.18, 9.18, 12.18, 15.18, 18.18, 21.18, 24.18, 27.18,
    ]);
    expect(beats.map((pdu) => textOf(run, pdu))).toEqual(beats.map(() => '4\r\n: \n\n\r\n'));
    const metrics = metricsOf(run, 30);
    expect(metrics?.delivered).toBe(metrics?.published);
  });

  test('are pings on a WebSocket, which the browser answers', async () => {
    const run = await play('ws', 30, { set });
    const frames = eventsOf(run, 'pdu.sent').filter(
      ({ kind, msgs }) => kind === 'ws.frame' && msgs.length === 0,
    );
    expect(frames.map(({ dir, from, to }) => [dir, to - from])).toEqual(
      Array.from({ length: 9 }, () => [
        ['down', 2],
        ['up', 6],
      ]).flat(),
    );
  });

  test.each(['polling', 'longpoll'] as const)('%s has none', async (transport) => {
    const without = await play(transport, 30, { set: { ...set, 'server.heartbeatMs': 0 } });
    expect((await play(transport, 30, { set })).trace.hash()).toBe(without.trace.hash());
  });

  test('end with their stream', async () => {
    const run = await play('sse', 30, {
      set,
      acts: [
        [
          10,
          (lane) => {
            lane.forget('server');
          },
        ],
      ],
    });
    expect(eventsOf(run, 'pdu.sent').filter(({ t }) => t > fromS(10))).toEqual([]);
  });
});

test('everything of the route can be set by its word', () => {
  expect(parseSetting('path.box', 'strips-upgrade')).toEqual({ ok: true, value: { 'path.box': 3 } });
  expect(parseSetting('path.tls', 'yes')).toEqual({ ok: true, value: { 'path.tls': 1 } });
  expect(parseSetting('http.keepAlive', 'maybe')).toEqual({
    ok: false,
    error: '"maybe" is no value for http.keepAlive. Valid are no, yes.',
  });
});

test.each<[string, Parameters<typeof play>[2]]>([
  ['a buffering proxy', { set: { 'path.box': 1, 'path.tls': 1, 'http.keepAlive': 0 } }],
  ['an impatient one', { set: { 'path.box': 2, 'path.boxIdleMs': 1500, 'tcp.keepaliveMs': 1000 } }],
  ['one that strips', { set: { 'path.box': 3, 'server.heartbeatMs': 1000 } }],
  ['a NAT', { set: { 'path.box': 4, 'path.boxIdleMs': 2000, 'tcp.keepaliveMs': 1500, 'path.tls': 1 } }],
])('two runs behind %s have one hash', async (_name, plan) => {
  const lossy = { ...plan, set: { ...plan?.set, 'net.up.lossPct': 5, 'net.down.lossPct': 5 } };
  const hash = async (transport: TransportId): Promise<string> =>
    (await play(transport, 30, lossy)).trace.hash();
  for (const transport of TRANSPORTS) expect(await hash(transport)).toBe(await hash(transport));
});
