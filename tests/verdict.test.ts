import { describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS, toS, type SimTime } from '#base/time.ts';
import type { Intervention, LaneSpec } from '#lab/recipe.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import type { SettingKey } from '#lab/settings.ts';
import { ALL_ON } from '#lab/strategies.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { NO_EVENT, type TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { Scoreboard } from '#trace/metrics.ts';
import { UnitSorter, type UnitUse } from '#trace/verdict/unit-sorter.ts';
import { FIGURE_IDS, VerdictBoard, type Figure, type LaneVerdict } from '#trace/verdict.ts';

const race = ensure(SCENARIOS[0], 'scenario');
const HEARTBEAT = { heartbeatMs: 5000, handshakeTimeoutMs: 5000 };

interface Play {
  readonly lanes?: readonly LaneSpec[];
  readonly interventions?: readonly Intervention[];
  readonly set?: Partial<Record<SettingKey, number>>;
  readonly feedEndMs?: number;
}

async function play(
  seconds: number,
  { lanes = race.lanes, interventions = [], set = {}, feedEndMs = 60_000 }: Play,
): Promise<Trace> {
  const settings = { ...race.settings, ...set };
  const run = new LabRun(
    { ...recipeOf(race, { settings, interventions, feedEndMs }), lanes },
    inPageTransport,
  );
  await run.runTo(fromS(seconds));
  run.dispose();
  return run.trace;
}

const alone = (transport: LaneSpec['transport'], client: LaneSpec['client'] = {}): readonly LaneSpec[] => [
  { id: 'lane', transport, client },
];
const cut = (atS: number, forS: number, outage: 'up' | 'down' | 'both' = 'both'): Intervention => ({
  at: fromS(atS),
  region: { id: `r${String(atS)}`, ms: 1000 * forS, outage },
});
const say = (atS: number, id: string): Intervention => ({ at: fromS(atS), say: 'a line', id });

const verdicts = (trace: Trace, seconds: number): LaneVerdict[] =>
  new VerdictBoard(trace, 4).at(fromS(seconds));
const only = (trace: Trace, seconds: number): LaneVerdict =>
  ensure(new VerdictBoard(trace, 1).at(fromS(seconds))[0], 'lane');
const some = (figure: Figure | null): Figure => ensure(figure, 'figure');
const valueOf = (figure: Figure | null): number => some(figure).value;
const place = (trace: Trace, figure: Figure | null): TraceEvent => trace.at(some(figure).event);

function eventsOf(trace: Trace, lane: number): TraceEvent[] {
  return Array.from({ length: trace.length }, (_, id) => trace.at(id)).filter((event) => event.lane === lane);
}

describe('a run of all four transports with loss, an outage and lines sent up', () => {
  const storm = play(90, {
    interventions: [cut(20, 10), say(12, 'u1'), say(22, 'u2'), say(40, 'u3')],
    set: { 'net.up.lossPct': 5, 'net.down.lossPct': 5, 'net.down.jitterMs': 30 },
  });

  test('agrees with the scoreboard at every instant', async () => {
    const trace = await storm;
    const board = new VerdictBoard(trace, 4);
    const scores = new Scoreboard(trace, 4);
    for (let s = 0; s <= 90; s += 3) {
      const metrics = scores.at(fromS(s));
      for (const [lane, verdict] of board.at(fromS(s)).entries()) {
        const { published, delivered, duplicates, delayUs, bytes } = ensure(metrics[lane], 'lane');
        expect(valueOf(verdict.lostDown) + valueOf(verdict.waiting)).toBe(published - delivered);
        expect(valueOf(verdict.duplicates)).toBe(duplicates);
        expect(verdict.delayP50Us?.value).toBe(delayUs?.p50);
        expect(verdict.delayP95Us?.value).toBe(delivered < 20 ? undefined : delayUs?.p95);
        expect(verdict.delayP99Us?.value).toBe(delivered < 100 ? undefined : delayUs?.p99);
        expect(valueOf(verdict.wireBytes)).toBe(bytes.up + bytes.down);
      }
    }
  });

  test('gives the same figures backwards as forwards', async () => {
    const trace = await storm;
    const board = new VerdictBoard(trace, 4);
    board.at(fromS(90));
    for (const s of [60, 30, 25, 10, 0])
      expect(board.at(fromS(s))).toEqual(new VerdictBoard(trace, 4).at(fromS(s)));
  });

  test('every figure but a sum names an event of its lane that has happened, unless nothing is amiss', async () => {
    const trace = await storm;
    for (const s of [10, 25, 31, 90])
      for (const verdict of verdicts(trace, s))
        for (const id of FIGURE_IDS) {
          const figure = verdict[id];
          if (!figure || figure.value === 0 || id === 'wireBytes') continue;
          expect(figure.event, id).not.toBe(NO_EVENT);
          const event = trace.at(figure.event);
          expect(event.t).toBeLessThanOrEqual(fromS(s));
          expect([verdict.lane, -1]).toContain(event.lane);
        }
  });

  test('delays point to the delivery at that rank', async () => {
    const trace = await storm;
    for (const { lane, delayP95Us } of verdicts(trace, 90)) {
      const event = place(trace, delayP95Us);
      if (event.type !== 'app.delivered') throw new Error(event.type);
      const published = ensure(trace.provenance.message(lane, event.msg), 'message').published;
      expect(event.t - trace.at(published).t).toBe(valueOf(delayP95Us));
    }
  });

  test('the longest gap is that between deliveries while something new was there, counted by hand', async () => {
    const trace = await storm;
    for (const { lane, worstGapUs } of verdicts(trace, 90)) {
      const order = eventsOf(trace, lane).flatMap((event) => (event.type === 'app.published' ? [event] : []));
      const deliveries = eventsOf(trace, lane).flatMap((one) => (one.type === 'app.delivered' ? [one] : []));
      let longest = 0;
      for (const [i, { t, msg }] of deliveries.entries()) {
        const before = deliveries[i - 1]?.t ?? 0;
        const had = new Set(deliveries.slice(0, i).map((one) => one.msg));
        const oldest = ensure(
          order.find((one) => !had.has(one.msg)),
          `what came before ${msg}`,
        );
        longest = Math.max(longest, t - Math.max(before, oldest.t));
      }
      expect(valueOf(worstGapUs)).toBe(longest);
    }
  });
});

describe('an outage of 20 s on a WebSocket with a heartbeat', () => {
  const run = play(90, {
    lanes: alone('ws', { heartbeat: HEARTBEAT }),
    interventions: [cut(11, 20), say(12, 'u1')],
  });

  test('is noticed when the second ping has no answer', async () => {
    const trace = await run;
    const { detectUs } = only(trace, 90);
    // Pings at 5.24, 10.24 and 15.24 s; the third has no pong by 20.24 s.
    expect(toS((valueOf(detectUs) + fromS(11)) as SimTime)).toBe(20.24);
    expect(detectUs?.open).toBe(false);
    expect(place(trace, detectUs).t).toBe(fromS(20.24));
  });

  test('is growing until then, and points to the first segment that was lost', async () => {
    const trace = await run;
    const { detectUs } = only(trace, 18);
    expect(detectUs).toMatchObject({ value: fromS(7), open: true });
    expect(place(trace, detectUs)).toMatchObject({ type: 'segment.lost', rule: 'outage' });
  });

  test('is recovered from with the first delivery over a new connection', async () => {
    const trace = await run;
    const { recoverUs, lostDown, waiting, lostUp, attempts } = only(trace, 90);
    const first = ensure(
      eventsOf(trace, 0).find(({ type, t }) => type === 'app.delivered' && t > fromS(31)),
      'delivery',
    );
    expect(recoverUs).toEqual({ value: first.t - fromS(31), event: first.id, open: false });
    expect([lostDown, waiting, lostUp].map(valueOf)).toEqual([0, 0, 0]);
    expect(valueOf(attempts)).toBe(eventsOf(trace, 0).filter(({ type }) => type === 'conn.opening').length);
  });

  test('is being recovered from until then', async () => {
    const trace = await run;
    const end = place(trace, only(trace, 90).recoverUs).t;
    const half = ((fromS(31) + end) / 2) as SimTime;
    const [verdict] = new VerdictBoard(trace, 1).at(half);
    expect(verdict?.recoverUs).toMatchObject({ value: half - fromS(31), open: true });
  });
});

test('a connection that TCP brings back had the client in the dark until something arrived', async () => {
  const trace = await play(90, { lanes: alone('ws'), interventions: [cut(20, 30)] });
  const { detectUs, recoverUs, lostDown } = only(trace, 90);
  expect(detectUs?.open).toBe(false);
  const back = place(trace, detectUs);
  expect(back.type).toBe('segment.received');
  expect(valueOf(detectUs)).toBe(back.t - fromS(20));
  expect(valueOf(detectUs)).toBeGreaterThan(30_000_000);
  // What arrived first is what was delivered first.
  expect(Math.abs(fromS(50) + valueOf(recoverUs) - back.t)).toBeLessThan(120_001);
  expect(valueOf(lostDown)).toBe(0);
});

test('nobody is deceived by a connection on which nothing is awaited', async () => {
  // The line for a POST is idle when a NAT forgets it.
  const trace = await play(120, {
    lanes: alone('sse'),
    interventions: [say(3, 'u1')],
    set: { 'path.box': 4, 'path.boxIdleMs': 30_000, 'server.heartbeatMs': 10_000 },
    feedEndMs: 10_000,
  });
  const forgotten = eventsOf(trace, 0).flatMap((one) => (one.type === 'box.acted' ? [one.what] : []));
  expect(forgotten).toContain('forgot');
  expect(only(trace, 120).detectUs).toBeNull();
});

test('a line that is cut while nothing is said leaves no mark', async () => {
  const trace = await play(60, { lanes: alone('sse'), interventions: [cut(20, 10)], feedEndMs: 10_000 });
  const { detectUs, recoverUs } = only(trace, 60);
  expect(detectUs).toBeNull();
  expect(recoverUs).toBeNull();
});

test('a client that only listens never notices a server that forgot it', async () => {
  const forget: Intervention = { at: fromS(10.01), forget: 'server' };
  const trace = await play(60, { lanes: alone('ws'), interventions: [forget] });
  const { detectUs, waiting, lostDown, worstGapUs } = only(trace, 60);
  expect(detectUs).toMatchObject({ value: fromS(60) - fromS(10.01), open: true });
  expect(place(trace, detectUs)).toMatchObject({ type: 'conn.closed', side: 'server', reason: 'lost' });
  expect(valueOf(waiting)).toBeGreaterThan(30);
  expect(valueOf(lostDown)).toBe(0);
  expect(worstGapUs).toMatchObject({ open: true });
});

test('what is published after a WebSocket was reset is lost: its client opens no other', async () => {
  const reset: Intervention = { at: fromS(10.01), reset: 'server' };
  const trace = await play(30, { lanes: alone('ws'), interventions: [reset, say(20, 'u1')] });
  const { detectUs, waiting, lostDown, lostUp } = only(trace, 30);
  expect(valueOf(detectUs)).toBe(60_000);
  expect(valueOf(waiting)).toBe(0);
  const later = eventsOf(trace, 0).filter(({ type, t }) => type === 'app.published' && t > fromS(10.01));
  expect(valueOf(lostDown)).toBe(later.length);
  expect(some(lostDown).event).toBe(later[0]?.id);
  expect(lostUp).toMatchObject({ value: 1 });
  expect(place(trace, lostUp)).toMatchObject({ type: 'app.sent', msg: 'u1' });
});

test('a line that TCP still tries to bring up is not lost', async () => {
  const trace = await play(40, { lanes: alone('ws'), interventions: [cut(10, 15), say(12, 'u1')] });
  expect(valueOf(only(trace, 20).lostUp)).toBe(0);
  expect(valueOf(only(trace, 40).lostUp)).toBe(0);
});

describe('heartbeats', () => {
  /** A figure an hour, in a run of so many seconds. */
  const inRun = (figure: Figure | null, seconds: number): number =>
    Math.round((valueOf(figure) * seconds) / 3600);

  test('cost their frames, the packets around them and what acknowledges them', async () => {
    const trace = await play(60, {
      lanes: alone('ws', { heartbeat: HEARTBEAT }),
      feedEndMs: 0,
      interventions: [],
    });
    const { heartbeatBytesPerHour, ackBytes } = only(trace, 60);
    // Eleven pings from 5.24 s to 55.24 s: 52 + 21 octets, 52 + 17 for the pong, 52 to acknowledge that.
    expect(valueOf(heartbeatBytesPerHour)).toBe(60 * 11 * (73 + 69 + 52));
    expect(ackBytes).toBeNull();
  });

  test('of the server are told from its messages, and answered by the browser', async () => {
    const trace = await play(61, {
      lanes: alone('ws'),
      set: { 'server.heartbeatMs': 20_000 },
      feedEndMs: 0,
    });
    const { heartbeatBytesPerHour, wakeUpsPerHour, radioOnUsPerHour } = only(trace, 61);
    // Empty pings at 20.18, 40.18 and 60.18 s: after the handshake there is nothing else.
    const packets = eventsOf(trace, 0).filter(({ type, t }) => type === 'segment.sent' && t > fromS(20));
    const octets = packets.reduce((sum, one) => sum + (one.type === 'segment.sent' ? one.wireBytes : 0), 0);
    expect(inRun(heartbeatBytesPerHour, 61)).toBe(octets);
    expect(inRun(wakeUpsPerHour, 61)).toBe(3);
    // Two whole tails and a last one that the run cuts short, each from when the ping reached the device.
    expect(inRun(radioOnUsPerHour, 61)).toBeGreaterThan(2 * 10_000_000 + 760_000);
    expect(inRun(radioOnUsPerHour, 61)).toBeLessThan(3 * 10_000_000);
  });

  test('in an event stream are comments', async () => {
    const trace = await play(61, {
      lanes: alone('sse'),
      set: { 'server.heartbeatMs': 20_000 },
      feedEndMs: 0,
    });
    const comments = eventsOf(trace, 0).flatMap((event) =>
      event.type === 'pdu.sent' && event.kind === 'sse.comment' ? [event.to - event.from] : [],
    );
    const { heartbeatBytesPerHour } = only(trace, 61);
    expect(comments).toHaveLength(3);
    const octets = comments.reduce((sum, length) => sum + length + 52 + 52, 0);
    expect(inRun(heartbeatBytesPerHour, 61)).toBe(octets);
  });

  test('that come often enough never find the radio asleep: they keep it awake', async () => {
    const trace = await play(65, {
      lanes: alone('ws'),
      set: { 'server.heartbeatMs': 5000 },
      feedEndMs: 0,
    });
    const { wakeUpsPerHour, radioOnUsPerHour } = only(trace, 65);
    expect(valueOf(wakeUpsPerHour)).toBe(0);
    expect(inRun(radioOnUsPerHour, 65)).toBeGreaterThan(54_000_000);
  });

  test('of TCP are its probes and their answers', async () => {
    const trace = await play(61, {
      lanes: alone('sse'),
      set: { 'tcp.keepaliveMs': 20_000 },
      feedEndMs: 0,
    });
    const probes = eventsOf(trace, 0).filter(
      (event) => event.type === 'segment.sent' && event.why === 'keepalive',
    );
    expect(probes.length).toBeGreaterThan(1);
    expect(inRun(only(trace, 61).heartbeatBytesPerHour, 61)).toBe(probes.length * 2 * 52);
  });

  test('there are none, and no figure, where nobody sends one', async () => {
    const trace = await play(30, {});
    for (const { heartbeatBytesPerHour, wakeUpsPerHour, radioOnUsPerHour } of verdicts(trace, 30))
      expect([heartbeatBytesPerHour, wakeUpsPerHour, radioOnUsPerHour]).toEqual([null, null, null]);
  });
});

test('the answer to a POST is an acknowledgement', async () => {
  const trace = await play(20, { interventions: [say(10, 'u1')] });
  const bytes = verdicts(trace, 20).map(({ ackBytes }) => ackBytes?.value ?? null);
  // Polling opens a second connection for it: what comes down there is the answer, and one packet acknowledges it.
  const answer = eventsOf(trace, 0).flatMap((one) =>
    one.type === 'segment.sent' && one.conn === 2 && one.dir === 'down' && one.len > 0 ? [one.wireBytes] : [],
  );
  expect(answer).toHaveLength(1);
  expect(bytes[0]).toBe((answer[0] ?? 0) + 52);
  expect(bytes[3]).toBeNull();
});

test('frames that wait for the line are the peak of the send buffer; on a fast line none waits', async () => {
  const lines = Array.from({ length: 40 }, (_, i): Intervention => {
    return { at: fromS(10 + i * 0.02), say: 'x'.repeat(1000), id: `u${String(i + 1)}` };
  });
  const slow = await play(20, { lanes: alone('ws'), interventions: lines, set: { 'net.up.rateKbit': 64 } });
  const fast = await play(20, { lanes: alone('ws'), interventions: lines.slice(0, 1) });
  const peak = only(slow, 20).peakUnsentBytes;
  expect(valueOf(peak)).toBeGreaterThan(10_000);
  expect(valueOf(peak)).toBeLessThan(40 * 1100);
  expect(place(slow, peak)).toMatchObject({ type: 'pdu.sent', kind: 'ws.frame', dir: 'up' });
  expect(only(fast, 20).peakUnsentBytes).toMatchObject({ value: 0 });
  expect(only(await play(20, { lanes: alone('sse') }), 20).peakUnsentBytes).toBeNull();
});

describe('what a unit is for', () => {
  /** How many units of each use a surviving client's lane has, in a run with an outage and lines sent up. */
  async function uses(lane: LaneSpec, set: Play['set']): Promise<Record<UnitUse, number>> {
    const lines = Array.from({ length: 10 }, (_, i) => say(5 + 4 * i, `u${String(i + 1)}`));
    const trace = await play(90, { lanes: [lane], interventions: lines, set: { ...ALL_ON, ...set } });
    const sorter = new UnitSorter(trace);
    const counts = { heartbeat: 0, acknowledgement: 0, close: 0, other: 0 };
    for (const event of eventsOf(trace, 0)) if (event.type === 'pdu.sent') counts[sorter.sort(event)]++;
    return counts;
  }
  const survivor = (transport: LaneSpec['transport']): LaneSpec => ({
    ...{ id: 'lane', transport },
    client: { survival: true },
  });

  test('is told from compressed frames as well as from plain ones', async () => {
    const plain = await uses(survivor('ws'), { 'ws.deflate': 0 });
    expect(plain.heartbeat).toBeGreaterThan(5);
    expect(plain.acknowledgement).toBe(10);
    expect(await uses(survivor('ws'), { 'ws.deflate': 1 })).toEqual(plain);
  });

  test('is told behind TLS too', async () => {
    const plain = await uses(survivor('ws'), {});
    const sealed = await uses(survivor('ws'), { 'path.tls': 1 });
    expect(sealed.acknowledgement).toBe(plain.acknowledgement);
    expect(sealed.heartbeat).toBeGreaterThan(5);
  });

  test('in an event stream is told from the name of the event', async () => {
    const { heartbeat, acknowledgement } = await uses(survivor('sse'), {});
    expect(heartbeat).toBeGreaterThan(3);
    expect(acknowledgement).toBe(10);
  });
});
