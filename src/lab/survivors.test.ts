/** Each strategy of the surviving clients, on and off, in the trouble that it is for. */
import { describe, expect, test } from 'vitest';
import { fromMs, fromS, toS } from '#base/time.ts';
import { Scoreboard } from '#trace/metrics.ts';
import type { Intervention, TransportId } from './recipe.ts';
import type { LabRun } from './run.ts';
import { BOXES } from './settings-route.ts';
import { JITTERS, RECONNECTS } from './settings-survival.ts';
import type { SettingKey } from './settings.ts';
import { eventsOf, play } from './testing.ts';

type Values = Partial<Record<SettingKey, number>>;

const ON = {
  'client.heartbeatMs': 5000,
  'client.heartbeatTimeoutMs': 3000,
  'client.timeoutMs': 8000,
  'client.reconnect': RECONNECTS.indexOf('exponential'),
  'client.reconnectCapMs': 4000,
  'client.jitter': JITTERS.indexOf('equal'),
  'client.ack': 1,
  'client.resume': 1,
  'client.signals': 1,
  'sse.retryMs': 1000,
} satisfies Values;

const ALL: readonly TransportId[] = ['polling', 'longpoll', 'sse', 'ws'];

/** Plays a surviving client for so many seconds; the feed ends at 30 s. */
function survive(
  transport: TransportId,
  seconds: number,
  set: Values,
  ...interventions: readonly Intervention[]
): Promise<LabRun> {
  return play(transport, seconds, {
    set,
    client: { survival: true },
    recipe: { interventions, feedEndMs: 30_000 },
  });
}

const say = (atS: number, id = 'u1', text = 'hello'): Intervention => ({ at: fromS(atS), say: text, id });
const cut = (
  atS: number,
  forS: number,
  outage: 'up' | 'down' | 'both' = 'both',
  seen?: true,
): Intervention => ({
  at: fromS(atS),
  region: { id: `r${String(atS)}`, ms: 1000 * forS, outage, ...(seen ? { seen } : {}) },
});
const forget = (atS: number): Intervention => ({ at: fromS(atS), forget: 'server' });

/** What the client's phases were, each with the second in which it began. */
const phases = (run: LabRun): [string, number][] =>
  eventsOf(run, 'client.phase').map(({ phase, t }) => [phase, toS(t)]);

const targets = (run: LabRun): string[] => eventsOf(run, 'request.issued').map(({ target }) => target);

/** Published messages that never came, and how often one came again. */
function missed(run: LabRun): { lost: number; duplicates: number } {
  const [metrics] = new Scoreboard(run.trace, 1).at(run.scheduler.now);
  const { published = 0, delivered = 0, duplicates = 0 } = metrics ?? {};
  return { lost: published - delivered, duplicates };
}

const NONE = { lost: 0, duplicates: 0 };

/** The lines that took effect, in the order in which they did. */
const took = (run: LabRun): string[] =>
  eventsOf(run, 'app.published')
    .map(({ msg }) => msg)
    .filter((msg) => msg.startsWith('u'));

describe.each(ALL)('%s', (transport) => {
  test('on a good line opens once, and brings and takes everything', async () => {
    const run = await survive(transport, 35, ON, say(10), say(10.01, 'u2'));
    expect(missed(run)).toEqual(NONE);
    expect(took(run)).toEqual(['u1', 'u2']);
    expect(phases(run).filter(([phase]) => phase === 'connecting')).toHaveLength(1);
    expect(eventsOf(run, 'app.acknowledged').map(({ msg }) => msg)).toEqual(['u1', 'u2']);
  });

  test('with nothing but a cursor does what the simplest client does', async () => {
    const run = await survive(transport, 35, { 'client.resume': 1 }, say(10));
    expect(missed(run)).toEqual(NONE);
    expect(took(run)).toEqual(['u1']);
    expect(eventsOf(run, 'app.acknowledged')).toEqual([]);
    expect(new Set(phases(run).map(([phase]) => phase))).toEqual(new Set(['connecting', 'open']));
  });

  test('misses nothing when the server forgot, and keeps the order of what is said', async () => {
    const lines = [say(10.1), say(10.2, 'u2'), say(12, 'u3'), say(20, 'u4')];
    const run = await survive(transport, 60, ON, forget(10), ...lines);
    expect(missed(run)).toEqual(NONE);
    expect(took(run)).toEqual(['u1', 'u2', 'u3', 'u4']);
  });

  test('keeps what was not acknowledged, and says it again', async () => {
    const during = (ack: number): Promise<LabRun> =>
      survive(
        transport,
        60,
        { ...ON, 'client.ack': ack },
        { at: fromS(10), restart: { ms: 4000 } },
        say(12),
        say(13, 'u2'),
        say(20, 'u3'),
      );
    const [kept, gone] = [await during(1), await during(0)];
    expect(took(kept)).toEqual(['u1', 'u2', 'u3']);
    expect(eventsOf(kept, 'app.acknowledged').map(({ msg }) => msg)).toEqual(['u1', 'u2', 'u3']);
    expect(took(gone)).toEqual(['u3']);
    expect(eventsOf(gone, 'app.acknowledged')).toEqual([]);
  });

  test('a line whose acknowledgement is lost takes effect twice unless the server knows it', async () => {
    const repeated = async (dedupe: number): Promise<string[]> => {
      const run = await survive(
        transport,
        60,
        { ...ON, 'server.dedupe': dedupe },
        say(10),
        // The line has just gone up: by POST it opens a connection first.
        cut(transport === 'ws' ? 10.05 : 10.15, 9, 'down'),
      );
      expect(took(run)).toEqual(['u1']);
      return eventsOf(run, 'app.repeated').map(({ msg }) => msg);
    };
    expect(await repeated(1)).toEqual([]);
    expect((await repeated(0)).length).toBeGreaterThan(0);
  });

  test('heeds the browser: it stops when the network goes, and is back at once when that is', async () => {
    const [heeds, waits] = await Promise.all(
      [1, 0].map((signals) =>
        survive(transport, 60, { ...ON, 'client.signals': signals }, cut(10, 17, 'both', true)),
      ),
    );
    expect(heeds && phases(heeds).slice(2, 5)).toEqual([
      ['offline', 10],
      ['connecting', 27],
      ['open', expect.closeTo(27.24, 2)],
    ]);
    const back = waits && phases(waits).find(([phase, s]) => phase === 'open' && s > 27);
    expect(back?.[1]).toBeGreaterThan(27.4);
    for (const run of [heeds, waits]) expect(run && missed(run)).toEqual(NONE);
  });

  test('a snapshot stands for what the server has no more', async () => {
    const away = async (snapshot: number): Promise<LabRun> =>
      survive(
        transport,
        60,
        { ...ON, 'server.history': 8, 'server.snapshot': snapshot },
        cut(10, 15, 'both', true),
      );
    const [told, untold] = [await away(1), await away(0)];
    const [snapshot, ...more] = eventsOf(told, 'app.snapshot');
    expect(more).toEqual([]);
    expect(missed(told)).toEqual({ lost: snapshot?.messages, duplicates: 0 });
    // It ends where the history begins.
    const published = eventsOf(told, 'app.published').map(({ msg }) => msg);
    const next = eventsOf(told, 'app.delivered').find(({ id }) => id > (snapshot?.id ?? 0));
    expect(published.indexOf(next?.msg ?? '')).toBe(published.indexOf(snapshot?.through ?? '') + 1);
    expect(eventsOf(untold, 'app.snapshot')).toEqual([]);
    expect(missed(untold)).toEqual(missed(told));
  });

  test('a client whose connection never came about begins with a snapshot, too', async () => {
    const run = await survive(
      transport,
      60,
      { ...ON, 'server.history': 5, 'server.snapshot': 1 },
      { at: fromMs(1), region: { id: 'r1', ms: 15_000, outage: 'both' } },
    );
    const [snapshot] = eventsOf(run, 'app.snapshot');
    expect(missed(run)).toEqual({ lost: snapshot?.messages, duplicates: 0 });
  });

  test('an attempt takes no longer than its time-out', async () => {
    const begun = async (timeoutMs: number): Promise<number[]> => {
      const set = { ...ON, 'client.timeoutMs': timeoutMs, 'client.heartbeatMs': 0 };
      const run = await survive(transport, 25, set, {
        at: fromMs(1),
        region: { id: 'r1', ms: 40_000, outage: 'both' },
      });
      return phases(run).flatMap(([phase, s]) => (phase === 'connecting' ? [s] : []));
    };
    const [, second = NaN] = await begun(2000);
    expect(second).toBeGreaterThanOrEqual(2.5);
    expect(second).toBeLessThanOrEqual(3);
    expect(await begun(0)).toEqual([0]);
  });
});

describe.each(['longpoll', 'sse', 'ws'] as const)('%s', (transport) => {
  test('finds out by its heartbeat that the server has forgotten it', async () => {
    const run = await survive(transport, 60, { ...ON, 'client.timeoutMs': 0 }, cut(10, 15));
    const [last] = eventsOf(run, 'app.delivered')
      .filter(({ t }) => t < fromS(10))
      .slice(-1);
    const noticed = phases(run).find(([phase]) => phase === 'waiting');
    expect((noticed?.[1] ?? NaN) - toS(last?.t ?? fromS(0))).toBeCloseTo(8, 0);
    expect(missed(run)).toEqual(NONE);
  });

  test('without a heartbeat it takes a dead connection for open', async () => {
    const run = await survive(
      transport,
      60,
      { ...ON, 'client.heartbeatMs': 0, 'client.timeoutMs': 0 },
      forget(10),
    );
    expect(phases(run).at(-1)?.[0]).toBe('open');
    expect(missed(run).lost).toBeGreaterThan(10);
  });

  test('a heartbeat that is switched on later finds out, too', async () => {
    const off: Values = { ...ON, 'client.heartbeatMs': 0, 'client.timeoutMs': 0 };
    const run = await survive(transport, 60, off, forget(10), {
      at: fromS(20),
      set: { 'client.heartbeatMs': 5000 },
      lane: 0,
    });
    const [noticed] = phases(run).filter(([phase, s]) => phase !== 'open' && s >= 20);
    expect(noticed?.[1]).toBeLessThanOrEqual(28);
    expect(missed(run)).toEqual(NONE);
  });

  test('without resume, loses what is published while it is away, and nothing else', async () => {
    const run = await survive(transport, 60, { ...ON, 'client.resume': 0 }, cut(10, 10, 'both', true));
    const { lost, duplicates } = missed(run);
    const away = eventsOf(run, 'app.published').filter(({ t }) => t > fromS(10) && t < fromS(20)).length;
    expect(lost).toBeGreaterThanOrEqual(away);
    expect(duplicates).toBe(0);
  });
});

test('a WebSocket without reconnection is closed for good', async () => {
  const run = await survive('ws', 60, { ...ON, 'client.reconnect': 0 }, { at: fromS(10), reset: 'server' });
  expect(phases(run).at(-1)?.[0]).toBe('closed');
  expect(targets(run)).toHaveLength(1);
});

test('reconnection that is switched on later begins at once', async () => {
  const run = await survive(
    'ws',
    60,
    { ...ON, 'client.reconnect': 0 },
    { at: fromS(10), reset: 'server' },
    { at: fromS(20), set: { 'client.reconnect': RECONNECTS.indexOf('fixed') } },
  );
  expect(phases(run).filter(([, s]) => s >= 20 && s < 21)).toEqual([
    ['connecting', 20],
    ['open', expect.closeTo(20.24, 2)],
  ]);
  expect(missed(run)).toEqual(NONE);
});

test('a server that restarts closes WebSockets with 1012, and they come back when it does', async () => {
  const run = await survive('ws', 60, ON, { at: fromS(10), restart: { ms: 4000 } });
  expect(eventsOf(run, 'script.closed')[0]).toMatchObject({
    code: 1012,
    reason: 'service restart',
    clean: true,
  });
  expect(missed(run)).toEqual(NONE);
});

test('the waits grow while attempts fail, and begin anew after a connection that stood', async () => {
  const set = { ...ON, 'client.jitter': 0, 'client.stableMs': 5000, 'client.reconnectCapMs': 8000 };
  const restart = (atS: number, ms: number): Intervention => ({ at: fromS(atS), restart: { ms } });
  const run = await survive('ws', 60, set, restart(5, 10_000), restart(32, 100));
  const waits = eventsOf(run, 'client.phase')
    .filter(({ phase }) => phase === 'waiting')
    .map(({ t, until }) => toS(until === -1 ? t : until) - toS(t));
  expect(waits).toEqual([1, 2, 4, 8, 1].map((s) => expect.closeTo(s, 6) as number));
});

describe('backpressure', () => {
  const lines = Array.from({ length: 20 }, (_, i) => say(10 + i / 100, `u${String(i + 1)}`, 'x'.repeat(600)));
  const narrow = { ...ON, 'net.up.rateKbit': 32 };

  test('keeps lines in the client while the API has more than it sends', async () => {
    const run = await survive('ws', 60, { ...narrow, 'client.highWaterBytes': 2000 }, ...lines);
    const longest = Math.max(...eventsOf(run, 'client.outbox').map(({ waiting }) => waiting.length));
    expect(longest).toBeGreaterThan(5);
    expect(took(run)).toEqual(lines.map((_, i) => `u${String(i + 1)}`));
    expect(eventsOf(run, 'app.repeated')).toEqual([]);
  });

  test('without a bound the API takes them all at once', async () => {
    const run = await survive('ws', 60, narrow, ...lines);
    expect(eventsOf(run, 'client.outbox').every(({ waiting }) => waiting.length === 0)).toBe(true);
    expect(took(run)).toHaveLength(20);
  });
});

describe('fallback', () => {
  const eaten = { ...ON, 'client.fallback': 1, 'path.box': BOXES.indexOf('strips-upgrade') };
  const letThrough: Intervention = { at: fromS(25), set: { 'path.box': BOXES.indexOf('none') } };
  const lines = [say(5), say(15, 'u2'), say(24.99, 'u3'), say(31, 'u4'), say(45, 'u5')];

  test('goes on by long polling where no WebSocket opens, and comes home when one does', async () => {
    const run = await survive('ws', 70, eaten, letThrough, ...lines);
    expect(missed(run)).toEqual(NONE);
    expect(took(run)).toEqual(['u1', 'u2', 'u3', 'u4', 'u5']);
    const [first] = eventsOf(run, 'app.delivered');
    expect(toS(first?.t ?? fromS(99))).toBeLessThan(4);
    expect(targets(run).slice(0, 3)).toEqual([
      '/ws?room=7&since=0&ack=1',
      '/ws?room=7&since=0&ack=1',
      '/api/messages/wait?room=7&since=0&hold=0',
    ]);
    const home = eventsOf(run, 'client.state').filter(({ state }) => state === 'open');
    expect(home.map(({ t }) => toS(t))).toEqual([expect.closeTo(34, -1)]);
    expect(targets(run).at(-1)).toContain('/ws?');
  });

  test('without it nothing passes until the box lets it', async () => {
    const run = await survive('ws', 70, { ...eaten, 'client.fallback': 0 }, letThrough, ...lines);
    expect(missed(run)).toEqual(NONE);
    const [first] = eventsOf(run, 'app.delivered');
    expect(toS(first?.t ?? fromS(0))).toBeGreaterThan(25);
  });

  test('a WebSocket that was open rather waits for its server', async () => {
    const run = await survive(
      'ws',
      60,
      { ...ON, 'client.fallback': 1 },
      { at: fromS(10), restart: { ms: 4000 } },
    );
    expect(targets(run).filter((target) => !target.startsWith('/ws'))).toEqual([]);
  });

  test('switched off it ends at once', async () => {
    const run = await survive('ws', 60, eaten, { at: fromS(15), set: { 'client.fallback': 0 } });
    const later = eventsOf(run, 'request.issued').filter(({ t }) => t > fromS(15));
    expect(later.length).toBeGreaterThan(0);
    expect(later.every(({ purpose }) => purpose === 'socket')).toBe(true);
  });
});

describe('server-sent events', () => {
  const bytes = (run: LabRun): string =>
    eventsOf(run, 'pdu.sent')
      .filter(({ dir }) => dir === 'up')
      .map(({ lane, conn, from, to }) =>
        new TextDecoder().decode(run.trace.bytes(lane, conn, 'up', from, to)),
      )
      .join('\n');

  test('the browser itself comes back after the time that the server set, and names the last event', async () => {
    const run = await survive('sse', 40, { ...ON, 'sse.retryMs': 2500 }, { at: fromS(10), reset: 'server' });
    const opened = eventsOf(run, 'request.issued').map(({ t }) => toS(t));
    expect(opened).toEqual([0, expect.closeTo(12.56, 2)]);
    expect(bytes(run)).toContain('Last-Event-ID: ');
    expect(missed(run)).toEqual(NONE);
  });

  test('without ids it has none to name, and misses what was published meanwhile', async () => {
    const run = await survive(
      'sse',
      40,
      { ...ON, 'client.resume': 0, 'sse.retryMs': 5000 },
      { at: fromS(10), reset: 'server' },
    );
    expect(bytes(run)).not.toContain('Last-Event-ID');
    expect(missed(run).lost).toBeGreaterThan(0);
  });

  test('one that was closed as the computer woke does not come back beside the new one', async () => {
    const run = await survive(
      'sse',
      40,
      { ...ON, 'client.timeoutMs': 2000, 'client.signals': 0, 'sse.retryMs': 2500 },
      { at: fromS(9), reset: 'server' },
      { at: fromS(10), sleep: { ms: 10_000 } },
    );
    const [metrics] = new Scoreboard(run.trace, 1).at(fromS(40));
    expect(metrics).toMatchObject({ openConnections: 1 });
    expect(eventsOf(run, 'request.issued').filter(({ t }) => t > fromS(10))).toHaveLength(1);
    expect(missed(run)).toEqual(NONE);
  });

  test('204 sends the browser away for good, but not a client that opens another EventSource', async () => {
    const opened = async (reconnect: number): Promise<number> => {
      const run = await survive(
        'sse',
        40,
        { ...ON, 'client.reconnect': reconnect },
        { at: fromS(10), set: { 'sse.stop': 1 } },
        { at: fromS(12), reset: 'server' },
      );
      return targets(run).length;
    };
    expect(await opened(0)).toBe(2);
    expect(await opened(RECONNECTS.indexOf('fixed'))).toBeGreaterThan(5);
  });

  test('a new EventSource knows no id: the client names the last message in its URL', async () => {
    const run = await survive('sse', 60, ON, forget(10));
    const [last] = eventsOf(run, 'app.delivered')
      .filter(({ t }) => t < fromS(10))
      .slice(-1);
    expect(targets(run)[1]).toBe(`/api/stream?room=7&since=${last?.msg ?? ''}&heartbeat=5000`);
    expect(missed(run)).toEqual(NONE);
  });

  test('in silence the server says ping, and the client does not suspect it', async () => {
    const run = await survive('sse', 60, { ...ON, 'feed.ratePerS': 0.01 });
    expect(eventsOf(run, 'pdu.sent').filter(({ kind }) => kind === 'sse.event').length).toBeGreaterThan(8);
    expect(phases(run).map(([phase]) => phase)).toEqual(['connecting', 'open']);
  });
});
