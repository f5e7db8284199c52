/** The verdict: from a figure to its place on the stage, what a strategy is for, and one run against another. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePage, openPage, openSite, sessionReady, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Computes the run that is shown on, to so many seconds, and stays there. */
async function reach(page: Page, seconds: number): Promise<void> {
  await page.evaluate(async (s) => {
    const session = globalThis.pushpull;
    if (!session) throw new Error('no session');
    session.pause();
    await session.skipAhead(1000 * s - session.head / 1000);
  }, seconds);
}

async function part(page: Page, name: string): Promise<void> {
  await page.getByRole('tabpanel').getByRole('tab', { name }).click();
}

test('a figure leads to its place, a strategy to where it is missing, and a second run is told from the first', async () => {
  const opened = await openPage(site, { hash: '#scenario=half-open&lang=en&panel=verdict' });
  const { page } = opened;
  await sessionReady(page);
  await reach(page, 50);

  // The line has been dead since 20 s, and the bare client has no idea.
  const unnoticed = page.getByRole('row', { name: 'Dead, unnoticed' });
  await unnoticed.getByRole('button', { name: /^Bare WebSocket, Dead, unnoticed: ≥ 30\.0/ }).waitFor();
  const noticed = unnoticed.getByRole('button', { name: /^WebSocket, / });
  const seconds = Number.parseFloat((await noticed.textContent()) ?? '');
  expect(seconds).toBeLessThan(9);
  await noticed.focus();
  await page.keyboard.press('Enter');
  const shown = await page.evaluate(() => {
    const { playhead = 0, selection, trace } = globalThis.pushpull ?? {};
    const event = selection?.event ?? null;
    return {
      s: playhead / 1e6,
      lane: selection?.lane,
      at: event === null ? null : (trace?.at(event).t ?? 0) / 1e6,
    };
  });
  expect(shown.s).toBeCloseTo(20 + seconds, 1);
  expect(shown).toMatchObject({ lane: 3, at: shown.s });

  // What was judged stays, and there is a way back.
  expect(await noticed.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Back to 50.0' }).click();
  await page.waitForFunction(() => globalThis.pushpull?.playhead === 50e6);
  await part(page, 'Strategies');
  const heartbeat = page.getByRole('row', { name: /^Heartbeat/ });
  await heartbeat.getByRole('button', { name: /^Bare WebSocket, Dead, unnoticed: ≥ 30\.0/ }).waitFor();

  await part(page, 'Two runs');
  await page.getByText('There is one run so far.').waitFor();
  await page.evaluate(() => globalThis.pushpull?.restart({ seed: 8 }));
  await reach(page, 60);
  await page.getByText('What differs: seed 7 in A, 8 in B.').waitFor();
  // The first run was played to 50 s: it can be computed further, beside the one that is shown.
  await page.getByRole('button', { name: 'Compute run 1 up to 60.0' }).click();
  await page.getByText('Both up to 60.0').waitFor();
  const wire = page.getByRole('row', { name: 'On the wire' });
  await expect.poll(() => wire.textContent()).toMatch(/kB→.*kB.*(less|more)/);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});
