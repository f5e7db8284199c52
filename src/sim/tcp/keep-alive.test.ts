import { describe, expect, test } from 'vitest';
import { fromMs, us } from '#base/time.ts';
import { IDEAL_LINK } from '#netem/model.ts';
import { RST } from '#trace/events.ts';
import { Rig, pattern } from '../testing.ts';

const LINK = { ...IDEAL_LINK, delayMs: 50 };

/** A connection that is up since 100 ms, at 500 ms. */
function established(keepaliveMs: number): Rig {
  const rig = new Rig({ up: LINK, down: LINK }, 1, false, keepaliveMs);
  rig.tcp.connect();
  rig.run(500);
  return rig;
}

function probes(rig: Rig, dir: 'up' | 'down'): number[] {
  return rig.sink
    .of('segment.sent')
    .filter((segment) => segment.why === 'keepalive' && segment.dir === dir)
    .map(({ t }) => t / 1000);
}

function cut(rig: Rig): void {
  for (const dir of ['up', 'down'] as const) rig.path.set(dir, { ...LINK, outage: true });
}

describe('keep-alive', () => {
  test('is off unless asked for', () => {
    const rig = established(0);
    rig.run(10_000_000);
    expect(probes(rig, 'up')).toEqual([]);
  });

  test('probes a silent connection as often as was said, by an empty segment at the offset before', () => {
    const rig = established(10_000);
    rig.tcp.client.write(pattern(7));
    rig.run(65_000);
    for (const dir of ['up', 'down'] as const) {
      const sent = probes(rig, dir);
      expect(sent).toHaveLength(6);
      sent.forEach((ms, i) => {
        // Linux's timers are never early, and late by an eighth at most.
        expect(ms - (sent[i - 1] ?? 500)).toBeGreaterThanOrEqual(10_000 - 50);
        expect(ms - (sent[i - 1] ?? 500)).toBeLessThan(11_500);
      });
    }
    const up = rig.sink.of('segment.sent').filter(({ why, dir }) => why === 'keepalive' && dir === 'up');
    expect(up[0]).toMatchObject({ seq: 6, len: 0, wireBytes: 52 });
    expect([rig.client.closed, rig.server.closed]).toEqual([null, null]);
  });

  test('a probe is answered by an acknowledgement, and changes nothing else', () => {
    const rig = established(10_000);
    rig.run(15_000);
    const [probe] = rig.sink.of('segment.sent').filter(({ why, dir }) => why === 'keepalive' && dir === 'up');
    const answer = rig.sink
      .of('segment.sent')
      .find(({ dir, why, t }) => dir === 'down' && why === 'ack' && t === (probe?.t ?? 0) + fromMs(50));
    expect(answer).toMatchObject({ ack: 0, len: 0, sack: [] });
    rig.tcp.server.write(pattern(3000));
    rig.run(20_000);
    expect(rig.client.got).toEqual([...pattern(3000)]);
  });

  test('traffic puts the probe off', () => {
    const rig = established(10_000);
    for (let s = 1; s < 60; s += 5)
      rig.at(1000 * s, () => {
        rig.tcp.client.write(pattern(10));
      });
    rig.run(59_000);
    expect([...probes(rig, 'up'), ...probes(rig, 'down')]).toEqual([]);
  });

  test('nine probes without an answer end the connection with RST', () => {
    const rig = established(1000);
    cut(rig);
    rig.run(30_000);
    expect(probes(rig, 'up')).toHaveLength(9);
    expect([rig.client.closed, rig.server.closed]).toEqual(['timeout', 'timeout']);
    const rst = rig.sink.of('segment.sent').filter(({ flags }) => (flags & RST) !== 0);
    expect(rst).toHaveLength(2);
    const gap = (rst[0]?.t ?? us(0)) - fromMs(probes(rig, 'up')[8] ?? 0);
    expect(gap).toBeGreaterThanOrEqual(fromMs(1000));
  });

  test('while something is not acknowledged, retransmission is left to find out', () => {
    const rig = established(1000);
    cut(rig);
    rig.tcp.client.write(pattern(10));
    rig.run(60_000);
    expect(probes(rig, 'up')).toEqual([]);
    expect(rig.client.closed).toBeNull();
    expect(rig.server.closed).toBe('timeout');
  });
});
