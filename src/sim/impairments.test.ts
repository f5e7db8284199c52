import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { us, type SimTime } from '#base/time.ts';
import { IDEAL_LINK, NO_EXTRAS, withExtras, type LinkParams, type NetemExtras } from '#netem/model.ts';
import { NO_EVENT } from '#trace/events.ts';
import { Path } from './link.ts';
import { Scheduler } from './scheduler.ts';
import { withAnyExtras } from './testing-links.ts';
import { KeepingSink } from './testing.ts';

const link = (plain: Partial<LinkParams>, extras: Partial<NetemExtras> = {}): LinkParams =>
  withExtras({ ...IDEAL_LINK, delayMs: 50, ...plain }, { ...NO_EXTRAS, ...extras });

/** Sends packets of 1500 octets down at the given microseconds, lets all arrive, and returns what happened. */
function send(params: LinkParams, times: readonly number[], seed = 1) {
  const scheduler = new Scheduler();
  const sink = new KeepingSink();
  const path = new Path({ scheduler, sink, seed, lane: 0, params: { up: params, down: params } });
  const calls = new Map<number, number>();
  times.forEach((t, n) => {
    scheduler.at(us(t), 0, () => {
      const facts = {
        conn: 1,
        dir: 'down',
        seq: 0,
        len: 1448,
        wireBytes: 1500,
        flags: 0,
        ack: 0,
        sack: [],
      } as const;
      const more = { why: 'data', original: NO_EVENT, cwnd: 10, inFlightBytes: 0, rtoMs: 200 } as const;
      path.send({ ...facts, ...more }, () => calls.set(n, (calls.get(n) ?? 0) + 1));
    });
  });
  while (scheduler.runNext(Number.MAX_SAFE_INTEGER as SimTime));
  const sent = sink.of('segment.sent');
  const n = new Map(sent.map((event) => [event.id, event.n]));
  return {
    sent,
    received: sink.of('segment.received').map((event) => ({ ...event, n: n.get(event.sent) ?? -1 })),
    lost: sink.of('segment.lost').map((event) => ({ ...event, n: n.get(event.sent) ?? -1 })),
    calls,
  };
}

const every = (ms: number, count: number): number[] => Array.from({ length: count }, (_, i) => i * ms * 1000);

/** Lengths of the runs of numbers that follow one another. */
function runs(ns: readonly number[]): number[] {
  const lengths: number[] = [];
  ns.forEach((n, i) => {
    if (i > 0 && n === (ns[i - 1] ?? NaN) + 1) lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
    else lengths.push(1);
  });
  return lengths;
}

const mean = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0) / all.length;

/** Expects `count` of `all` to be what `pct` percent may be in 999 of 1000 experiments (normal approximation). */
function expectShare(count: number, all: number, pct: number): void {
  const p = pct / 100;
  expect(Math.abs(count - all * p)).toBeLessThan(3.3 * Math.sqrt(all * p * (1 - p)) + 1);
}

const N = 10_000;

describe('as often as they should', () => {
  test.each([0.5, 5, 30])('%f %% of packets are lost, duplicated or corrupted', (pct) => {
    expectShare(send(link({ lossPct: pct }), every(1, N)).lost.length, N, pct);
    expectShare(send(link({}, { duplicatePct: pct }), every(1, N)).received.length - N, N, pct);
    const corrupted = send(link({}, { corruptPct: pct }), every(1, N)).lost;
    expectShare(corrupted.length, N, pct);
    expect(corrupted.every(({ rule, draw }) => rule === 'corrupt' && draw * 100 < pct)).toBe(true);
  });

  test('bursts begin, last and lose (Gilbert-Elliott)', () => {
    const gemodel = { pPct: 1, rPct: 20, badLossPct: 100, goodLossPct: 0 };
    const { lost } = send(link({}, { gemodel }), every(1, N));
    // Bad for p / (p + r) of the time, and 1 / r packets at a stretch.
    expect(lost.length / N).toBeGreaterThan(0.038);
    expect(lost.length / N).toBeLessThan(0.058);
    expect(mean(runs(lost.map(({ n }) => n)))).toBeGreaterThan(4.2);
    expect(mean(runs(lost.map(({ n }) => n)))).toBeLessThan(5.8);
    expect(new Set(lost.map(({ rule }) => rule))).toEqual(new Set(['burst']));
    const half = send(link({}, { gemodel: { ...gemodel, badLossPct: 50 } }), every(1, N)).lost;
    expectShare(half.length, lost.length, 50);
    expect(half.every(({ n }) => lost.some((other) => other.n === n))).toBe(true);
    const good = send(
      link({}, { gemodel: { pPct: 0, rPct: 100, badLossPct: 100, goodLossPct: 3 } }),
      every(1, N),
    );
    expectShare(good.lost.length, N, 3);
  });

  test('packets overtake', () => {
    const { received } = send(link({}, { reorderPct: 25 }), every(1, N));
    const early = received.filter(({ propagationUs, jitterUs }) => propagationUs + jitterUs === 0);
    expectShare(early.length, N, 25);
  });
});

test('correlated losses come in longer runs, and are fewer: netem’s correlation is an approximation', () => {
  const alone = send(link({ lossPct: 20 }), every(1, N)).lost.map(({ n }) => n);
  const together = send(link({ lossPct: 20 }, { lossCorrelationPct: 50 }), every(1, N)).lost;
  // Of independent losses, runs would be this long.
  const independent = 1 / (1 - together.length / N);
  expect(mean(runs(together.map(({ n }) => n)))).toBeGreaterThan(1.15 * independent);
  expect(mean(runs(alone))).toBeLessThan(1.05 / (1 - alone.length / N));
  expect(together.length).toBeLessThan(alone.length);
  expect(together.every(({ draw }) => draw < 0.2)).toBe(true);
});

test('correlated jitter changes slowly', () => {
  const steps = (jitterCorrelationPct: number): number => {
    const { received } = send(
      link({ jitterMs: 20 }, { jitterCorrelationPct, reordering: true }),
      every(100, 2000),
    );
    return mean(
      received.map(({ jitterUs }, i) => Math.abs(jitterUs - (received[i - 1]?.jitterUs ?? jitterUs))),
    );
  };
  expect(steps(90)).toBeLessThan(steps(0) / 5);
});

test.each([
  ['normal', 20],
  ['pareto', 16.5],
  ['paretonormal', 16.6],
] as const)('jitter that is %s has its spread', (distribution, sdMs) => {
  const { received } = send(link({ delayMs: 100, jitterMs: 20 }, { distribution }), every(200, 4000));
  const average = mean(received.map(({ jitterUs }) => jitterUs));
  const sd = Math.sqrt(mean(received.map(({ jitterUs }) => (jitterUs - average) ** 2))) / 1000;
  expect(Math.abs(average)).toBeLessThan(1500);
  expect(Math.abs(sd - sdMs)).toBeLessThan(1.5);
});

test('every gap-th packet overtakes when it is sure to', () => {
  const { received } = send(link({}, { reorderPct: 100, gap: 5 }), every(1, 12));
  expect(received.map(({ n }) => n)).toEqual([4, 9, 0, 1, 2, 3, 5, 6, 7, 8, 10, 11]);
  expect(received[0]).toMatchObject({ t: 4000, queueUs: 0, propagationUs: 50_000, jitterUs: -50_000 });
});

test('a packet that overtakes does not wait for the rate, nor make others wait', () => {
  const { received } = send(link({ rateKbit: 1000 }, { reorderPct: 100, gap: 3 }), [0, 0, 0, 0]);
  expect(received.map(({ n, t }) => [n, t])).toEqual([
    [2, 0],
    [0, 62_000],
    [1, 74_000],
    [3, 86_000],
  ]);
});

test('a duplicate takes its turn at the rate, and both are reported', () => {
  const { sent, received, calls } = send(link({ rateKbit: 1000 }, { duplicatePct: 100 }), [0]);
  expect(received.map(({ t, n }) => [t, n])).toEqual([
    [62_000, 0],
    [74_000, 0],
  ]);
  expect(sent).toMatchObject([{ due: 62_000 }]);
  expect(calls.get(0)).toBe(2);
});

test('of a packet that is duplicated and lost, one copy is left', () => {
  const both = send(link({ lossPct: 100 }, { duplicatePct: 100 }), every(1, 5));
  expect([both.received.length, both.lost.length]).toEqual([5, 0]);
});

test('corruption shows on arrival, after queue and delay', () => {
  const { lost } = send(link({ rateKbit: 1000 }, { corruptPct: 100 }), [0, 0]);
  expect(lost.map(({ t, rule }) => [t, rule])).toEqual([
    [62_000, 'corrupt'],
    [74_000, 'corrupt'],
  ]);
});

describe('whatever the impairments', () => {
  const plain = fc.record({
    delayMs: fc.double({ min: 0, max: 300, noNaN: true }),
    jitterMs: fc.double({ min: 0, max: 100, noNaN: true }),
    lossPct: fc.double({ min: 0, max: 50, noNaN: true }),
    rateKbit: fc.oneof(fc.constant(0), fc.integer({ min: 10, max: 100_000 })),
    queuePackets: fc.integer({ min: 1, max: 20 }),
    outage: fc.boolean(),
  });
  const any = withAnyExtras(plain, 100);
  const times = fc.array(fc.nat(500_000), { maxLength: 40 }).map((all) => all.sort((a, b) => a - b));

  test('each packet arrives once or twice, or is lost with a cause, and its parts sum to its time', () => {
    fc.assert(
      fc.property(any, times, fc.integer(), (params, at, seed) => {
        const { sent, received, lost, calls } = send(params, at, seed);
        const origin = new Map(sent.map((event) => [event.id, event]));
        const ends = new Map<number, number[]>(sent.map(({ n }) => [n, []]));
        for (const event of received) {
          const { t, queueUs, serializationUs, propagationUs, jitterUs } = event;
          expect(queueUs + serializationUs + propagationUs + jitterUs).toBe(
            t - (origin.get(event.sent)?.t ?? NaN),
          );
          expect(t).toBeGreaterThanOrEqual(origin.get(event.sent)?.t ?? NaN);
          ends.get(event.n)?.push(t);
        }
        for (const [n, count] of calls) expect(ends.get(n)?.length).toBe(count);
        for (const { n, t } of lost) {
          expect(ends.get(n)).toEqual([]);
          ends.get(n)?.push(t);
        }
        for (const { n, due } of sent) {
          expect(ends.get(n)?.[0]).toBe(due);
          expect(ends.get(n)?.length).toBeLessThanOrEqual(params.netem?.duplicatePct ? 2 : 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('no packet overtakes unless it may', () => {
    const orderly = any.map((params) =>
      params.netem ? withExtras(params, { ...params.netem, reordering: false, reorderPct: 0 }) : params,
    );
    fc.assert(
      fc.property(orderly, times, fc.integer(), (params, at, seed) => {
        const order = send(params, at, seed).received.map(({ n }) => n);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  test('what is lost by chance does not depend on delay, rate, duplication or corruption', () => {
    const lossOnly = ({ lossPct, netem }: LinkParams): LinkParams =>
      link(
        { lossPct },
        { gemodel: netem?.gemodel ?? null, lossCorrelationPct: netem?.lossCorrelationPct ?? 0 },
      );
    fc.assert(
      fc.property(any, times, fc.integer(), (params, at, seed) => {
        const roomy = { ...params, outage: false, queuePackets: 1000 };
        const single = roomy.netem ? withExtras(roomy, { ...roomy.netem, duplicatePct: 0 }) : roomy;
        const drawn = ({ rule }: { readonly rule: string }): boolean => rule === 'random' || rule === 'burst';
        const ns = (params: LinkParams): number[] =>
          send(params, at, seed)
            .lost.filter(drawn)
            .map(({ n }) => n)
            .sort((a, b) => a - b);
        expect(ns(single)).toEqual(ns(lossOnly(params)));
      }),
    );
  });
});
