/** What TCP does, seen in the page: the story of a lost packet, and the strip of what its sender has in hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePage, openPage, openSite, runReaches, sessionReady, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  await site.close();
});

test('a late message tells what was lost; among segments its lane’s sender is seen, and not before', async () => {
  const watched = await openPage(site, { hash: '#seed=7&lang=en' });
  const { page } = watched;
  await sessionReady(page);
  const detail = page.getByLabel('Detail');
  const strip = page.getByRole('region', { name: /what TCP has in hand/ });
  expect(await detail.count()).toBe(0);
  await page.evaluate(() => {
    globalThis.pushpull?.set({ 'net.down.lossPct': 30 });
    globalThis.pushpull?.setSpeed(20);
  });
  await runReaches(page, 20);
  await page.evaluate(() => globalThis.pushpull?.pause());

  const found = await page.evaluate(() => {
    const session = globalThis.pushpull;
    if (!session) return null;
    const { provenance } = session.trace;
    // With so much loss WebSocket's latest message had to wait for a repair.
    const delays = provenance.messages.flatMap((msg) => {
      const places = provenance.message(3, msg);
      if (!places || places.delivered < 0) return [];
      return [{ msg, us: session.trace.at(places.delivered).t - session.trace.at(places.published).t }];
    });
    const [worst] = delays.sort((a, b) => b.us - a.us);
    if (worst) session.select({ msg: worst.msg, event: null, lane: 3 });
    return worst?.msg ?? null;
  });
  expect(found).not.toBe(null);
  const story = page.locator('.prose details[open]');
  await story.waitFor();
  expect(await story.textContent()).toMatch(/was lost: random loss, draw 0\.\d+ < 30%/);
  await story
    .getByRole('button', { name: /^Segment \d+/ })
    .first()
    .click();
  const chosen = await page.evaluate(() => {
    const { event } = globalThis.pushpull?.selection ?? {};
    return typeof event === 'number' ? globalThis.pushpull?.trace.at(event).type : null;
  });
  expect(chosen).toBe('segment.lost');

  expect(await strip.count()).toBe(0);
  await detail.selectOption('segments');
  await strip.waitFor();
  expect(await strip.textContent()).toMatch(/s: cwnd \d+ · in flight .+ · RTO .+ · queue \d/);
  await strip.getByLabel('Which side sends').selectOption('up');
  expect(await strip.textContent()).toContain('cwnd');
  await detail.selectOption('auto');
  await strip.waitFor({ state: 'detached' });
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});
