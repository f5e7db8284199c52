/** Clients that survive a weak network, seen in the page: what scripts see beside the truth, strategies, scenarios by link. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { closePage, openPage, openSite, sessionReady, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  await site.close();
});

/** Stops the run and computes it up to this second. */
async function playTo(page: Page, second: number): Promise<void> {
  await page.evaluate(async (ms) => {
    const session = globalThis.pushpull;
    session?.pause();
    await session?.skipAhead(ms - session.head / 1000);
  }, second * 1000);
}

const shown = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => globalThis.pushpull?.shown.recipe.scenario);

test('half-open by link: both ends say OPEN on a dead line; who asks finds out, unless that is switched off', async () => {
  const watched = await openPage(site, { hash: '#scenario=half-open&panel=survival&lang=en' });
  const { page } = watched;
  await sessionReady(page);
  await page.getByRole('heading', { name: 'Half-open' }).waitFor();
  await playTo(page, 24);
  const row = (name: RegExp) => page.getByRole('row', { name });
  const bare = row(/^Bare WebSocket/);
  const ws = row(/^WebSocket/);
  await bare.getByText(/line dead for 4/).waitFor();
  for (const one of [bare, ws]) {
    expect(await one.textContent()).toContain('readyState OPEN');
    expect(await one.textContent()).toContain('both ends ESTABLISHED');
  }
  await playTo(page, 35);
  await ws.getByRole('img', { name: /^attempt \d+: (opens a connection|waits)/ }).waitFor();
  expect(await ws.textContent()).not.toContain('readyState OPEN');
  expect(await bare.textContent()).toContain('readyState OPEN');

  // By keyboard: to the strategies, and the heartbeat off. It is a change of the past, so another run.
  await page.evaluate(() => globalThis.pushpull?.scrub(15_000_000 as never));
  await page.getByRole('tab', { name: 'Clients', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  const heartbeat = page.getByRole('switch', { name: 'Heartbeat, WebSocket', exact: true });
  expect(await heartbeat.isChecked()).toBe(true);
  await heartbeat.focus();
  await page.keyboard.press('Space');
  await page.waitForFunction(() => globalThis.pushpull?.shown.forkedAt === 15_000_000);
  expect(await heartbeat.isChecked()).toBe(false);
  await playTo(page, 35);
  await page.getByRole('tab', { name: 'Strategies' }).focus();
  await page.keyboard.press('ArrowUp');
  await ws.getByText(/line dead for 15/).waitFor();
  expect(await ws.textContent()).toContain('readyState OPEN');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a scenario from the list has its link, Back undoes it, and one that nobody knows is named', async () => {
  const watched = await openPage(site, { hash: '#panel=survival&lang=en' });
  const { page } = watched;
  await sessionReady(page);
  await page.getByRole('button', { name: 'Lift' }).click();
  await page.getByRole('heading', { name: 'Lift' }).waitFor();
  expect(new URL(page.url()).hash).toContain('scenario=lift');
  await playTo(page, 25);
  await page.getByRole('tab', { name: 'Strategies' }).click();
  await page.getByRole('button', { name: 'Acknowledgement' }).click();
  await page.getByRole('button', { name: 'Run again without it: WebSocket', exact: true }).click();
  await page.getByText(/^Run \d+ is the one with this difference/).waitFor();
  const again = await page.evaluate(() => {
    const { runs = [], shown, head = 0 } = globalThis.pushpull ?? {};
    return { runs: runs.length, own: shown?.recipe.lanes[3]?.own?.['client.ack'], head };
  });
  expect(again).toMatchObject({ runs: 3, own: 0 });
  expect(again.head).toBeGreaterThanOrEqual(25_000_000);
  await page.getByRole('button', { name: 'Show the code' }).click();
  await page.getByRole('region', { name: 'clients/survival/outbox.ts' }).waitFor();

  await page.goBack();
  await page.getByRole('heading', { name: 'The same messages, four ways' }).waitFor();
  expect(await shown(page)).toBe('race');
  await page.goForward();
  await page.getByRole('heading', { name: 'Lift' }).waitFor();
  await page.evaluate(() => {
    location.hash = '#lang=en&scenario=loft';
  });
  await page.getByText('There is no scenario “loft”').waitFor();
  expect(await shown(page)).toBe('race');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('on the phone one lane is seen at a time', async () => {
  const watched = await openPage(site, {
    hash: '#scenario=lift&panel=survival&lang=zh',
    ...{ width: 390, height: 844 },
  });
  const { page } = watched;
  await sessionReady(page);
  await playTo(page, 22);
  await page.getByRole('radio', { name: 'SSE' }).check();
  const seen = page.getByRole('img', { name: /^第 \d+ 次：/ });
  await seen.first().waitFor();
  expect(await seen.filter({ visible: true }).count()).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});
