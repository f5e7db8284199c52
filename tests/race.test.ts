import { describe, expect, test } from 'vitest';
import { fromMs, fromS, plus } from '#base/time.ts';
import { headless, type HeadlessLane } from '#lab/headless.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { LabRun } from '#lab/run.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { SettingKey } from '#lab/settings.ts';
import { ensure } from '#base/assert.ts';

const race = ensure(SCENARIOS[0], 'scenario');

function recipe(settings: Partial<Record<SettingKey, number>> = {}, more: Partial<Recipe> = {}): Recipe {
  return recipeOf(race, { feedEndMs: 60_000, settings: { ...race.settings, ...settings }, ...more });
}

function lane(lanes: readonly HeadlessLane[], id: string): HeadlessLane {
  return ensure(
    lanes.find((candidate) => candidate.lane === id),
    `lane ${id}`,
  );
}

const loss = (pct: number): Partial<Record<SettingKey, number>> => ({
  'net.up.lossPct': pct,
  'net.down.lossPct': pct,
});

describe('the race', () => {
  test('gives the same hash for the same seed, and another for another', async () => {
    const [a, b, c] = await Promise.all([
      headless(recipe(), fromS(60), fromS(0)),
      headless(recipe(), fromS(60), fromS(0)),
      headless(recipe({}, { seed: 8 }), fromS(60), fromS(0)),
    ]);
    expect(a.hash).toBe(b.hash);
    expect(c.hash).not.toBe(a.hash);
  });

  test('is late by what each transport costs', async () => {
    const { lanes } = await headless(recipe({}, { feedEndMs: 600_000 }), fromS(600), fromS(5));
    const poll = lane(lanes, 'polling');
    const ws = lane(lanes, 'ws');
    const sse = lane(lanes, 'sse');
    const longpoll = lane(lanes, 'longpoll');
    // Half the interval of 2 s and half a round trip of 120 ms.
    expect(ensure(poll.delayMs.mean, 'mean')).toBeGreaterThan(1060 * 0.93);
    expect(ensure(poll.delayMs.mean, 'mean')).toBeLessThan(1060 * 1.07);
    expect(poll.meanPartsMs.pollWait).toBeCloseTo(ensure(poll.delayMs.mean, 'mean') - 60, 0);
    // Half a round trip; the first messages may wait for the connection.
    expect(ws.delayMs.p50).toBe(60);
    expect(sse.delayMs.p50).toBe(60);
    expect(longpoll.delayMs.p50).toBe(60);
    expect(longpoll.meanPartsMs.reRequest).toBeGreaterThan(1);
    expect(ensure(longpoll.delayMs.mean, 'mean')).toBeCloseTo(
      60 + longpoll.meanPartsMs.reRequest + longpoll.meanPartsMs.setup,
      1,
    );
  });

  test.each([5, 10])(
    'loses no message at %i %% loss with a 10 s outage, and delivers all in the end',
    async (pct) => {
      for (let seed = 1; seed <= 20; seed++) {
        const settings = { ...loss(pct), 'net.outageAtMs': 20_000, 'net.outageMs': 10_000 } as const;
        const atEnd = await headless(recipe(settings, { seed }), fromS(60), fromS(0));
        for (const { published, delivered, inFlight, lost } of atEnd.lanes) {
          expect(published).toBe(delivered + inFlight);
          expect(lost).toBe(0);
        }
        const drained = await headless(recipe(settings, { seed }), fromS(60), fromS(60));
        expect(
          drained.lanes.map(({ inFlight, lost, duplicates }) => ({ inFlight, lost, duplicates })),
        ).toEqual(Array.from({ length: 4 }, () => ({ inFlight: 0, lost: 0, duplicates: 0 })));
      }
    },
  );

  test('brings a line that the user types up and back in every lane', async () => {
    const said = recipe({}, { interventions: [{ at: fromS(10), say: '你好 hello', id: 'u1' }] });
    const { lanes } = await headless(said, fromS(60), fromS(5));
    const plain = await headless(recipe(), fromS(60), fromS(5));
    expect(lanes.map(({ delivered }) => delivered)).toEqual(
      plain.lanes.map(({ delivered }) => delivered + 1),
    );
  });

  test('publishes a line once when it is posted twice', async () => {
    const interventions = [10, 11].map((s) => ({ at: fromS(s), say: 'hello', id: 'u1' }));
    const { lanes } = await headless(recipe({}, { interventions }), fromS(60), fromS(5));
    const plain = await headless(recipe(), fromS(60), fromS(5));
    expect(lanes.map(({ published, delivered }) => [published, delivered])).toEqual(
      plain.lanes.map(({ published, delivered }) => [published + 1, delivered + 1]),
    );
  });

  test('names what led to each event', async () => {
    const run = new LabRun(
      recipe({}, { interventions: [{ at: fromS(10), say: 'x', id: 'u1' }] }),
      inPageTransport,
    );
    await run.runTo(fromS(30));
    const { trace } = run;
    for (let id = 0; id < trace.length; id++) {
      const event = trace.at(id);
      const cause = event.cause < 0 ? null : trace.at(event.cause);
      if (cause && cause.lane >= 0 && event.lane >= 0) expect(cause.lane).toBe(event.lane);
      if (event.type === 'app.delivered') expect(cause?.type).toBe('pdu.received');
      if (event.type === 'pdu.sent' && event.kind === 'http.response' && event.msgs.length === 0)
        expect(['pdu.received', 'client.timer']).toContain(cause?.type);
      if (event.type === 'app.published' && event.msg === 'u1') expect(cause?.type).toBe('pdu.received');
      if (event.type === 'request.issued' && event.t > 0) expect(cause).not.toBeNull();
    }
    run.dispose();
  });

  test('replays an intervention exactly as it happened live', async () => {
    const live = new LabRun(recipe(), inPageTransport);
    await live.runTo(fromS(12));
    live.intervene({ at: live.earliest, set: loss(20) });
    await live.runTo(fromMs(15_300));
    live.intervene({ at: live.earliest, region: { id: 'r1', ms: 3000, outage: 'both' } });
    await live.runTo(fromS(30));
    live.intervene({ at: live.earliest, say: 'again', id: 'u1' });
    await live.runTo(fromS(60));
    const replay = new LabRun(live.recipe, inPageTransport);
    await replay.runTo(fromS(60));
    expect(replay.trace.hash()).toBe(live.trace.hash());
    live.dispose();
    replay.dispose();
  });

  test('loses just the picked packet, and keeps every other draw', async () => {
    const run = new LabRun(recipe(), inPageTransport);
    await run.runTo(fromS(20));
    const sent = Array.from({ length: run.trace.length }, (_, id) => run.trace.at(id)).find(
      (event) =>
        event.type === 'segment.sent' &&
        event.lane === 3 &&
        event.dir === 'down' &&
        event.len > 50 &&
        event.t > fromS(5),
    );
    if (sent?.type !== 'segment.sent') throw new Error('no segment');
    const fork = new LabRun(
      recipe(
        {},
        { interventions: [{ at: plus(sent.t, fromMs(-1)), lose: { lane: 3, dir: 'down', n: sent.n } }] },
      ),
      inPageTransport,
    );
    await fork.runTo(fromS(20));
    const lost = Array.from({ length: fork.trace.length }, (_, id) => fork.trace.at(id)).filter(
      (event) => event.type === 'segment.lost',
    );
    expect(lost.map((event) => ('rule' in event ? event.rule : ''))).toEqual(['picked']);
    run.dispose();
    fork.dispose();
  });
});
