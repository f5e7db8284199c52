import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LinkParams } from '#netem/model.ts';
import { withAnyExtras } from '../testing-links.ts';
import { pattern, Rig } from '../testing.ts';

const plain = fc.record({
  delayMs: fc.integer({ min: 0, max: 300 }),
  jitterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 })),
  lossPct: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
  rateKbit: fc.oneof(fc.constant(0), fc.integer({ min: 100, max: 20_000 })),
  queuePackets: fc.integer({ min: 2, max: 50 }),
  outage: fc.constant(false),
});

const link = withAnyExtras(plain, 30);

const write = fc.record({
  atMs: fc.nat(20_000),
  dir: fc.constantFrom('up' as const, 'down' as const),
  length: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 30_000 })),
});

const outages = fc.array(fc.tuple(fc.nat(25_000), fc.integer({ min: 1, max: 12_000 })), { maxLength: 2 });

/** Time-outs of two minutes follow one another when most is lost; nothing happens in between. */
const FOREVER_MS = 100_000_000;

interface Plan {
  readonly up: LinkParams;
  readonly down: LinkParams;
  readonly writes: readonly { readonly atMs: number; readonly dir: 'up' | 'down'; readonly length: number }[];
  readonly cuts: readonly (readonly [number, number])[];
  readonly seed: number;
  readonly reordering: boolean;
}

const plan = fc.record<Plan>({
  up: link,
  down: link,
  writes: fc.array(write, { minLength: 1, maxLength: 8 }),
  cuts: outages,
  seed: fc.nat(1_000_000),
  reordering: fc.boolean(),
});

/** Carries the plan out and returns what each side should have. */
function carryOut({ up, down, writes, cuts, seed, reordering }: Plan): {
  rig: Rig;
  wanted: Record<'up' | 'down', number[]>;
} {
  const rig = new Rig({ up, down }, seed, reordering);
  const wanted: Record<'up' | 'down', number[]> = { up: [], down: [] };
  for (const { atMs, dir, length } of writes)
    rig.at(atMs, () => {
      const bytes = pattern(length, atMs);
      const endpoint = dir === 'up' ? rig.tcp.client : rig.tcp.server;
      expect(endpoint.write(bytes).from).toBe(wanted[dir].length);
      for (const byte of bytes) wanted[dir].push(byte);
    });
  for (const [fromMs, lengthMs] of cuts)
    for (const on of [true, false])
      rig.at(on ? fromMs : fromMs + lengthMs, () => {
        rig.path.set('up', { ...up, outage: on });
        rig.path.set('down', { ...down, outage: on });
      });
  rig.tcp.connect();
  rig.run(FOREVER_MS);
  return { rig, wanted };
}

describe('whatever the network does', { timeout: 60_000 }, () => {
  test('all octets arrive in order, once and intact, or the connection says that it timed out', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const { rig, wanted } = carryOut(given);
        const reasons = [rig.client.closed, rig.server.closed];
        // A server that never got the handshake's last ACK forgets a client that has nothing to say.
        if (rig.server.established === null && given.writes.every(({ dir }) => dir === 'down')) return;
        for (const [dir, receiver] of [
          ['up', rig.server],
          ['down', rig.client],
        ] as const) {
          if (reasons.every((reason) => reason === null))
            expect(receiver.got.length).toBe(wanted[dir].length);
          else expect(reasons.some((reason) => reason === 'timeout' || reason === 'reset')).toBe(true);
          expect(receiver.got.every((octet, i) => octet === wanted[dir][i])).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('an orderly end reaches both sides', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const rig = new Rig({ up: given.up, down: given.down }, given.seed, given.reordering);
        const { client, server } = rig.tcp;
        rig.tcp.connect();
        client.write(pattern(3000));
        client.end();
        server.handlers.end = () => {
          server.write(pattern(5000));
          server.end();
        };
        rig.run(FOREVER_MS);
        if (rig.client.closed === 'fin' && rig.server.closed === 'fin') {
          expect(rig.server.got).toEqual([...pattern(3000)]);
          expect(rig.client.got).toEqual([...pattern(5000)]);
        } else expect([rig.client.closed, rig.server.closed]).toContain('timeout');
        const { nextAt } = rig.scheduler;
        expect(nextAt).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  test('the same seed gives the same trace', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const trace = (): string => JSON.stringify(carryOut(given).rig.sink.events);
        expect(trace() === trace()).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});
