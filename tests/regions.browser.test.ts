/** Regions of the timeline, as a visitor has them: drawn, moved, resized and removed, in the past and ahead. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromMs, plus } from '#base/time.ts';
import {
  closePage,
  openPage,
  openSite,
  runReaches,
  sessionReady,
  type Site,
  type WatchedPage,
} from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** A page whose run has got to 20 s and is paused there. */
async function pausedAt20(options: Parameters<typeof openPage>[1] = {}): Promise<WatchedPage> {
  const opened = await openPage(site, { hash: '#seed=7', reducedMotion: true, ...options });
  const { page } = opened;
  await sessionReady(page);
  await page.evaluate(() => {
    globalThis.pushpull?.pause();
    void globalThis.pushpull?.skipAhead(20_000);
  });
  await runReaches(page, 20);
  await page.waitForFunction(() => globalThis.pushpull?.status === 'paused');
  // The window turns its page in the frame after; with reduced motion it does not glide.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );
  return opened;
}

/** Presses in the strip at one share of its width and lets go at another; with `release` false it holds on. */
async function drag(page: Page, from: number, to: number, release = true): Promise<void> {
  const box = ensure(await page.locator('.strip').boundingBox(), 'the strip has no box');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + ((from + to) / 2) * box.width, y);
  await page.mouse.move(box.x + to * box.width, y);
  if (release) await page.mouse.up();
}

const regions = (page: Page) => page.evaluate(() => globalThis.pushpull?.regions ?? []);
const runCount = (page: Page) => page.evaluate(() => globalThis.pushpull?.runs.length);
const slider = (page: Page) => page.getByRole('slider', { name: 'Outage, both directions' });

/** When each segment that a dead line killed was sent, in microseconds. */
function outageLosses(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const trace = globalThis.pushpull?.trace;
    if (!trace) return [];
    return Array.from({ length: trace.length }, (_, id) => trace.at(id)).flatMap((event) =>
      event.type === 'segment.lost' && event.rule === 'outage' ? [trace.at(event.sent).t] : [],
    );
  });
}

test('an outage drawn over the past forks the run there, and the old run stays as it was', async () => {
  const opened = await pausedAt20();
  const { page } = opened;
  const hashOf = () => page.evaluate(() => globalThis.pushpull?.trace.hash(globalThis.pushpull.playhead));
  const before = await page.evaluate(() => globalThis.pushpull?.playhead);
  const hash = await hashOf();

  await drag(page, 0.2, 0.45);
  await page.waitForFunction(() => globalThis.pushpull?.runs.length === 2);
  const [drawn] = await regions(page);
  const region = ensure(drawn, 'there is no region');
  expect(region).toMatchObject({ outage: 'both' });
  expect(region.at % 100_000).toBe(0);
  expect(plus(region.at, fromMs(region.ms))).toBeLessThan(before ?? 0);
  const shown = await page.evaluate(() => globalThis.pushpull?.shown);
  expect(shown).toMatchObject({ id: 2, parent: 1, forkedAt: region.at });
  await page
    .getByText(/fork of run 1 at/)
    .first()
    .waitFor();

  const losses = await outageLosses(page);
  expect(losses.length).toBeGreaterThan(0);
  expect(Math.min(...losses)).toBeGreaterThanOrEqual(region.at);
  expect(Math.max(...losses)).toBeLessThan(plus(region.at, fromMs(region.ms)));

  await page.evaluate(() => (location.hash = '#seed=7&panel=run'));
  await page.getByRole('listitem').filter({ hasText: 'Run 1' }).getByRole('button', { name: 'Show' }).click();
  await page.waitForFunction(() => globalThis.pushpull?.shown.id === 1);
  expect(
    await page.evaluate((t) => globalThis.pushpull?.trace.hash(t ?? globalThis.pushpull.head), before),
  ).toBe(hash);
  expect(await slider(page).count()).toBe(0);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('an outage drawn ahead forks nothing; keys and edges change it, and it can be removed', async () => {
  const opened = await pausedAt20();
  const { page } = opened;
  expect(await slider(page).count()).toBe(0);
  await drag(page, 0.7, 0.85);
  await page.waitForFunction(() => globalThis.pushpull?.regions.length === 1);
  const drawn = ensure((await regions(page))[0], 'there is no region');
  expect(drawn.at).toBeGreaterThan((await page.evaluate(() => globalThis.pushpull?.head)) ?? Infinity);

  // What was just drawn has the focus.
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'slider');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowLeft');
  const moved = plus(drawn.at, fromMs(900));
  await page.waitForFunction((at) => globalThis.pushpull?.regions[0]?.at === at, moved);
  await page.keyboard.press('Alt+ArrowLeft');
  await page.waitForFunction((ms) => globalThis.pushpull?.regions[0]?.ms === ms, drawn.ms - 100);
  const told = await slider(page).getAttribute('aria-valuetext');
  expect(told?.replaceAll('\u2009', ' ')).toBe(
    `from ${(moved / 1e6).toFixed(1)} s for ${((drawn.ms - 100) / 1000).toFixed(1)} s`,
  );

  const edge = ensure(await page.locator('[data-grip=end]').boundingBox(), 'there is no edge');
  await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width / 2 - 30, edge.y + edge.height / 2, { steps: 3 });
  await page.mouse.up();
  const [resized] = await regions(page);
  expect(resized?.at).toBe(moved);
  expect(resized?.ms).toBeLessThan(drawn.ms - 100);

  await slider(page).focus();
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => globalThis.pushpull?.regions.length === 0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'Time shown on the stage',
  );
  expect(await runCount(page)).toBe(1);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('Escape puts back what is being drawn, and a click only says how it is done', async () => {
  const opened = await pausedAt20();
  const { page } = opened;
  await drag(page, 0.3, 0.5, false);
  await page.getByText(/^outage .*the run forks at/).waitFor();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await slider(page).count()).toBe(0);
  await drag(page, 0.3, 0.3);
  await page.getByText(/Press here and drag/).waitFor();
  expect(await regions(page)).toEqual([]);
  expect(await runCount(page)).toBe(1);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a finger moves a thin region, and the cross beside it removes it', async () => {
  const opened = await pausedAt20({ width: 390, height: 844 });
  const { page } = opened;
  await page.evaluate(() => {
    const session = globalThis.pushpull;
    if (session) session.putRegion(null, { at: (session.head + 500_000) as never, ms: 10, outage: 'up' });
  });
  const body = page.locator('[data-grip=move]');
  const box = ensure(await body.boundingBox(), 'there is no region');
  expect(box.width).toBeGreaterThanOrEqual(24);
  expect(box.height).toBeGreaterThanOrEqual(24);
  const before = ensure((await regions(page))[0], 'there is no region');
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...by: number[]) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: by.map((px) => ({ x: box.x + box.width / 2 + px, y: box.y + box.height / 2 })),
    });
  await touch('touchStart', 0);
  await touch('touchMove', 15);
  await touch('touchMove', 30);
  await touch('touchEnd');
  await page.waitForFunction((at) => (globalThis.pushpull?.regions[0]?.at ?? 0) > at, before.at);
  expect((await regions(page))[0]).toMatchObject({ ms: 10, outage: 'up' });
  await page.getByRole('button', { name: 'Remove: Outage, client to server' }).click();
  await page.waitForFunction(() => globalThis.pushpull?.regions.length === 0);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('axe finds nothing in a page with regions', async () => {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const opened = await pausedAt20({ hash: '#seed=7&lang=zh' });
  const { page } = opened;
  await drag(page, 0.7, 0.8);
  await drag(page, 0.88, 0.95);
  await page.waitForFunction(() => globalThis.pushpull?.regions.length === 2);
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  expect(violations).toEqual([]);
  await closePage(opened);
});
