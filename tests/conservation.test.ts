/** Whatever is done to the line: every packet that was sent arrives, dies of something named, or is still on its way. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromMs, fromS } from '#base/time.ts';
import type { Intervention, Recipe } from '#lab/recipe.ts';
import { endOf, regionsOf } from '#lab/regions.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import type { SettingKey } from '#lab/settings.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Direction, EventOf } from '#trace/events.ts';

const END = fromS(15);
const RACE = recipeOf(ensure(SCENARIOS[0], 'a scenario'));

const percent = fc.integer({ min: 0, max: 30 });
const settings: fc.Arbitrary<Partial<Record<SettingKey, number>>> = fc.record(
  {
    'net.up.delayMs': fc.integer({ min: 0, max: 400 }),
    'net.down.delayMs': fc.integer({ min: 0, max: 400 }),
    'net.up.jitterMs': fc.integer({ min: 0, max: 100 }),
    'net.down.jitterMs': fc.integer({ min: 0, max: 100 }),
    'net.down.reordering': fc.integer({ min: 0, max: 1 }),
    'net.up.lossPct': percent,
    'net.down.lossPct': percent,
    'net.down.gemodelPPct': percent,
    'net.up.duplicatePct': percent,
    'net.down.duplicatePct': percent,
    'net.up.corruptPct': percent,
    'net.down.corruptPct': percent,
    'net.down.reorderPct': percent,
    'net.up.rateKbit': fc.constantFrom(0, 64, 1000),
    'net.down.rateKbit': fc.constantFrom(0, 64, 1000),
    'net.queuePackets': fc.integer({ min: 1, max: 20 }),
    'path.tls': fc.integer({ min: 0, max: 1 }),
    'http.keepAlive': fc.integer({ min: 0, max: 1 }),
    'path.box': fc.integer({ min: 0, max: 4 }),
    'path.boxIdleMs': fc.integer({ min: 500, max: 5000 }),
    'tcp.keepaliveMs': fc.constantFrom(0, 1000),
    'server.heartbeatMs': fc.constantFrom(0, 1500),
  },
  { requiredKeys: [] },
);

const at = fc.integer({ min: 100, max: 14_000 }).map(fromMs);
const side = fc.constantFrom('client' as const, 'server' as const);
const act: fc.Arbitrary<Intervention> = fc.oneof(
  fc.record({ at, reset: side }),
  fc.record({ at, forget: side }),
  fc.record({ at, set: settings }),
);
const outage = fc.record({
  at,
  ms: fc.integer({ min: 50, max: 4000 }),
  outage: fc.constantFrom('up' as const, 'down' as const, 'both' as const),
});

const recipe: fc.Arbitrary<Recipe> = fc
  .record({
    seed: fc.integer({ min: 1, max: 1000 }),
    settings,
    acts: fc.array(act, { maxLength: 3 }),
    outages: fc.array(outage, { maxLength: 2 }),
  })
  .map(({ seed, settings, acts, outages }) => ({
    ...RACE,
    seed,
    settings: { ...RACE.settings, ...settings },
    interventions: [
      ...acts,
      ...outages.map(({ at, ...region }, i) => ({ at, region: { ...region, id: `r${String(i + 1)}` } })),
    ],
  }));

/** What became of each packet: how often it arrived, and by which rule it died. */
function fates({ trace }: LabRun): Map<number, { arrived: number; lost: EventOf<'segment.lost'>[] }> {
  const all = new Map<number, { arrived: number; lost: EventOf<'segment.lost'>[] }>();
  for (let id = 0; id < trace.length; id++) {
    const event = trace.at(id);
    if (event.type === 'segment.sent') all.set(id, { arrived: 0, lost: [] });
    else if (event.type === 'segment.received') ensure(all.get(event.sent), 'a packet').arrived++;
    else if (event.type === 'segment.lost') ensure(all.get(event.sent), 'a packet').lost.push(event);
  }
  return all;
}

test('every packet arrives, dies of something named, or is on its way', async () => {
  await fc.assert(
    fc.asyncProperty(recipe, async (made) => {
      const run = new LabRun(made, inPageTransport);
      await run.runTo(END);
      for (const [id, { arrived, lost }] of fates(run)) {
        const { due, dir, t } = run.trace.of(id, 'segment.sent');
        if (lost.length > 0) expect([arrived, lost.length]).toEqual([0, 1]);
        else if (arrived === 0) expect(due).toBeGreaterThan(END);
        else expect(arrived).toBeLessThanOrEqual(2);
        // What is sent into a dead line dies at once, and nothing else dies of an outage.
        const dead = (way: Direction): boolean =>
          regionsOf(made).some(
            (region) =>
              'outage' in region &&
              (region.outage === 'both' || region.outage === way) &&
              region.at < t &&
              t < endOf(region),
          );
        if (dead(dir)) expect(lost.map(({ rule }) => rule)).toEqual(['outage']);
        if (lost[0]?.rule === 'outage') expect(lost[0].t).toBe(t);
      }
      run.dispose();
    }),
    { numRuns: 12 },
  );
});

test('the same recipe, however it was spoilt, gives the same trace', async () => {
  await fc.assert(
    fc.asyncProperty(recipe, async (made) => {
      const [one, other] = [new LabRun(made, inPageTransport), new LabRun(made, inPageTransport)];
      await one.runTo(END);
      await other.runTo(fromS(4));
      await other.runTo(END);
      expect(other.trace.hash()).toBe(one.trace.hash());
    }),
    { numRuns: 4 },
  );
});
