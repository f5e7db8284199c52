/** The pages around the lessons: the course's map, the glossary, the teacher's page, a lesson from outside. */
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { closePage, openPage, openSite, sessionReady, type Site } from './site.ts';

const LESSONS = fileURLToPath(new URL('../lessons/', import.meta.url));
const PLANNED = 21;

let site: Site;
let folder: string;
beforeAll(async () => {
  site = await openSite();
  folder = await mkdtemp(join(tmpdir(), 'pushpull-'));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** A copy of a lesson of the course in a folder of its own, with one file changed. */
async function copyOfLesson(name: string, change: (text: string) => string): Promise<string> {
  const target = join(folder, name);
  await mkdir(target, { recursive: true });
  for (const file of await readdir(join(LESSONS, 'polling'))) {
    const text = await readFile(join(LESSONS, 'polling', file), 'utf8');
    await writeFile(join(target, file), file === 'lesson.yaml' ? change(text) : text);
  }
  return target;
}

const contents = (page: Page) => page.getByRole('navigation', { name: 'Lessons' });

test('a stranger is led from the running race to the first lesson, and to all of them', async () => {
  const watched = await openPage(site);
  const { page } = watched;
  await sessionReady(page);
  const start = page.getByRole('link', { name: 'Start here: Polling, 8 minutes' });
  expect(await start.getAttribute('href')).toBe('#lesson=polling&lang=en');
  await page.getByRole('link', { name: 'All lessons' }).click();
  await contents(page)
    .getByRole('link', { name: /^Polling/ })
    .waitFor();
  expect(await page.evaluate(() => globalThis.pushpull?.status)).toBe('paused');
  await page.goBack();
  await page.waitForFunction(() => globalThis.pushpull?.status === 'playing');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('the map lists the whole curriculum, and links only what is written', async () => {
  const watched = await openPage(site, { hash: '#home' });
  const { page } = watched;
  await contents(page).waitFor();
  const rows = contents(page).getByRole('listitem');
  expect(await rows.count()).toBe(PLANNED);
  const planned = rows.filter({ hasText: 'not written yet' });
  expect(await planned.getByRole('link').count()).toBe(0);
  expect(await planned.count()).toBeLessThan(PLANNED);
  expect(await page.getByRole('link', { name: 'Begin: Polling' }).getAttribute('href')).toContain(
    'lesson=polling',
  );
  expect(await page.evaluate(() => globalThis.pushpull), 'no run starts behind the map').toBeUndefined();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('progress shows in the map, goes into a file, and comes back without loss', async () => {
  const watched = await openPage(site, {
    hash: '#home',
    init: () => {
      const polling = { at: 'half', done: ['ask', 'guess'], predictions: { guess: 'same' } };
      localStorage.setItem(
        'pushpull.progress',
        JSON.stringify({ format: 'pushpull-progress', version: 1, lessons: { polling } }),
      );
    },
  });
  const { page } = watched;
  const polling = contents(page).getByRole('listitem').filter({ hasText: 'Polling: freshness' });
  await polling.getByText('step 3 of 5').waitFor();
  await page.getByRole('link', { name: 'Continue: Polling' }).waitFor();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const saved = join(folder, 'progress.json');
  await (await download).saveAs(saved);
  const file = JSON.parse(await readFile(saved, 'utf8')) as { lessons: { polling: { done: string[] } } };
  expect(file.lessons.polling.done).toEqual(['ask', 'guess']);

  file.lessons.polling.done = ['tune', 'half', 'free'];
  await writeFile(saved, JSON.stringify(file));
  const add = page.locator('input[accept*=json]');
  await add.setInputFiles(saved);
  await page.getByText('Added what progress.json has. Nothing was lost.').waitFor();
  await polling.getByText('done', { exact: true }).waitFor();

  await add.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
  await page.getByText('x.json was not added. It is no file of progress').waitFor();
  await polling.getByText('done', { exact: true }).waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('the glossary is searched in either language, and a link leads to its term', async () => {
  const watched = await openPage(site, { hash: '#glossary=rto' });
  const { page } = watched;
  const term = page.getByText('retransmission time-out (RTO)');
  await term.waitFor();
  await page.waitForFunction(() => scrollY > 0);
  await page.getByLabel('Search').fill('长轮询');
  await page
    .getByRole('status')
    .filter({ hasText: /^1 term$/ })
    .waitFor();
  expect(await page.locator('dfn').allTextContents()).toEqual(['long polling', '长轮询']);
  await page.getByLabel('Search').fill('xyzzy');
  await page.getByText('No term has “xyzzy”.').waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a word of a lesson leads to its place in the glossary', async () => {
  const watched = await openPage(site, { hash: '#lesson=polling' });
  const { page } = watched;
  await page.getByRole('button', { name: 'polling', exact: true }).first().click();
  await page.getByRole('dialog').getByRole('link', { name: 'Glossary' }).click();
  await page
    .locator('li.asked dfn')
    .filter({ hasText: /^polling$/ })
    .waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('the teacher’s page holds no answer unless asked, prints, and shows nothing on the projector', async () => {
  const watched = await openPage(site, { hash: '#lesson=polling&teacher' });
  const { page } = watched;
  await page.getByRole('heading', { name: 'Polling: freshness against waste: teacher’s page' }).waitFor();
  for (const name of ['Objective', 'Notes', 'Sources'])
    expect(await page.getByRole('heading', { name, exact: true }).count(), name).toBe(1);
  expect(await page.locator('.answer').count()).toBe(0);
  await page.getByLabel('With answers').check();
  await page.locator('.answer').getByText('Messages come much sooner, and more polls are empty').waitFor();
  await page.getByText('polling.intervalMs = ').first().waitFor();

  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('banner').isVisible()).toBe(false);
  expect(await page.getByLabel('With answers').isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });

  await page.getByLabel('Colours').selectOption('projector');
  await page.getByText('In the projector’s colours it shows nothing.').waitFor();
  expect(await page.getByRole('heading').count()).toBe(1);
  expect(await page.getByText('Objective').count()).toBe(0);
  await page.getByRole('button', { name: 'Show it in light colours' }).click();
  await page.getByRole('heading', { name: 'Objective' }).waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a folder from outside opens as a lesson, marked, and leaves the course’s progress alone', async () => {
  const own = await copyOfLesson('mine', (text) => text);
  const watched = await openPage(site, { hash: '#home' });
  const { page } = watched;
  await page.locator('input[webkitdirectory]').setInputFiles(own);
  await page.getByText('Polling: freshness against waste (from outside)').first().waitFor();
  expect(await page.evaluate(() => location.hash)).toContain('lesson=outside-mine');
  await page
    .getByRole('heading', { name: 'The server can’t call you' })
    .or(page.getByText("The server can't call you"))
    .first()
    .waitFor();
  expect(await page.evaluate(() => localStorage.getItem('pushpull.progress') ?? '')).not.toContain('mine');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a lesson from outside with mistakes is refused, with the place and the remedy of each', async () => {
  const broken = await copyOfLesson('broken', (text) => text.replace('kind: predict', 'kind: predikt'));
  const watched = await openPage(site, { hash: '#home' });
  const { page } = watched;
  const input = page.locator('input[webkitdirectory]');
  await input.setInputFiles(broken);
  await page.getByText('broken cannot be opened.').waitFor();
  await page.getByText(/broken\/lesson\.yaml:\d+:\d+: .*predikt.*predict/).waitFor();
  const empty = join(folder, 'empty');
  await mkdir(empty, { recursive: true });
  await writeFile(join(empty, 'notes.txt'), 'nothing');
  await input.setInputFiles(empty);
  await page.getByText('There is no lesson.yaml among the files.').waitFor();
  await contents(page).waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('files dropped anywhere on the map are a lesson from outside', async () => {
  const watched = await openPage(site, { hash: '#home' });
  const { page } = watched;
  await contents(page).waitFor();
  const files = await Promise.all(
    (await readdir(join(LESSONS, 'polling'))).map(async (name) => ({
      name,
      text: await readFile(join(LESSONS, 'polling', name), 'utf8'),
    })),
  );
  await page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of all) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
  await page.getByText('Polling: freshness against waste (from outside)').first().waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('after a lesson, free play has its four lanes again', async () => {
  const watched = await openPage(site, { hash: '#lesson=polling' });
  const { page } = watched;
  await page.waitForFunction(() => globalThis.pushpull?.lanes.length === 1);
  await page.evaluate(() => (location.hash = '#home'));
  await contents(page).waitFor();
  expect(await page.evaluate(() => globalThis.pushpull?.status)).toBe('paused');
  await page.getByRole('link', { name: 'Free play' }).click();
  await page.waitForFunction(() => globalThis.pushpull?.lanes.length === 4);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('the map is used by keyboard alone', async () => {
  const watched = await openPage(site, { hash: '#home' });
  const { page } = watched;
  await contents(page).waitFor();
  const begin = page.getByRole('link', { name: 'Begin: Polling' });
  for (let i = 0; i < 5 && !(await begin.evaluate((it) => it === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('lesson=polling'));
  await sessionReady(page);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test.each([
  ['a phone', { width: 390, height: 844 }],
  ['1280 x 720', { width: 1280, height: 720 }],
])('on %s nothing scrolls sideways, in both languages', async (_, size) => {
  const watched = await openPage(site, { ...size, hash: '#home' });
  const { page } = watched;
  for (const lang of ['en', 'zh'])
    for (const place of ['home', 'glossary', 'lesson=polling&teacher', 'herd']) {
      await page.evaluate((to) => (location.hash = to), `#${place}&lang=${lang}`);
      await page.locator(`html[lang^=${lang}]`).waitFor({ state: 'attached' });
      await page.locator('h1').waitFor();
      await page.locator('main :is(li, figure svg)').first().waitFor();
      const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width, `${place} ${lang}`).toBeLessThanOrEqual(room);
    }
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

describe('axe finds nothing', async () => {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  /** Each with what stands there when it is complete. */
  const PAGES = [
    ['home', 'nav li'],
    ['glossary', 'main li'],
    ['herd', 'figure svg'],
    ['lesson=polling&teacher', 'main :is(li, button.outline)'],
  ] as const;
  const LOOKS = ['light', 'dark', 'projector'];
  test.each(PAGES.flatMap(([place, ready]) => LOOKS.map((theme) => [place, theme, ready] as const)))(
    'on #%s, %s',
    async (place, theme, ready) => {
      const watched = await openPage(site, { hash: `#${place}&theme=${theme}` });
      const { page } = watched;
      await page.locator(ready).first().waitFor();
      await page.evaluate(source);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const found = await axe.run();
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(violations).toEqual([]);
      await closePage(watched);
    },
  );
});
