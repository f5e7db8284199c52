/** Every scenario to survive, with every strategy in each of the four transports: `npm run soak` plays ten times as many. */
import { describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS } from '#base/time.ts';
import { headless } from '#lab/headless.ts';
import { findScenario, recipeOf } from '#lab/scenarios.ts';
import { SURVIVAL_SCENARIO_IDS, type SurvivalScenarioId } from '#lab/strategies.ts';
import type { TraceEvent } from '#trace/events.ts';
import { playOut, problemsOf, survivalRecipe, survive } from '../scripts/soak/survive.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

describe.each(SURVIVAL_SCENARIO_IDS)('%s', (scenario) => {
  test('loses nothing, doubles nothing and keeps the order', async () => {
    for (const seed of SEEDS) expect(await survive(scenario, seed), `seed ${String(seed)}`).toEqual([]);
  });
});

/** What shows that the trouble was there, in the lane without any strategy. */
const TROUBLE: Readonly<Record<SurvivalScenarioId, (event: TraceEvent) => boolean>> = {
  lift: isCut,
  tunnel: isCut,
  flapping: isCut,
  'half-open': isCut,
  captive: (event) => event.type === 'box.acted' && event.what === 'stripped',
  'proxy-idle': (event) => event.type === 'box.acted' && event.what === 'closed',
  restart: (event) => event.type === 'script.closed' && event.code === 1012,
  'slow-consumer': (event) => event.type === 'segment.lost' && event.rule === 'queue',
  sleep: (event) => event.type === 'client.signal' && event.signal === 'hidden',
  'nat-rebinding': (event) => event.type === 'segment.lost' && event.rule === 'forgotten',
  'lost-ack': (event) => event.type === 'segment.lost' && event.rule === 'outage' && event.dir === 'down',
};

function isCut(event: TraceEvent): boolean {
  return event.type === 'segment.lost' && event.rule === 'outage';
}

test('the scoreboard has nothing missing of what a snapshot covers', async () => {
  const { lanes } = await headless(survivalRecipe('tunnel', 7), fromS(120), fromS(25));
  for (const { published, delivered, inFlight, lost } of lanes) {
    expect(published).toBeGreaterThan(delivered + 10);
    expect({ inFlight, lost }).toEqual({ inFlight: 0, lost: 0 });
  }
});

describe('in the page', () => {
  test.each(SURVIVAL_SCENARIO_IDS)('%s meets trouble, and its three lanes survive it', async (id) => {
    const found = findScenario(id);
    const scenario = found.ok ? found.value : null;
    const recipe = recipeOf(ensure(scenario, id), { feedEndMs: ensure(scenario, id).endMs });
    const events = await playOut(recipe);
    const bare = recipe.lanes.findIndex((lane) => lane.id === 'ws-bare');
    expect(events.some((event) => event.lane === bare && TROUBLE[id](event))).toBe(true);
    expect(problemsOf(recipe, events).filter((problem) => !problem.startsWith('ws-bare'))).toEqual([]);
  });

  // Those in which the connection does not come through, or the line stays away for longer than what was said waits.
  test.each(['captive', 'proxy-idle', 'restart', 'nat-rebinding'])(
    '%s costs the bare WebSocket messages',
    async (id) => {
      const recipe = survivalRecipe(id, 7, findScenarioLanes(id));
      expect(problemsOf(recipe, await playOut(recipe)).join()).toMatch(/lost|never published/);
    },
  );
});

function findScenarioLanes(id: string) {
  const found = findScenario(id);
  return found.ok ? found.value.lanes.filter((lane) => lane.id === 'ws-bare') : [];
}
