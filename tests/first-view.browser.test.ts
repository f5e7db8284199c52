/** What the page shows first: few controls, nothing cut off, nothing tiny, in both languages and every theme. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePage, openPage, openSite, runReaches, sessionReady, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  await site.close();
});

/** Everything that can be pressed, typed into or chosen from, but for the picture itself; runs in the page. */
function controlsInView(): string[] {
  const all = document.querySelectorAll<HTMLElement>(
    'button, select, input, textarea, a[href], summary, [role=button], [role=tab], [role=link]',
  );
  return [...all]
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return element.checkVisibility() && box.bottom > 0 && box.top < innerHeight && box.width > 0;
    })
    .map((element) => element.getAttribute('aria-label') ?? (element.textContent.trim() || element.tagName));
}

/** Texts smaller than 12 px; runs in the page. */
function tinyTexts(): string[] {
  const tiny: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (!element || text === '' || !element.checkVisibility()) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < 12) tiny.push(text);
  }
  return tiny;
}

/*
 * All of it is needed at once: play, latency, loss and cut (the experiment), the way to the first lesson and to all of
 * them, language, colours, and the panels. Speed and Step stand there once time was stopped, Share once something was
 * done.
 */
test('the first view has at most nine controls', async () => {
  const watched = await openPage(site);
  await sessionReady(watched.page);
  await watched.page.waitForTimeout(1500);
  const controls = await watched.page.evaluate(controlsInView);
  expect(controls.length, controls.join(' | ')).toBeLessThanOrEqual(9);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test.each([
  ['1280 x 720', { width: 1280, height: 720 }],
  ['200 % zoom', { width: 640, height: 360 }],
  ['a phone', { width: 390, height: 844 }],
])('at %s nothing scrolls sideways and no text is below 12 px, in each panel', async (_, size) => {
  const watched = await openPage(site, size);
  const { page } = watched;
  await sessionReady(page);
  for (const panel of ['', 'scoreboard', 'network', 'feed', 'events', 'run']) {
    for (const lang of ['en', 'zh']) {
      const hash = `#lang=${lang}&panel=${panel}`;
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForTimeout(300);
      const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width, hash).toBeLessThanOrEqual(room);
      expect(await page.evaluate(tinyTexts), hash).toEqual([]);
    }
  }
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('language and theme can be switched, and the address keeps them', async () => {
  const watched = await openPage(site, { hash: '#seed=7' });
  const { page } = watched;
  await page.getByRole('button', { name: '中文' }).click();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('消息');
  await page.getByLabel('配色').selectOption('dark');
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(new URL(page.url()).hash).toBe('#seed=7&lang=zh&theme=dark');
  await page.reload();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('Space pauses, but not while typing; ? shows the keys', async () => {
  const watched = await openPage(site);
  const { page } = watched;
  await sessionReady(page);
  const status = () => page.evaluate(() => globalThis.pushpull?.status);
  await page.waitForFunction(() => globalThis.pushpull?.status === 'playing');
  await page.keyboard.press('Space');
  expect(await status()).toBe('paused');
  await page.keyboard.press('Space');
  expect(await status()).toBe('playing');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Scoreboard' }).click();
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByPlaceholder('Hello').fill('a');
  await page.keyboard.press('Space');
  expect(await status()).toBe('playing');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('an own file starts a new run, and a bad one leaves the old feed going', async () => {
  const watched = await openPage(site, { hash: '#panel=feed' });
  const { page } = watched;
  await sessionReady(page);
  const choose = page.locator('input[type=file]');
  await choose.setInputFiles({ name: 'x.ndjson', mimeType: 'text/plain', buffer: Buffer.from('{oops\n') });
  await page.getByText('None of the 1 lines could be read.').waitFor();
  expect(await page.evaluate(() => globalThis.pushpull?.feed.kind)).toBe('chat');
  await choose.setInputFiles({
    name: 'x.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('who,what\nAda,hi\nBob\n'),
  });
  await page.getByText('Line 3: 1 fields where the header has 2, left out').waitFor();
  expect(await page.evaluate(() => globalThis.pushpull?.feed)).toEqual({
    kind: 'file',
    name: 'x.csv',
    rows: ['{"who":"Ada","what":"hi"}'],
  });
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a worker that can not be brought up to date serves all the same', async () => {
  const opened = await openPage(site, {
    init: () => {
      ServiceWorkerRegistration.prototype.update = () => Promise.reject(new TypeError('no network'));
    },
  });
  const { page } = opened;
  await sessionReady(page);
  // Now there is one, and the page that comes anew asks for its update.
  await page.reload();
  await sessionReady(page);
  expect(await page.evaluate(() => globalThis.pushpull?.transport)).toBe('worker');
  await runReaches(page, 1);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});
