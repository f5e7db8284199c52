import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromMs, us, type SimTime } from '#base/time.ts';
import { symmetricPath, type PathParams } from '#netem/model.ts';
import { NO_EVENT } from '#trace/events.ts';
import { Path, type PacketFacts } from './link.ts';
import { Scheduler } from './scheduler.ts';
import { KeepingSink } from './testing.ts';

function packet(wireBytes = 1500, dir: 'up' | 'down' = 'down'): PacketFacts {
  return {
    ...{ conn: 1, dir, seq: 0, len: wireBytes - 52, wireBytes, flags: 0, ack: 0, sack: [] },
    ...{ why: 'data', original: NO_EVENT, cwnd: 10, inFlightBytes: 0, rtoMs: 200 },
  };
}

/** Sends packets at the given microseconds and lets all of them arrive. */
function send(params: PathParams, times: readonly number[], seed = 1, reordering = false) {
  const scheduler = new Scheduler();
  const sink = new KeepingSink();
  const path = new Path({ scheduler, sink, seed, lane: 0, params, reordering });
  for (const t of times) scheduler.at(us(t), 0, () => path.send(packet(), () => undefined));
  while (scheduler.runNext(Number.MAX_SAFE_INTEGER as SimTime));
  return sink;
}

const atOnce = (n: number): number[] => Array.from({ length: n }, () => 0);

test('takes the fixed delay', () => {
  const [received] = send(symmetricPath(100), [7]).of('segment.received');
  expect(received).toMatchObject({
    t: 50_007,
    queueUs: 0,
    serializationUs: 0,
    propagationUs: 50_000,
    jitterUs: 0,
  });
});

test('sends one packet after the other at the rate', () => {
  const received = send(symmetricPath(100, { rateKbit: 1000 }), atOnce(3)).of('segment.received');
  expect(received.map(({ t, queueUs, serializationUs }) => [t, queueUs, serializationUs])).toEqual([
    [62_000, 0, 12_000],
    [74_000, 12_000, 12_000],
    [86_000, 24_000, 12_000],
  ]);
});

test('drops at the tail of a full queue, at once', () => {
  const sink = send(symmetricPath(100, { rateKbit: 1000, queuePackets: 2 }), [...atOnce(5), 12_000]);
  expect(sink.of('segment.lost').map(({ t, rule, draw }) => [t, rule, draw])).toEqual([
    [0, 'queue', -1],
    [0, 'queue', -1],
  ]);
  expect(sink.of('segment.received')).toHaveLength(4);
});

test('loses what was picked, in the middle of the way', () => {
  const scheduler = new Scheduler();
  const sink = new KeepingSink();
  const path = new Path({ scheduler, sink, seed: 1, lane: 0, params: symmetricPath(100) });
  path.pick('down', 1);
  for (let i = 0; i < 3; i++) path.send(packet(), () => undefined);
  path.send(packet(100, 'up'), () => undefined);
  while (scheduler.runNext(fromMs(1000)));
  expect(sink.of('segment.lost')).toMatchObject([{ t: 25_000, sent: 1, rule: 'picked', draw: -1 }]);
  expect(sink.of('segment.sent').map(({ dir, n }) => `${dir} ${String(n)}`)).toEqual([
    'down 0',
    'down 1',
    'down 2',
    'up 0',
  ]);
});

test('loses everything that is sent in an outage, but nothing that is under way', () => {
  const scheduler = new Scheduler();
  const sink = new KeepingSink();
  const path = new Path({ scheduler, sink, seed: 1, lane: 3, params: symmetricPath(100) });
  path.send(packet(), () => undefined);
  const link = { ...path.params.down, outage: true };
  path.set('down', link);
  path.send(packet(), () => undefined);
  while (scheduler.runNext(fromMs(1000)));
  expect(sink.of('net.changed')).toMatchObject([{ lane: 3, dir: 'down', link }]);
  expect(sink.of('segment.lost')).toMatchObject([{ t: 0, rule: 'outage' }]);
  expect(sink.of('segment.received')).toHaveLength(1);
});

test('loses about as many as it should, and the same ones whatever else is changed', () => {
  const lostOf = (more: Parameters<typeof symmetricPath>[1]): number[] => {
    const sink = send(symmetricPath(100, more), atOnce(5000));
    const sent = new Map(sink.of('segment.sent').map(({ id, n }) => [id, n]));
    return sink.of('segment.lost').map((lost) => sent.get(lost.sent) ?? -1);
  };
  const five = lostOf({ lossPct: 5 });
  const ten = lostOf({ lossPct: 10, jitterMs: 30 });
  expect(five.length).toBeGreaterThan(200);
  expect(five.length).toBeLessThan(300);
  expect(five.every((n) => ten.includes(n))).toBe(true);
});

test('lets packets overtake only where that is allowed', () => {
  const times = Array.from({ length: 200 }, (_, i) => i * 1000);
  const order = (reordering: boolean): number[] =>
    send(symmetricPath(100, { jitterMs: 20 }), times, 1, reordering)
      .of('segment.received')
      .map(({ sent }) => sent);
  const ascending = (ids: readonly number[]): boolean =>
    ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? 0));
  expect(ascending(order(false))).toBe(true);
  expect(ascending(order(true))).toBe(false);
});

test('accounts for every microsecond of a transit, in order, whatever the impairments', () => {
  const link = fc.record({
    delayMs: fc.double({ min: 0, max: 300, noNaN: true }),
    jitterMs: fc.double({ min: 0, max: 100, noNaN: true }),
    lossPct: fc.double({ min: 0, max: 50, noNaN: true }),
    rateKbit: fc.oneof(fc.constant(0), fc.integer({ min: 10, max: 100_000 })),
    queuePackets: fc.integer({ min: 1, max: 20 }),
    outage: fc.boolean(),
  });
  fc.assert(
    fc.property(link, fc.array(fc.nat(500_000), { maxLength: 40 }), fc.integer(), (params, times, seed) => {
      const sink = send({ up: params, down: params }, times, seed);
      const sent = new Map(sink.of('segment.sent').map((event) => [event.id, event]));
      let last = -1;
      for (const event of sink.of('segment.received')) {
        const { t, queueUs, serializationUs, propagationUs, jitterUs } = event;
        const origin = sent.get(event.sent);
        expect(queueUs + serializationUs + propagationUs + jitterUs).toBe(t - (origin?.t ?? NaN));
        expect(origin?.due).toBe(t);
        expect(event.sent).toBeGreaterThan(last);
        last = event.sent;
      }
      expect(sink.of('segment.received').length + sink.of('segment.lost').length).toBe(sent.size);
    }),
  );
});
