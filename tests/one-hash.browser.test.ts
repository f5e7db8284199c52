import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS, ZERO } from '#base/time.ts';
import { headless } from '#lab/headless.ts';
import type { Recipe } from '#lab/recipe.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { Settings } from '#lab/settings.ts';
import type { SimTime } from '#base/time.ts';
import {
  closePage,
  openPage,
  openSite,
  runReaches,
  sessionReady,
  type Site,
  type WatchedPage,
} from './site.ts';
import { survivalRecipe } from '../scripts/soak/survive.ts';

function loss(percent: number): Partial<Settings> {
  return { 'net.up.lossPct': percent, 'net.down.lossPct': percent };
}

let site: Site;
let expected: string;

beforeAll(async () => {
  site = await openSite();
  const race = recipeOf(ensure(SCENARIOS[0], 'scenario'), { feedEndMs: 60_000 });
  expected = (await headless(race, fromS(60), ZERO)).hash;
});
afterAll(() => site.close());

async function hashAt60s({
  page,
  errors,
}: WatchedPage): Promise<{ transport: string; hash: string; failure: string | null }> {
  await runReaches(page, 60.01);
  // Chromium reports every fetch that fails; a client that survives lets some fail.
  expect(errors.filter((error) => !error.includes('net::ERR_FAILED'))).toEqual([]);
  return page.evaluate(() => {
    const session = globalThis.pushpull;
    return {
      transport: session?.transport ?? '',
      hash: session?.trace.hash(60_000_000 as SimTime) ?? '',
      failure: session?.failure ?? null,
    };
  });
}

// Side by side: at 1x the page mostly waits, and load from its neighbours must not change a hash either.
describe.concurrent('the page gives the hash of the headless run', () => {
  test('through the service worker at 1x', async () => {
    const opened = await openPage(site);
    await sessionReady(opened.page);
    expect(await hashAt60s(opened)).toEqual({ transport: 'worker', hash: expected, failure: null });
    await closePage(opened);
  });

  test('through the service worker at 20x', async () => {
    const opened = await openPage(site);
    await sessionReady(opened.page);
    await opened.page.evaluate(() => globalThis.pushpull?.setSpeed(20));
    expect(await hashAt60s(opened)).toEqual({ transport: 'worker', hash: expected, failure: null });
    await closePage(opened);
  });

  test('through the service worker with pauses at random', async () => {
    const opened = await openPage(site);
    await sessionReady(opened.page);
    await opened.page.evaluate(() => {
      const session = globalThis.pushpull;
      session?.setSpeed(10);
      let n = 0;
      const toggle = (): void => {
        if (!session || session.head > 60_000_000) return;
        if (session.status === 'playing') session.pause();
        else session.play();
        n = (n * 1103515245 + 12345) % 2147483648;
        setTimeout(toggle, session.status === 'playing' ? 50 + (n % 300) : n % 120);
      };
      toggle();
    });
    await opened.page.waitForFunction(() => (globalThis.pushpull?.head ?? 0) > 60_000_000, undefined, {
      timeout: 110_000,
    });
    expect(await hashAt60s(opened)).toEqual({ transport: 'worker', hash: expected, failure: null });
    await closePage(opened);
  });

  test('through the service worker with the CPU throttled', async () => {
    const opened = await openPage(site);
    const devtools = await opened.page.context().newCDPSession(opened.page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    await sessionReady(opened.page);
    await opened.page.evaluate(() => globalThis.pushpull?.setSpeed(20));
    expect(await hashAt60s(opened)).toEqual({ transport: 'worker', hash: expected, failure: null });
    await closePage(opened);
  });

  test('in-page, with a visible word, where there is no service worker', async () => {
    const opened = await openPage(site, {
      init: () => {
        Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      },
    });
    await sessionReady(opened.page);
    await opened.page.evaluate(() => globalThis.pushpull?.setSpeed(20));
    expect(await hashAt60s(opened)).toEqual({ transport: 'in-page', hash: expected, failure: null });
    await opened.page.getByText('computed in the page, there is no service worker here').first().waitFor();
    await closePage(opened);
  });
});

const flapping = survivalRecipe('flapping', 7);

/** What makes lanes differ from the plain race: everything here goes through the worker and through the page alike. */
const HARD: readonly { readonly name: string; readonly recipe: Partial<Recipe> }[] = [
  { name: 'on a lossy line', recipe: { settings: { ...DEFAULT_SETTINGS, ...loss(5) } } },
  {
    name: 'on a lossy line with another seed',
    recipe: { seed: 8, settings: { ...DEFAULT_SETTINGS, ...loss(8) } },
  },
  {
    name: 'with a heartbeat and a request time-out over an outage',
    recipe: {
      lanes: [
        { id: 'polltmo', transport: 'polling', client: { requestTimeoutMs: 5000 } },
        {
          id: 'wshb',
          transport: 'ws',
          client: { heartbeat: { heartbeatMs: 5000, handshakeTimeoutMs: 5000 } },
        },
        { id: 'gap', transport: 'polling', client: { gap: true } },
      ],
      settings: { ...DEFAULT_SETTINGS, ...loss(2) },
      interventions: [{ at: fromS(12), region: { id: 'r1', ms: 15_000, outage: 'both' } }],
    },
  },
  {
    name: 'with TLS, closed connections, heartbeats and lost connections',
    recipe: {
      settings: {
        ...DEFAULT_SETTINGS,
        ...loss(3),
        'path.tls': 1,
        'http.keepAlive': 0,
        'server.heartbeatMs': 4000,
        'path.box': 1,
      },
      interventions: [
        { at: fromS(20), reset: 'server' },
        { at: fromS(35), forget: 'server' },
      ],
    },
  },
  {
    name: 'with clients that survive a flapping line, a restart and a sleep',
    recipe: {
      ...flapping,
      interventions: [
        ...flapping.interventions,
        { at: fromS(34), restart: { ms: 3000 } },
        { at: fromS(48), sleep: { ms: 4000 } },
      ],
    },
  },
  { name: 'with clients that survive a narrow line', recipe: survivalRecipe('slow-consumer', 7) },
];

describe('both transports give one hash', () => {
  test.each(HARD)('$name', async ({ recipe }) => {
    const race = recipeOf(ensure(SCENARIOS[0], 'scenario'), { feedEndMs: 60_000 });
    const whole = { ...race, ...recipe };
    const { hash } = await headless(whole, fromS(60), ZERO);
    const opened = await openPage(site);
    await sessionReady(opened.page);
    await opened.page.evaluate((asked) => {
      globalThis.pushpull?.startRun(asked as Recipe);
      globalThis.pushpull?.setSpeed(20);
    }, whole as unknown);
    expect(await hashAt60s(opened)).toEqual({ transport: 'worker', hash, failure: null });
    await closePage(opened);
  });
});

test('an event that is swallowed in the handler fails the run by name', async () => {
  const opened = await openPage(site, {
    init: () => {
      // Event 3 passes twice: out of the modelled server, and into the stream that MSW's handler answers with.
      const enqueue = Reflect.get(ReadableStreamDefaultController.prototype, 'enqueue') as (
        chunk: unknown,
      ) => void;
      let passed = 0;
      ReadableStreamDefaultController.prototype.enqueue = function (chunk: unknown) {
        const text = chunk instanceof Uint8Array ? new TextDecoder().decode(chunk) : '';
        if (text.startsWith('id: 3\n') && ++passed === 2) return;
        Reflect.apply(enqueue, this, [chunk]);
      };
    },
  });
  await sessionReady(opened.page);
  await opened.page.evaluate(() => globalThis.pushpull?.setSpeed(10));
  await opened.page.waitForFunction(() => globalThis.pushpull?.status === 'failed', undefined, {
    timeout: 30_000,
  });
  const failure = await opened.page.evaluate(() => globalThis.pushpull?.failure);
  expect(failure).toContain('sse: server-sent event 3, handler to EventSource');
  await opened.page.getByText('server-sent event 3').first().waitFor();
  await closePage(opened);
});
