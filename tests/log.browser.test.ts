/** The log: filtering, following, what is selected here and elsewhere, a long run, and its files. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

/** Opens the log over a run with losses, paused at some seconds. */
async function openLog(seconds: number, hash = ''): Promise<WatchedPage> {
  const opened = await openPage(site, { hash: `#seed=7&lang=en&panel=events${hash}` });
  const { page } = opened;
  await sessionReady(page);
  await page.getByRole('grid').waitFor();
  await page.evaluate(() => {
    globalThis.pushpull?.set({ 'net.up.lossPct': 5, 'net.down.lossPct': 5 });
    globalThis.pushpull?.setSpeed(20);
  });
  await runReaches(page, seconds);
  await page.evaluate(() => globalThis.pushpull?.pause());
  return opened;
}

const filterOf = (page: Page) => page.getByRole('combobox', { name: 'Filter' });

/** How many rows there are, seen or not. */
async function rowCount(page: Page): Promise<number> {
  return Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
}

/** Waits until as many rows are listed as events up to the playhead pass `test`, an expression of `event`; returns how many. */
async function listed(page: Page, test: string): Promise<number> {
  const expected = (): Promise<number> =>
    page.evaluate<number>(`(() => {
      const { trace, playhead } = globalThis.pushpull;
      return Array.from({ length: trace.countUntil(playhead) }, (_, id) => trace.at(id)).filter((event) => ${test})
        .length;
    })()`);
  await expect.poll(async () => (await rowCount(page)) - (await expected()), { timeout: 20_000 }).toBe(0);
  return expected();
}

test('filters as one types, completes by keyboard, and points at what it can’t read', async () => {
  const watched = await openLog(10);
  const { page } = watched;
  const filter = filterOf(page);
  await listed(page, 'true');
  await filter.fill('lost');
  expect(await listed(page, "event.type === 'segment.lost'")).toBeGreaterThan(0);

  await filter.fill('op');
  await page.getByRole('option', { name: 'op:' }).waitFor();
  await filter.press('ArrowDown');
  await filter.press('Enter');
  expect(await filter.inputValue()).toBe('op:');
  await page.getByRole('option', { name: 'ping' }).waitFor();
  await filter.press('ArrowDown');
  await filter.press('Enter');
  expect(await filter.inputValue()).toBe('op:text ');
  await filter.press('Escape');
  await filter.press('Enter');
  expect(
    await listed(page, "/^pdu/.test(event.type) && (event.kind ?? trace.at(event.sent).kind) === 'ws.frame'"),
  ).toBeGreaterThan(0);

  const before = await rowCount(page);
  await filter.fill('lane:ws op:pang');
  await filter.press('Enter');
  expect(await filter.getAttribute('aria-invalid')).toBe('true');
  await page.getByText('“pang” is no value of this key. Valid: text, binary').waitFor();
  expect(await page.locator('.under u').textContent()).toBe('pang');
  expect(await rowCount(page)).toBe(before);

  await filter.fill('');
  await page.getByRole('option', { name: 'op:text used before' }).waitFor();
  await filter.press('Escape');
  await page.getByRole('combobox', { name: /^Show/ }).selectOption({ label: 'what TCP sent again' });
  expect(await filter.inputValue()).toBe('retrans');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('follows the newest row until one scrolls up, counts what is new, and goes back on request', async () => {
  const watched = await openLog(5);
  const { page } = watched;
  const grid = page.getByRole('grid');
  const atEnd = (): Promise<boolean> =>
    grid.evaluate((one) => {
      const list = one.lastElementChild;
      return list !== null && list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
    });
  await listed(page, 'true');
  await expect.poll(atEnd).toBe(true);

  await grid.evaluate(async (one) => {
    // A list that has just been scrolled by the page settles first.
    for (let frames = 0; frames < 20; frames++) await new Promise(requestAnimationFrame);
    one.lastElementChild?.scrollBy(0, -400);
  });
  await expect.poll(atEnd).toBe(false);
  const place = (): Promise<number> => grid.evaluate((one) => one.lastElementChild?.scrollTop ?? 0);
  const stood = await place();
  await page.evaluate(() => globalThis.pushpull?.play());
  await runReaches(page, 8);
  await page.evaluate(() => globalThis.pushpull?.pause());
  await listed(page, 'true');
  expect(await place()).toBe(stood);
  await page.getByRole('button', { name: /^\d+ new/ }).click();
  await expect.poll(atEnd).toBe(true);
  expect(await page.getByRole('button', { name: /^\d+ new/ }).count()).toBe(0);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('selects for the whole page by keyboard, and leads to what is selected elsewhere without scrolling by itself', async () => {
  const watched = await openLog(10);
  const { page } = watched;
  await listed(page, 'true');
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => globalThis.pushpull?.selection.event)).toBe(1);
  const active = await grid.getAttribute('aria-activedescendant');
  expect(await page.locator(`[id="${active ?? ''}"]`).getAttribute('aria-selected')).toBe('true');

  const place = (): Promise<number> => grid.evaluate((one) => one.lastElementChild?.scrollTop ?? 0);
  const stood = await place();
  const lost = await page.evaluate(() => {
    const session = globalThis.pushpull;
    if (!session) return -1;
    const { trace } = session;
    const ids = Array.from({ length: trace.countUntil(session.playhead) }, (_, id) => id);
    const last = ids.findLast((id) => trace.at(id).type === 'segment.lost') ?? -1;
    session.hover({ event: last });
    session.select({ event: last, lane: trace.at(last).lane });
    return last;
  });
  const way = page.getByRole('button', { name: 'To what is selected' });
  await way.waitFor();
  expect(await place()).toBe(stood);
  await way.click();
  await page.locator(`[role=row][aria-selected=true][id$="-${String(lost)}"]`).waitFor();
  await filterOf(page).fill('type:app');
  await page.getByText('The filter hides what is selected.').waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('shows what a frame, an event and a segment have in columns that are switched on', async () => {
  const watched = await openLog(6);
  const { page } = watched;
  const names = page.getByRole('columnheader');
  expect(await names.filter({ hasText: 'Opcode' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of [/WebSocket/, /SSE/, /TCP/]) await page.getByRole('checkbox', { name }).check();
  await page.keyboard.press('Escape');
  await filterOf(page).fill('op:text dir:in type:pdu.sent');
  await filterOf(page).press('Enter');
  await page.getByRole('row').filter({ hasText: 'WebSocket frame' }).first().waitFor();
  const frame = page.getByRole('row').filter({ hasText: 'WebSocket frame' }).first().getByRole('gridcell');
  expect((await frame.allTextContents()).slice(4, 7)).toEqual(['text', '1', '0']);
  await filterOf(page).fill('type:sse.event msg:1');
  await page.getByRole('row').filter({ hasText: 'SSE event' }).first().waitFor();
  const event = page.getByRole('row').filter({ hasText: 'SSE event' }).first().getByRole('gridcell');
  expect((await event.allTextContents())[7]).toBe('1');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('ten minutes scroll and filter in short tasks, in steps that can be stopped', async () => {
  const watched = await openLog(1);
  const { page } = watched;
  await page.evaluate(() => globalThis.pushpull?.skipAhead(600_000));
  expect(await listed(page, 'true')).toBeGreaterThan(10_000);
  // Of each frame, what it took: with rows in plenty the list does no more than with few.
  await page.evaluate(() => {
    const taken = ((globalThis as { taken?: number[] }).taken = []) as number[];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) taken.push(duration);
    }).observe({ type: 'longtask' });
  });
  // Many texts to look for: it takes seconds, and so there is time to stop it.
  await filterOf(page).fill(Array.from({ length: 20 }, (_, i) => `"no such ${String(i)}"`).join(' OR '));
  await page.getByText(/^filtering, \d+%/).waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByText(/^stopped at \d+%/).waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Nothing up to this instant passes the filter.').waitFor();
  await filterOf(page).fill('');
  await filterOf(page).press('Escape');
  await listed(page, 'true');
  expect(await page.getByRole('row').count()).toBeLessThan(60);
  const longest = await page.evaluate(() =>
    Math.max(0, ...((globalThis as { taken?: number[] }).taken ?? [])),
  );
  // Long enough for a busy machine; all at once the filter takes more than a second.
  expect(longest).toBeLessThan(400);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('saves the run in three formats, without a request', async () => {
  const watched = await openLog(6);
  const { page } = watched;
  await page.getByRole('button', { name: 'Export' }).click();
  const save = async (format: string): Promise<{ name: string; octets: Buffer }> => {
    await page.getByRole('radio', { name: new RegExp(`^${format}`) }).check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save' }).click(),
    ]);
    return { name: download.suggestedFilename(), octets: await readFile(await download.path()) };
  };
  const json = await save('JSON lines');
  expect(json.name).toBe('pushpull-7.jsonl');
  expect(JSON.parse(json.octets.toString().split('\n')[0] ?? '')).toMatchObject({
    format: 'pushpull-trace',
    seed: 7,
  });
  const har = await save('HAR');
  expect(JSON.parse(har.octets.toString())).toMatchObject({ log: { version: '1.2' } });
  const capture = await save('pcapng');
  expect(capture.octets.subarray(0, 4).toString('hex')).toBe('0a0d0d0a');
  await page.getByText(/^pushpull-7\.pcapng saved, /).waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});
