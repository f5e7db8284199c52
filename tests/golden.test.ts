/** Golden traces: what a scenario does at the start, as text that can be read and reviewed, and its hash at the end. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS, toS } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { TraceEvent } from '#trace/events.ts';

const HIDDEN = new Set(['id', 'cause', 't', 'lane', 'type']);

function line(event: TraceEvent, lanes: readonly string[]): string {
  const facts = Object.entries(event)
    .filter(
      ([key, value]) => !HIDDEN.has(key) && value !== '' && !(Array.isArray(value) && value.length === 0),
    )
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  const because = event.cause < 0 ? '' : ` <- ${String(event.cause)}`;
  return `${String(event.id)} ${toS(event.t).toFixed(6)} ${lanes[event.lane] ?? 'run'} ${event.type} ${facts.join(' ')}${because}`;
}

test.each([7, 8])('the race with seed %i', async (seed) => {
  const scenario = ensure(SCENARIOS[0], 'scenario');
  const settings = { ...scenario.settings, 'net.up.lossPct': 5, 'net.down.lossPct': 5 };
  const run = new LabRun(recipeOf(scenario, { seed, settings }), inPageTransport);
  await run.runTo(fromS(60));
  const lanes = scenario.lanes.map(({ id }) => id);
  const shown = Array.from({ length: run.trace.countUntil(fromS(4)) }, (_, id) =>
    line(run.trace.at(id), lanes),
  );
  const text = `${shown.join('\n')}\n\n${String(run.trace.length)} events in 60 s, hash ${run.trace.hash(fromS(60))}\n`;
  run.dispose();
  await expect(text).toMatchFileSnapshot(`golden/race-loss-5-seed-${String(seed)}.txt`);
});
