/** What a visitor does: spoil the line, go back in time, change the past, send a line, read why something is late. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS, ZERO, type SimTime } from '#base/time.ts';
import { headless } from '#lab/headless.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { closePage, openPage, openSite, runReaches, sessionReady, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('the sliders change the run at once, and losses show', async () => {
  const opened = await openPage(site, { hash: '#seed=7' });
  const { page } = opened;
  await sessionReady(page);
  const loss = page.getByRole('slider', { name: 'Loss' });
  await loss.focus();
  await page.keyboard.press('End');
  await page.waitForFunction(() => {
    const { trace } = globalThis.pushpull ?? {};
    return (
      trace !== undefined &&
      Array.from({ length: trace.length }, (_, id) => trace.at(id)).some((e) => e.type === 'segment.lost')
    );
  });
  const settings = await page.evaluate(() => globalThis.pushpull?.settings);
  expect(settings?.['net.up.lossPct']).toBe(settings?.['net.down.lossPct']);
  expect(settings?.['net.up.lossPct']).toBeGreaterThan(5);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('cutting the line stops every lane, and all messages arrive in the end', async () => {
  const opened = await openPage(site, { hash: '#seed=7' });
  const { page } = opened;
  await sessionReady(page);
  await page.evaluate(() => globalThis.pushpull?.setSpeed(10));
  await runReaches(page, 5);
  await page.getByRole('button', { name: 'Cut the line' }).click();
  await page.waitForFunction(() => globalThis.pushpull?.cutUntil !== null);
  await page.waitForFunction(() => globalThis.pushpull?.cutUntil === null);
  await runReaches(page, (await page.evaluate(() => globalThis.pushpull?.head ?? 0)) / 1e6 + 20);
  await page.evaluate(() => globalThis.pushpull?.pause());
  await page.waitForTimeout(400);
  const late = await page.evaluate(() =>
    globalThis.pushpull?.metrics.map(({ inFlight, lost }) => ({ inFlight, lost })),
  );
  for (const { inFlight, lost } of late ?? []) {
    expect(lost).toBe(0);
    expect(inFlight).toBeLessThanOrEqual(4);
  }
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a change in the past forks the run, says so, and keeps the old one', async () => {
  const opened = await openPage(site, { hash: '#seed=7&panel=run' });
  const { page } = opened;
  await sessionReady(page);
  await page.evaluate(() => globalThis.pushpull?.setSpeed(10));
  await runReaches(page, 10);
  const before = await page.evaluate(() => {
    const session = globalThis.pushpull;
    session?.scrub(4_000_000 as SimTime);
    return {
      playhead: session?.playhead,
      hash: session?.trace.hash(4_000_000 as SimTime),
      status: session?.status,
    };
  });
  expect(before).toMatchObject({ playhead: 4_000_000, status: 'paused' });
  await page.evaluate(() => globalThis.pushpull?.set({ 'net.down.delayMs': 300 }));
  await page.waitForFunction(() => globalThis.pushpull?.runs.length === 2);
  const after = await page.evaluate(() => ({
    hash: globalThis.pushpull?.trace.hash(4_000_000 as SimTime),
    transport: globalThis.pushpull?.transport,
    delay: globalThis.pushpull?.settings['net.down.delayMs'],
    forkedAt: globalThis.pushpull?.shown.forkedAt,
  }));
  expect(after).toEqual({ hash: before.hash, transport: 'in-page', delay: 300, forkedAt: 4_000_000 });
  await page.getByText('a fork is computed in the page').filter({ visible: true }).first().waitFor();
  await page
    .getByText(/fork of run 1/i)
    .first()
    .waitFor();
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('stepping stops at the next thing that happens, and back', async () => {
  const opened = await openPage(site, { hash: '#seed=7' });
  const { page } = opened;
  await sessionReady(page);
  await runReaches(page, 1);
  await page.keyboard.press('Space');
  const at = (): Promise<number> => page.evaluate(() => globalThis.pushpull?.playhead ?? 0);
  const first = await at();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await page.waitForFunction((t) => (globalThis.pushpull?.playhead ?? 0) > t, first);
  const second = await at();
  await page.keyboard.press('<');
  expect(await at()).toBeLessThan(second);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a packet that is picked on the stage is lost in a fork, and TCP repairs it', async () => {
  const opened = await openPage(site, { hash: '#seed=7' });
  const { page } = opened;
  await sessionReady(page);
  await page.evaluate(() => globalThis.pushpull?.setSpeed(5));
  await runReaches(page, 6.5);
  const box = await page.evaluate(() => {
    const session = globalThis.pushpull;
    if (!session) return null;
    session.pause();
    const { trace } = session;
    const places = trace.provenance.message(3, '5');
    const pdu = places ? trace.of(places.pdus[0] ?? 0, 'pdu.sent') : null;
    session.select({ msg: '5', lane: 3, event: pdu?.id ?? null });
    return pdu;
  });
  expect(box?.kind).toBe('ws.frame');
  await page.getByRole('button', { name: 'Lose this packet' }).click();
  await page.waitForFunction(() => globalThis.pushpull?.runs.length === 2);
  const rules = await page.evaluate(() => {
    const { trace } = globalThis.pushpull ?? {};
    if (!trace) return [];
    return Array.from({ length: trace.length }, (_, id) => trace.at(id)).flatMap((event) =>
      event.type === 'segment.lost' ? [event.rule] : [],
    );
  });
  expect(rules).toEqual(['picked']);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('skipping ahead goes on in-page with the same trace', async () => {
  const opened = await openPage(site, { hash: '#seed=7&panel=run' });
  const { page } = opened;
  await sessionReady(page);
  await runReaches(page, 1);
  await page.getByRole('button', { name: '1 min', exact: true }).click();
  await runReaches(page, 60.01);
  await page
    .getByText('computed in the page since you skipped ahead')
    .filter({ visible: true })
    .first()
    .waitFor();
  const { hash } = await headless(
    recipeOf(ensure(SCENARIOS[0], 'scenario'), { feedEndMs: 60_000 }),
    fromS(60),
    ZERO,
  );
  expect(await page.evaluate(() => globalThis.pushpull?.trace.hash(60_000_000 as SimTime))).toBe(hash);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a typed line goes up and comes back in every lane', async () => {
  const opened = await openPage(site, { hash: '#seed=7&panel=feed' });
  const { page } = opened;
  await sessionReady(page);
  await runReaches(page, 1);
  await page.getByPlaceholder('Hello').fill('早上好');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    globalThis.pushpull?.metrics.every(({ upSent, upArrived }) => upSent === 1 && upArrived === 1),
  );
  const row = page.getByRole('row').filter({ hasText: '早上好' });
  await expect.poll(() => row.getByText(/\d\s(ms|s)/).count(), { timeout: 10_000 }).toBe(4);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('selecting a message tells why it is late, in every lane', async () => {
  const opened = await openPage(site, { hash: '#seed=7&panel=scoreboard' });
  const { page } = opened;
  await sessionReady(page);
  await runReaches(page, 5);
  await page.getByRole('row').filter({ hasText: 'Polling' }).first().getByRole('button').first().click();
  await page.getByRole('heading', { level: 1, name: /Why message \d+ is late/ }).waitFor();
  await page
    .getByText(/waiting for the next poll|next poll/)
    .first()
    .waitFor();
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

describe('axe finds nothing', async () => {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  test.each([
    ['en', 'light'],
    ['zh', 'dark'],
    ['zh', 'projector'],
  ])('in %s, %s', async (lang, theme) => {
    const opened = await openPage(site, { hash: `#lang=${lang}&theme=${theme}&seed=7` });
    const { page } = opened;
    await sessionReady(page);
    await runReaches(page, 3);
    for (const panel of ['', 'scoreboard', 'network', 'feed', 'events', 'run']) {
      await page.evaluate((to) => (location.hash = to), `#lang=${lang}&theme=${theme}&panel=${panel}`);
      await page.waitForTimeout(400);
      await page.evaluate(source);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const found = await axe.run();
        return found.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
        );
      });
      expect(violations, panel).toEqual([]);
    }
    await closePage(opened);
  });
});
