/** A run goes from page to page: as a link, as a file; broken and newer ones; by keyboard alone. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { deflateRaw } from 'pako';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { concat, utf8 } from '#base/bytes.ts';
import { sha256 } from '#base/digest.ts';
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

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** A run with an outage, a changed setting, a typed line and a selected message, shown at 8.5 s of it. */
async function madeRun(hash = '#seed=11&lang=zh&theme=dark'): Promise<WatchedPage> {
  const opened = await openPage(site, { hash });
  const { page } = opened;
  await sessionReady(page);
  await page.evaluate(() => globalThis.pushpull?.setSpeed(10));
  await runReaches(page, 2);
  await page.evaluate(() => {
    const session = globalThis.pushpull;
    session?.pause();
    session?.putRegion(null, { at: 4_000_000 as SimTime, ms: 2500, outage: 'down' });
    session?.set({ 'net.down.delayMs': 140 });
    session?.say('你好 <b>');
    session?.play();
  });
  await runReaches(page, 9);
  await page.evaluate(() => {
    const session = globalThis.pushpull;
    session?.scrub(8_500_000 as SimTime);
    session?.select({ msg: '3', lane: 2 });
  });
  return opened;
}

/** What of a run has to come back; runs in the page. */
function shown() {
  const session = globalThis.pushpull;
  return {
    hash: session?.trace.hash(session.playhead),
    playhead: session?.playhead,
    seed: session?.seed,
    settings: session?.settings,
    interventions: session?.shown.recipe.interventions,
    selection: session?.selection,
    lang: document.documentElement.lang,
    theme: document.documentElement.dataset['theme'],
  };
}

async function openShare(page: Page, name = '分享'): Promise<void> {
  // It stands there once anything was done.
  await page.keyboard.press('Shift');
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').locator('svg').waitFor();
}

async function linkIn(page: Page): Promise<string> {
  return page.getByRole('dialog').locator('input[readonly]').inputValue();
}

async function isShown(page: Page, expected: ReturnType<typeof shown>): Promise<void> {
  await page.waitForFunction((t) => globalThis.pushpull?.playhead === t, expected.playhead, {
    timeout: 30_000,
  });
  await page.waitForFunction(() => globalThis.pushpull?.selection.msg !== null);
  expect(await page.evaluate(shown)).toEqual(expected);
}

/** A link as a page of another version could write it. */
function forge(capsule: object): string {
  const deflated = deflateRaw(utf8(JSON.stringify(capsule)));
  const check = sha256().update(deflated).digest().subarray(0, 4);
  return `#lang=en&run=${Buffer.from(concat([check, deflated])).toString('base64url')}`;
}

test('a link opens the same run at the same instant, with selection, language and colours', async () => {
  const made = await madeRun();
  await openShare(made.page);
  const link = await linkIn(made.page);
  const expected = await made.page.evaluate(shown);
  expect(expected).toMatchObject({ lang: 'zh-Hans', theme: 'dark', seed: 11 });
  expect(expected.interventions).toHaveLength(3);
  expect(made.errors).toEqual([]);
  await closePage(made);

  const fresh = await openPage(site, { hash: new URL(link).hash });
  await sessionReady(fresh.page);
  await isShown(fresh.page, expected);
  expect(await fresh.page.evaluate(() => globalThis.pushpull?.runs.length)).toBe(1);
  expect(await fresh.page.evaluate(() => globalThis.pushpull?.status)).toBe('paused');

  // The address stands for the run until the run is another one.
  await fresh.page.reload();
  await sessionReady(fresh.page);
  await isShown(fresh.page, expected);
  await fresh.page.evaluate(() => globalThis.pushpull?.set({ 'net.up.lossPct': 4, 'net.down.lossPct': 4 }));
  await fresh.page.waitForFunction(() => !location.hash.includes('run=') && location.hash.includes('loss='));
  expect(fresh.errors).toEqual([]);
  await closePage(fresh);
});

test('a link pasted into the open page starts its run, and the old one is kept', async () => {
  const made = await madeRun();
  await openShare(made.page);
  const { hash } = new URL(await linkIn(made.page));
  const expected = await made.page.evaluate(shown);
  await closePage(made);

  const opened = await openPage(site, { hash: '#seed=5' });
  await sessionReady(opened.page);
  await runReaches(opened.page, 1);
  await opened.page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await isShown(opened.page, expected);
  expect(
    await opened.page.evaluate(() => globalThis.pushpull?.runs.map(({ recipe }) => recipe.seed)),
  ).toEqual([5, 11]);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a link from a step of a lesson opens the lesson at that step, with the run as it was', async () => {
  const made = await openPage(site, { hash: '#lang=en&lesson=polling&step=ask' });
  await sessionReady(made.page);
  await made.page.waitForFunction(() => globalThis.pushpull?.shown.recipe.scenario === 'polling/ask');
  await made.page.evaluate(() => globalThis.pushpull?.play());
  await runReaches(made.page, 3);
  await made.page.evaluate(() => {
    globalThis.pushpull?.scrub(2_500_000 as SimTime);
    globalThis.pushpull?.select({ msg: '1' });
  });
  await openShare(made.page, 'Share');
  const { hash } = new URL(await linkIn(made.page));
  const expected = await made.page.evaluate(shown);
  await closePage(made);

  const fresh = await openPage(site, { hash });
  await sessionReady(fresh.page);
  await isShown(fresh.page, expected);
  expect(await fresh.page.evaluate(() => location.hash)).toContain('lesson=polling&step=ask');
  expect(fresh.errors).toEqual([]);
  await closePage(fresh);
});

test('a link with one character changed says so, and the page works', async () => {
  const hash = forge({ v: 1, seed: 3, playheadMs: 1000 });
  const middle = Math.floor(hash.length - 8);
  const changed = hash.slice(0, middle) + (hash[middle] === 'A' ? 'B' : 'A') + hash.slice(middle + 1);
  const opened = await openPage(site, { hash: changed });
  await opened.page.getByRole('alert').filter({ hasText: 'has a wrong character' }).waitFor();
  await runReaches(opened.page, 1);
  expect(await opened.page.evaluate(() => location.hash)).not.toContain('run=');
  await opened.page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  await opened.page.getByRole('alert').waitFor({ state: 'detached' });
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a newer link opens as far as it is known, and names the rest', async () => {
  const hash = forge({
    v: 2,
    seed: 23,
    hologram: '<img src=x onerror=alert(1)>',
    settings: { 'net.up.delayMs': 90, 'net.up.lossPct': 500 },
    playheadMs: 1500,
  });
  const opened = await openPage(site, { hash });
  const notice = opened.page.getByRole('status').filter({ hasText: 'newer PushPull (format 2)' });
  await notice.waitFor();
  expect(await notice.textContent()).toContain('settings.net.up.lossPct, hologram');
  expect(
    await opened.page.evaluate(() => [
      globalThis.pushpull?.seed,
      globalThis.pushpull?.playhead,
      globalThis.pushpull?.settings['net.up.delayMs'],
      globalThis.pushpull?.settings['net.up.lossPct'],
    ]),
  ).toEqual([23, 1_500_000, 90, 0]);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('opening a long run can be stopped, and then plays from its start', async () => {
  const opened = await openPage(site, { hash: forge({ v: 1, seed: 3, playheadMs: 40_000_000 }) });
  await opened.page.getByRole('button', { name: 'Stop' }).click();
  await opened.page.getByText('The run stands at its start').waitFor();
  expect(await opened.page.evaluate(() => globalThis.pushpull?.status)).toBe('paused');
  await opened.page.getByRole('button', { name: 'Play', exact: true }).click();
  await runReaches(opened.page, 1);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a saved file opens by choosing and by dropping it; messages and broken files are told apart', async () => {
  const made = await madeRun('#seed=11&lang=en');
  await openShare(made.page, 'Share');
  const [download] = await Promise.all([
    made.page.waitForEvent('download'),
    made.page.getByRole('button', { name: 'Save as file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('pushpull-race-11.json');
  const text = await readFile(await download.path(), 'utf8');
  const expected = await made.page.evaluate(shown);
  await closePage(made);

  const opened = await openPage(site, { hash: '#lang=en' });
  const { page } = opened;
  await sessionReady(page);
  await openShare(page, 'Share');
  const buffer = Buffer.from(text);
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
  await isShown(page, expected);

  const drop = (name: string, content: string): Promise<void> =>
    page.evaluate(
      (file) => {
        const data = new DataTransfer();
        data.items.add(new File([file.content], file.name));
        document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      },
      { name, content },
    );
  await drop('cut.json', text.slice(0, 100));
  await page.getByRole('alert').filter({ hasText: 'cut.json: This is no valid JSON' }).waitFor();
  expect(await page.evaluate(shown)).toEqual(expected);
  await drop('mine.csv', 'who,what\nAda,hi\n');
  await page.waitForFunction(() => globalThis.pushpull?.feed.kind === 'file');
  await drop('b.json', text);
  await isShown(page, expected);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('the link is copied; where the browser refuses, it is selected to be copied by hand', async () => {
  const opened = await openPage(site, { hash: '#lang=en' });
  const { page } = opened;
  await sessionReady(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openShare(page, 'Share');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await linkIn(page));

  await page.getByRole('radio', { name: 'from the start' }).check();
  await page.evaluate(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('no')) });
  });
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('The link is selected').waitFor();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(await linkIn(page));
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('all of it goes by keyboard, and Esc closes the panel without letting go of the selection', async () => {
  const opened = await openPage(site, { hash: '#lang=en' });
  const { page } = opened;
  await sessionReady(page);
  await runReaches(page, 3);
  await page.evaluate(() => {
    globalThis.pushpull?.pause();
    globalThis.pushpull?.select({ msg: '1' });
  });
  await page.keyboard.press('Shift');
  await page.getByRole('button', { name: 'Share', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').locator('svg').waitFor();
  const reached: string[] = [];
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(() => {
        const focus = document.activeElement;
        return focus instanceof HTMLInputElement ? focus.type : (focus?.textContent.trim() ?? '');
      }),
    );
  }
  expect(reached).toEqual(['radio', 'text', 'Copy link', 'Save as file', 'file']);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => globalThis.pushpull?.selection.msg)).toBe('1');
  expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Share');
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test.each([
  ['en', 'light', 1280, 720],
  ['zh', 'dark', 390, 844],
  ['zh', 'projector', 1280, 720],
  ['en', 'projector', 640, 360],
])('in %s, %s, at %i x %i axe finds nothing and nothing is cut off', async (lang, theme, width, height) => {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const opened = await openPage(site, { hash: `#lang=${lang}&theme=${theme}`, width, height });
  const { page } = opened;
  await sessionReady(page);
  await openShare(page, lang === 'en' ? 'Share' : '分享');
  const box = await page.getByRole('dialog').boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  expect(await page.getByRole('dialog').evaluate((panel) => panel.scrollWidth <= panel.clientWidth)).toBe(
    true,
  );
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
