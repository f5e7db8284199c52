/** The story of each late message's lost packets, on real runs: it must fit the delay it explains. */
import { describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import type { SettingKey } from '#lab/settings.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Trace } from '#trace/log.ts';
import { repairsOf, type Repair } from '#trace/repair.ts';
import { explainDelay, type DelayExplanation } from '#trace/why-late.ts';

const race = ensure(SCENARIOS[0], 'scenario');

const LINES: readonly (readonly [string, Partial<Record<SettingKey, number>>])[] = [
  ['8 % loss', { 'net.up.lossPct': 8, 'net.down.lossPct': 8 }],
  ['20 % loss', { 'net.up.lossPct': 20, 'net.down.lossPct': 20 }],
  ['large messages and loss', { 'feed.messageBytes': 6000, 'net.down.lossPct': 5, 'feed.ratePerS': 3 }],
  ['an outage', { 'net.outageAtMs': 10_000, 'net.outageMs': 8000 }],
  ['corruption', { 'net.up.corruptPct': 5, 'net.down.corruptPct': 5 }],
  ['bursts', { 'net.up.gemodelPPct': 5, 'net.down.gemodelPPct': 5 }],
  ['a short queue', { 'feed.messageBytes': 20_000, 'net.down.rateKbit': 300, 'net.queuePackets': 5 }],
];

interface Story {
  readonly late: DelayExplanation;
  readonly repairs: readonly Repair[];
}

async function stories(
  settings: Partial<Record<SettingKey, number>>,
): Promise<{ trace: Trace; all: Story[] }> {
  const run = new LabRun(recipeOf(race, { settings: { ...race.settings, ...settings } }), inPageTransport);
  await run.runTo(fromS(60));
  const all = [...race.lanes.keys()].flatMap((lane) =>
    run.trace.provenance.messages.flatMap((msg) => {
      const late = explainDelay(run.trace, lane, msg);
      return late ? [{ late, repairs: repairsOf(run.trace, late) }] : [];
    }),
  );
  run.dispose();
  return { trace: run.trace, all };
}

test('without loss there is nothing to tell', async () => {
  const { all } = await stories({});
  expect(all.length).toBeGreaterThan(50);
  expect(all.flatMap(({ repairs }) => repairs)).toEqual([]);
});

describe.each(LINES)('on %s', (_, line) => {
  test('every delay by repair or behind one has its story, and no other delay has', async () => {
    const { all } = await stories(line);
    let told = 0;
    for (const { late, repairs } of all) {
      const { lossRepair, headOfLine } = late.parts;
      if (lossRepair > 0 || headOfLine > 0) {
        expect(repairs.length).toBeGreaterThan(0);
        told++;
      }
      if (lossRepair === 0 && headOfLine === 0)
        expect(repairs.filter(({ handshake }) => !handshake)).toEqual([]);
    }
    expect(told).toBeGreaterThan(0);
  });

  test('a story begins with a loss, goes from sign to copy, and ends with the arrival', async () => {
    const { trace, all } = await stories(line);
    for (const { late, repairs } of all)
      for (const { first, steps, own, handshake, from, to } of repairs) {
        const sent = trace.of(first, 'segment.sent');
        expect([sent.seq, sent.seq + sent.len]).toEqual(handshake ? [-1, -1] : [from, to]);
        expect(steps[0]?.kind).toBe('lost');
        const last = ensure(steps.at(-1), 'step');
        expect(last.kind === 'again' && last.arrivedAt !== null).toBe(true);
        for (const [i, step] of steps.entries()) {
          if (step.kind === 'lost' && step.belowPct !== null)
            expect(step.draw * 100).toBeLessThan(step.belowPct);
          if (step.kind === 'timer') {
            expect(step.since).toBeLessThan(step.t);
            // The timer wheel rounds up; after a probe only the rest of the time-out was waited for.
            expect((step.t - step.since) / 1000).toBeLessThan(step.spanMs * 1.2);
          }
          const before = steps[i - 1];
          if (step.kind === 'again' && (before?.kind === 'timer' || before?.kind === 'ack'))
            expect(before.t).toBe(step.t);
        }
        const carrier = ensure(late.trips.at(-1), 'trip').pdu;
        if (own && !handshake && sent.conn === carrier.conn && sent.t >= carrier.t && last.kind === 'again')
          expect(late.stretches).toContainEqual({ part: 'lossRepair', from: sent.t, to: last.t });
      }
  });
});

test('random loss is told with its draw, and the timer with when it was set', async () => {
  const { all } = await stories({ 'net.up.lossPct': 8, 'net.down.lossPct': 8 });
  const steps = all.flatMap(({ repairs }) => repairs.flatMap((repair) => repair.steps));
  const lost = steps.filter((step) => step.kind === 'lost');
  expect(lost.every(({ rule, belowPct }) => rule === 'random' && belowPct === 8)).toBe(true);
  const timers = new Set(steps.flatMap((step) => (step.kind === 'timer' ? [step.timer] : [])));
  expect([...timers].sort()).toContain('tlp');
});
