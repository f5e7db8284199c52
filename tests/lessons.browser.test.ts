/**
 * Every lesson of the course, from its first step to its end, by the keys of the keyboard alone: what is answered comes
 * from the lesson's own solution. A new lesson is taken without an edit here. Languages and looks take turns over the
 * course; with THOROUGH=1 every lesson is taken in each language, and looked at in each look.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCourse } from '#course/files/load.ts';
import type { Action, Lesson, PredictStep, SortStep, Step } from '#course/model.ts';
import { HERD_JITTERS } from '#lab/herd/options.ts';
import { formatSpan } from '#words/format.ts';
import { herdCatalogue } from '#words/herd-catalogue.ts';
import { lessonCatalogue } from '#words/lesson-catalogue.ts';
import { LOCALES, type Locale } from '#words/locale.ts';
import { readLessons } from '../scripts/lesson/disk.ts';
import { closePage, openPage, openSite, sessionReady, type Site } from './site.ts';

const { lessons } = loadCourse(await readLessons());
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAKES_MS = 600_000;
const LOOKS = [
  ['en', 'light'],
  ['zh', 'dark'],
  ['en', 'projector'],
  ['zh', 'light'],
] as const;

/** All of them, or the one whose turn it is. */
function turn<T>(all: readonly T[], lesson: number): readonly T[] {
  return process.env.THOROUGH === '1' ? all : all.filter((_, i) => i === lesson % all.length);
}

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Moves the focus on with Tab until it is on what the selector means. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}

async function stepIs(page: Page, lesson: Lesson, locale: Locale, step: Step): Promise<void> {
  const title = lesson.prose[locale].steps.get(step.id)?.title ?? '';
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('step')).toBe(step.id);
}

/** What is played in seconds is watched in moments: only the test is in a hurry. */
async function hurry(page: Page): Promise<void> {
  await page.evaluate(() => globalThis.pushpull?.setSpeed(20));
}

async function doPredict(page: Page, step: PredictStep): Promise<void> {
  await tabTo(page, '.lesson input[type=radio]');
  await page.keyboard.press('Space');
  for (let i = 0; i < step.options.indexOf(step.answer); i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  // Locked: what is right can't be read from the page yet.
  expect(await page.locator('.truth, .mark').count()).toBe(0);
  await page.keyboard.press('Enter');
  await hurry(page);
  await page.locator('.truth').waitFor({ timeout: 60_000 });
}

async function doSort(page: Page, step: SortStep): Promise<void> {
  for (const [i, bucket] of Object.values(step.items).entries()) {
    await tabTo(page, `.lesson li:nth-child(${String(i + 1)}) select`);
    for (let down = 0; down <= step.buckets.indexOf(bucket); down++) await page.keyboard.press('ArrowDown');
  }
  await tabTo(page, '.body .solid');
  await page.keyboard.press('Enter');
  await page.locator('.result').waitFor();
}

/** The one setting of a solution that has a slider in the controls' row, else null: the solution's own button. */
function slid(actions: readonly Action[], step: Step): number | null {
  const [only, ...more] = actions;
  if (only?.kind !== 'set' || more.length > 0 || !step.controls.includes('interval')) return null;
  return only.set['polling.intervalMs'] ?? null;
}

async function doTask(page: Page, step: Step, actions: readonly Action[], words: Words): Promise<void> {
  await hurry(page);
  const wantedMs = slid(actions, step);
  if (wantedMs === null) {
    await tabTo(page, '.foot button');
    const solution = page.getByRole('button', { name: words.solution, exact: true });
    await solution.press('Enter');
    await hurry(page);
  } else {
    await tabTo(page, '[data-point="control.interval"] input');
    for (let i = 0; i < 40; i++) {
      const now = await page.evaluate(() => globalThis.pushpull?.settings['polling.intervalMs'] ?? 0);
      if (Math.abs(now - wantedMs) <= 0.15 * wantedMs) break;
      await page.keyboard.press(now > wantedMs ? 'ArrowLeft' : 'ArrowRight');
      await page.waitForTimeout(60);
    }
  }
  await page.locator('.proof:not(:empty)').waitFor({ timeout: 110_000 });
}

async function doWrite(page: Page, actions: readonly Action[]): Promise<void> {
  const written = actions.find((action) => action.kind === 'write');
  await tabTo(page, '.lesson textarea');
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(written?.text ?? '');
  await page.locator('.proof:not(:empty)').waitFor();
}

/** Sets what the solution sets, from one end of each control on. */
async function doHerd(page: Page, actions: readonly Action[], locale: Locale): Promise<void> {
  const { waits } = herdCatalogue(locale);
  const labels = { reconnectMs: waits.first, reconnectCapMs: waits.cap, stableMs: waits.stable } as const;
  for (const action of actions) {
    if (action.kind !== 'wait') continue;
    const { jitter, ...rest } = action.policy;
    if (jitter) {
      const choice = page.getByRole('combobox', { name: waits.jitter, exact: true });
      await choice.press('Home');
      for (let i = 0; i < HERD_JITTERS.indexOf(jitter); i++) await choice.press('ArrowDown');
    }
    for (const [id, label] of Object.entries(labels) as [keyof typeof labels, string][]) {
      const wanted = rest[id];
      if (wanted === undefined) continue;
      const slider = page.getByRole('slider', { name: label, exact: true });
      await slider.press('Home');
      for (let i = 0; i < 30 && (await slider.getAttribute('aria-valuetext')) !== formatSpan(wanted); i++)
        await slider.press('ArrowRight');
    }
  }
  await page.locator('.proof:not(:empty)').waitFor();
}

/** What does not fit: the step's text beside the stage, or the page in its window. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.querySelector('.lesson .body'), document.documentElement].flatMap((box, i) => {
      if (!box) return ['no step'];
      const [needs, has] =
        i === 0 ? [box.scrollHeight, box.clientHeight] : [box.scrollWidth, box.clientWidth];
      return needs > has ? [`${box.localName} needs ${String(needs)} px and has ${String(has)}`] : [];
    }),
  );
}

type Words = ReturnType<typeof lessonCatalogue>;

/** Does what the step asks for, and goes on to the next. */
async function take(page: Page, lesson: Lesson, step: Step, locale: Locale): Promise<void> {
  const words = lessonCatalogue(locale);
  const actions = lesson.solution.get(step.id) ?? [];
  switch (step.kind) {
    case 'predict':
      await doPredict(page, step);
      break;
    case 'sort':
      await doSort(page, step);
      break;
    case 'task':
      await doTask(page, step, actions, words);
      break;
    case 'write':
      await doWrite(page, actions);
      break;
    case 'herd':
      await doHerd(page, actions, locale);
      break;
    case 'watch':
      if (await page.locator('.body .solid').isVisible()) await page.keyboard.press('Enter');
      await hurry(page);
      break;
    default:
  }
  await page.locator('.next.solid').waitFor({ timeout: 60_000 });
  await tabTo(page, '.next');
  await page.keyboard.press('Enter');
}

describe.each([...lessons.values()].map((lesson, place) => [lesson.id, lesson, place] as const))(
  'lesson %s',
  (id, lesson, place) => {
    test.each(turn(LOCALES, place))(
      'is taken to its end by keyboard alone, in %s',
      async (locale) => {
        const opened = await openPage(site, { hash: `#lesson=${id}&lang=${locale}` });
        const { page } = opened;
        await sessionReady(page);
        const words = lessonCatalogue(locale);
        for (const [i, step] of lesson.steps.entries()) {
          await stepIs(page, lesson, locale, step);
          if (i > 0) expect(await page.evaluate(() => document.activeElement?.localName)).toBe('h1');
          await take(page, lesson, step, locale);
        }
        await page.getByText(words.done).waitFor();
        const kept = await page.evaluate(() => localStorage.getItem('pushpull.progress'));
        const { lessons: progress } = JSON.parse(kept ?? '{}') as {
          lessons?: Record<string, { done: string[] }>;
        };
        // A step that the solution did for the learner earns nothing.
        const own = lesson.steps.filter(
          (step) => step.kind !== 'task' || slid(lesson.solution.get(step.id) ?? [], step) !== null,
        );
        expect(progress?.[id]?.done).toEqual(own.map((step) => step.id));
        expect(opened.errors).toEqual([]);
        await closePage(opened);
      },
      TAKES_MS,
    );

    test.each(turn(LOOKS, place))(
      'shows each step without scrolling at 1280 x 720, and axe finds nothing on it, in %s, %s',
      async (locale, theme) => {
        const opened = await openPage(site, { hash: `#lesson=${id}&lang=${locale}&theme=${theme}` });
        const { page } = opened;
        for (const step of lesson.steps) {
          await page.evaluate(
            (to) => (location.hash = to),
            `#lesson=${id}&step=${step.id}&lang=${locale}&theme=${theme}`,
          );
          await stepIs(page, lesson, locale, step);
          expect(await overflow(page), step.id).toEqual([]);
          // Its word fades in while a panel is fetched: half-way it has too little contrast.
          await page.locator('.panel p.wait').waitFor({ state: 'detached' });
          await page.evaluate(axeSource);
          const violations = await page.evaluate(async () => {
            const { axe } = globalThis as unknown as {
              axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            };
            const found = await axe.run();
            return found.violations.map(
              ({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
            );
          });
          expect(violations, step.id).toEqual([]);
        }
        await closePage(opened);
      },
      240_000,
    );
  },
);

const [first] = lessons.values();
if (!first) throw new Error('there is no lesson under lessons/');

test('what was entered survives a reload, and the lesson goes on where it was left', async () => {
  const [found] = [...lessons.values()].flatMap((lesson) =>
    lesson.steps.flatMap((step) => (step.kind === 'predict' ? [{ lesson, step }] : [])),
  );
  if (!found) return;
  const { lesson, step } = found;
  const opened = await openPage(site, { hash: `#lesson=${lesson.id}&step=${step.id}&lang=en` });
  const { page } = opened;
  await tabTo(page, '.lesson input[type=radio]');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: lessonCatalogue('en').predict.change }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: lessonCatalogue('en').predict.change }).waitFor();
  expect(await page.locator('.lesson input[type=radio]').first().isChecked()).toBe(true);
  // Without a step in the address the kept progress says which.
  await page.goto(`${site.url}#lang=en`);
  await page.goto(`${site.url}#lesson=${lesson.id}&lang=en`);
  await stepIs(page, lesson, 'en', step);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('Back leaves the lesson for what was before it, not for the step before', async () => {
  const opened = await openPage(site, { hash: '#lang=en' });
  const { page } = opened;
  await sessionReady(page);
  await page.evaluate((to) => (location.hash = to), `#lesson=${first.id}&lang=en`);
  await page.getByText(lessonCatalogue('en').where('1', String(first.steps.length), '')).waitFor();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.goBack();
  await page.waitForFunction(() => globalThis.pushpull?.lanes.length === 4);
  expect(await page.locator('.lesson .foot').count()).toBe(0);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a pointer in the prose lights up the thing itself; a term tells what it means, and Esc closes it', async () => {
  const opened = await openPage(site, { hash: `#lesson=polling&step=ask&lang=en` });
  const { page } = opened;
  await page.waitForFunction(() => (globalThis.pushpull?.playhead ?? 0) > 4e6);
  await page.getByRole('button', { name: 'waits at the server' }).focus();
  await page.locator('.over > span[aria-hidden]').first().waitFor();
  const term = page.locator('.lesson [aria-haspopup=dialog]').first();
  await term.focus();
  expect(await page.locator('.over > span[aria-hidden]').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('轮询').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('a lesson that does not exist is said to, with those that do', async () => {
  const opened = await openPage(site, { hash: '#lesson=nowhere&lang=en' });
  await opened.page.getByText(lessonCatalogue('en').unknown('nowhere')).waitFor();
  await opened.page.getByRole('link', { name: first.id, exact: true }).click();
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('on a wall a clicker reveals a prediction that nobody locked, then goes on', async () => {
  const [found] = [...lessons.values()].flatMap((lesson) =>
    lesson.steps.flatMap((step) => (step.kind === 'predict' ? [{ lesson, step }] : [])),
  );
  if (!found) return;
  const { lesson, step } = found;
  const hash = `#lesson=${lesson.id}&step=${step.id}&lang=en&theme=projector`;
  const opened = await openPage(site, { hash, width: 1920, height: 1080 });
  const { page } = opened;
  await stepIs(page, lesson, 'en', step);
  await page.keyboard.press('PageDown');
  await hurry(page);
  await page.locator('.truth').waitFor();
  await page.keyboard.press('PageDown');
  const after = lesson.steps[lesson.steps.indexOf(step) + 1];
  if (after) await stepIs(page, lesson, 'en', after);
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});

test('on a wall B blackens the page, and any key brings it back', async () => {
  const opened = await openPage(site, { hash: `#lesson=${first.id}&lang=en&theme=projector` });
  const { page } = opened;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('b');
  const black = page.getByRole('button', { name: 'Black page' });
  await black.waitFor();
  await page.keyboard.press('x');
  await black.waitFor({ state: 'hidden' });
  expect(opened.errors).toEqual([]);
  await closePage(opened);
});
