import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { statusOf } from '#trace/status.ts';

const RACE = recipeOf(ensure(SCENARIOS[0], 'a scenario'));

/** The status codes of all answers of a lane, in order. */
async function answers(lane: number, settings: Partial<typeof RACE.settings>): Promise<number[]> {
  const run = new LabRun({ ...RACE, settings: { ...RACE.settings, ...settings } }, inPageTransport);
  await run.runTo(fromS(5));
  const codes = Array.from({ length: run.trace.length }, (_, id) => run.trace.at(id))
    .filter((event) => event.type === 'pdu.sent')
    .filter((event) => event.lane === lane && event.dir === 'down')
    .map((event) => statusOf(run.trace, event))
    .filter((status) => status !== null);
  run.dispose();
  return codes;
}

test('an answer’s status is read from its octets, in records too', async () => {
  expect(await answers(0, {})).toEqual([200, 200, 200]);
  expect(await answers(2, { 'path.tls': 1 })).toEqual([200]);
  expect(await answers(3, {})).toEqual([101]);
});

test('a WebSocket that a proxy kept from opening is refused', async () => {
  expect(await answers(3, { 'path.box': 3 })).toEqual([426]);
});
