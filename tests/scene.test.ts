/** The stage's picture of connections that die: nothing is drawn as awaited that can't come any more. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromMs } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { Scene } from '../src/views/stage/scene.ts';

test.each(['half-open', 'restart'])(
  '%s: once all is quiet, no side awaits the rest of anything',
  async (id) => {
    const scenario = ensure(
      SCENARIOS.find((one) => one.id === id),
      'scenario',
    );
    const end = fromMs(scenario.endMs);
    const run = new LabRun(recipeOf(scenario, { feedEndMs: scenario.endMs - 20_000 }), inPageTransport);
    await run.runTo(end);
    const scene = new Scene(run.lanes.length);
    scene.extend(run.trace);
    run.dispose();
    for (const lane of scene.lanes) {
      const awaited = lane.pdus.items.filter((pdu) => pdu.arrivedAt < end && pdu.end === Infinity);
      expect(awaited).toEqual([]);
      const held = lane.polls.items.filter(
        (poll) => poll.purpose === 'long-poll' && poll.askedAt < end && poll.end === Infinity,
      );
      expect(held.length).toBeLessThanOrEqual(1);
    }
  },
);
