/** The network panel: three editors of one line, stretches of trouble, broken connections and the path. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimTime } from '#base/time.ts';
import type { SettingKey } from '#lab/settings.ts';
import type { LinkParams } from '#netem/model.ts';
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

type PartName = 'Line' | 'More impairments' | 'tc command' | 'Outages, breaks' | 'Path';

/** The panel on one of its parts, with the run a second old and playing. */
async function openPart(name: PartName, hash = ''): Promise<WatchedPage> {
  const opened = await openPage(site, { hash: `#seed=7&lang=en&panel=network${hash}` });
  await sessionReady(opened.page);
  await runReaches(opened.page, 1);
  await part(opened.page, name).click();
  return opened;
}

function part(page: Page, name: PartName): Locator {
  return page.getByRole('tab', { name: new RegExp(`^${name}`) });
}

/** The panel's own controls: the ones under the stage have the same names. */
function within(page: Page): Locator {
  return page.getByRole('tabpanel').getByRole('tabpanel');
}

function command(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Command on the client' });
}

/** Waits until these settings are in force. */
async function inForce(page: Page, expected: Partial<Record<SettingKey, number>>): Promise<void> {
  await page.waitForFunction((all) => {
    const settings = globalThis.pushpull?.settings;
    return settings && Object.entries(all).every(([key, value]) => settings[key as SettingKey] === value);
  }, expected);
}

/** The way up of the first lane, as the newest event has it that says so. */
async function lineUp(page: Page): Promise<LinkParams | null> {
  return page.evaluate(() => {
    const { trace } = globalThis.pushpull ?? {};
    for (let id = (trace?.length ?? 0) - 1; id >= 0; id--) {
      const event = trace?.at(id);
      if (event?.type === 'net.changed' && event.lane === 0 && event.dir === 'up') return event.link;
    }
    return null;
  });
}

/** Nothing went wrong on the page. */
async function finish(opened: WatchedPage): Promise<void> {
  expect(opened.errors).toEqual([]);
  await closePage(opened);
}

test('a tc line with an error points at the word; mended, it moves the sliders and the run', async () => {
  const opened = await openPart('tc command');
  const { page } = opened;
  const line = 'tc qdisc replace dev eth0 root netem delay 80ms 20ms loss 5x duplicate 10%';
  await command(page).fill(line);
  await page.keyboard.press('Enter');
  await page.getByText('“5x” is no percentage for “loss”.').waitFor();
  expect(await page.locator('mark').textContent()).toBe('5x');
  expect(await command(page).getAttribute('aria-invalid')).toBe('true');
  expect(await command(page).inputValue()).toBe(line);
  expect((await page.evaluate(() => globalThis.pushpull?.settings['net.up.delayMs'])) ?? 0).toBe(60);

  await command(page).fill(line.replace('5x', '5%'));
  await page.keyboard.press('Enter');
  await inForce(page, { 'net.up.delayMs': 80, 'net.up.jitterMs': 20, 'net.up.lossPct': 5 });
  await inForce(page, { 'net.up.duplicatePct': 10, 'net.down.delayMs': 60, 'net.down.lossPct': 0 });
  await page.getByText('In force.').waitFor();
  await expect.poll(() => lineUp(page)).toMatchObject({ delayMs: 80, netem: { duplicatePct: 10 } });
  await part(page, 'Line').click();
  const up = page.getByRole('group', { name: 'Up, to the server' });
  const latency = up.getByRole('slider', { name: 'Latency, one way' });
  await expect.poll(() => latency.getAttribute('aria-valuetext')).toMatch(/^80\sms$/);
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/delay=80-60.*loss=5-0.*dup=10-0/);
  await finish(opened);
});

test('a slider rewrites the line, but not while somebody is changing it', async () => {
  const opened = await openPart('tc command');
  const { page } = opened;
  const loss = page.getByRole('group', { name: 'Controls of the run' }).getByRole('slider', { name: 'Loss' });
  await loss.focus();
  await page.keyboard.press('End');
  await expect.poll(() => command(page).inputValue()).toMatch(/delay 60ms loss random 100%$/);

  const typed = 'tc qdisc replace dev eth0 root netem delay 7ms';
  await command(page).fill(typed);
  await loss.focus();
  await page.keyboard.press('Home');
  await inForce(page, { 'net.up.lossPct': 0 });
  expect(await command(page).inputValue()).toBe(typed);
  await part(page, 'Path').click();
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('tab', { name: 'Network' }).click();
  await part(page, 'tc command').click();
  expect(await command(page).inputValue()).toBe(typed);

  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await command(page).inputValue()).toMatch(/delay 60ms$/);
  await finish(opened);
});

test('a line applied to the past forks the run, and stays as typed until it is in force', async () => {
  const opened = await openPart('tc command');
  const { page } = opened;
  await runReaches(page, 2);
  await page.evaluate(() => globalThis.pushpull?.scrub(1_000_000 as SimTime));
  const line = 'tc qdisc replace dev eth0 root netem delay 90ms loss random 1%';
  await command(page).fill(`sudo ${line}`);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.pushpull?.runs.length === 2);
  await inForce(page, { 'net.up.delayMs': 90, 'net.up.lossPct': 1 });
  await expect.poll(() => command(page).inputValue()).toBe(line);
  await page.getByText('In force.').waitFor();
  expect(await page.evaluate(() => globalThis.pushpull?.shown.forkedAt)).toBe(1_000_000);
  await finish(opened);
});

test('by keyboard alone: into the panel, to the commands, a word changed, in force', async () => {
  const opened = await openPart('Line');
  const { page } = opened;
  await part(page, 'Line').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await part(page, 'tc command').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Tab');
  await expect.poll(() => command(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.press('End');
  await page.keyboard.type(' rate 1mbit');
  await page.keyboard.press('Enter');
  await inForce(page, { 'net.up.rateKbit': 1000, 'net.down.rateKbit': 0 });
  await finish(opened);
});

test('a preset says which line it is, and Perfect line takes everything off', async () => {
  const opened = await openPart('Line');
  const { page } = opened;
  await page.getByRole('button', { name: 'Comcast' }).click();
  await page.getByRole('button', { name: 'GPRS' }).click();
  await inForce(page, { 'net.up.delayMs': 250, 'net.down.rateKbit': 50, 'net.up.lossPct': 2 });
  expect(await page.getByRole('button', { name: 'GPRS' }).getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('button', { name: 'Perfect line' }).click();
  await inForce(page, { 'net.up.delayMs': 0, 'net.down.rateKbit': 0, 'net.up.lossPct': 0 });
  await finish(opened);
});

test('each further impairment is in force in both directions once it is set, and is counted', async () => {
  const opened = await openPart('More impairments', '&jitter=20');
  const { page } = opened;
  const panel = within(page);
  const most = async (name: string): Promise<void> => {
    await panel.getByRole('slider', { name, exact: true }).focus();
    await page.keyboard.press('End');
  };
  await panel.getByRole('combobox', { name: 'Spread of jitter' }).selectOption({ label: 'Pareto' });
  await most('Jitter like the one before');
  await panel.getByRole('checkbox', { name: 'A late packet may be overtaken' }).check();
  await panel.getByRole('combobox', { name: 'Losses come' }).selectOption({ label: 'in bursts' });
  await panel.getByText('On average 4.76% of the packets are lost, 5.0 in a row.').waitFor();
  await most('Loss while bad (1−h)');
  await most('Duplicates');
  await most('Duplicate like the one before');
  await most('Corruption');
  await most('Overtaking');
  await most('Gap');
  for (const way of ['up', 'down'] as const)
    await inForce(page, {
      [`net.${way}.distribution`]: 2,
      [`net.${way}.jitterCorrelationPct`]: 100,
      [`net.${way}.reordering`]: 1,
      [`net.${way}.gemodelPPct`]: 1,
      [`net.${way}.duplicatePct`]: 100,
      [`net.${way}.duplicateCorrelationPct`]: 100,
      [`net.${way}.corruptPct`]: 100,
      [`net.${way}.reorderPct`]: 100,
      [`net.${way}.reorderGap`]: 100,
    });
  await expect
    .poll(() => lineUp(page))
    .toMatchObject({
      netem: { distribution: 'pareto', reordering: true, gemodel: { pPct: 1 }, corruptPct: 100, gap: 100 },
    });
  await page.getByRole('tab', { name: /More impairments.*9 not as by default/ }).waitFor();
  await panel.getByRole('button', { name: 'None of these' }).click();
  await inForce(page, { 'net.up.corruptPct': 0, 'net.down.distribution': 0, 'net.up.jitterMs': 20 });
  await finish(opened);
});

test('a stretch of trouble is added, moved, made a worse line and removed in numbers', async () => {
  const opened = await openPart('Outages, breaks');
  const { page } = opened;
  await page.getByRole('button', { name: 'Add a stretch' }).click();
  const from = page.getByRole('spinbutton', { name: 'Stretch 1, from' });
  await from.fill('300');
  await page.keyboard.press('Enter');
  await page.getByRole('spinbutton', { name: 'Stretch 1, for' }).fill('5.5');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Stretch 1, direction' }).selectOption({ label: 'up' });
  await page.getByRole('combobox', { name: 'Stretch 1, kind' }).selectOption({ label: 'worse line' });
  await page.getByRole('spinbutton', { name: 'Stretch 1, latency' }).fill('400');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => globalThis.pushpull?.regions))
    .toEqual([{ id: 'r1', at: 300_000_000, ms: 5500, set: { 'net.up.lossPct': 20, 'net.up.delayMs': 400 } }]);

  await from.fill('-3');
  await page.keyboard.press('Enter');
  await page.getByText('Write a number from 0 to 86400.').waitFor();
  expect(await from.inputValue()).toBe('-3');
  await page.getByRole('button', { name: 'Remove: Stretch 1' }).click();
  await expect.poll(() => page.evaluate(() => globalThis.pushpull?.regions.length)).toBe(0);
  expect(await page.evaluate(() => globalThis.pushpull?.runs.length)).toBe(1);
  await finish(opened);
});

test('a side resets its connections, and the page says so', async () => {
  const opened = await openPart('Outages, breaks');
  const { page } = opened;
  await page.getByRole('button', { name: 'Server resets all' }).click();
  await page.getByText('The server has reset all its connections.').waitFor();
  await page.waitForFunction(() => {
    const { trace } = globalThis.pushpull ?? {};
    const all = Array.from({ length: trace?.length ?? 0 }, (_, id) => trace?.at(id));
    return all.some((event) => event?.type === 'conn.closed' && event.reason === 'reset');
  });
  await finish(opened);
});

test('a box is put on the path with what helps, and the address keeps both', async () => {
  const opened = await openPart('Path');
  const { page } = opened;
  await page.getByRole('combobox', { name: 'In between' }).selectOption({ label: 'a proxy that buffers' });
  await page.getByText(/SSE events come in clumps/).waitFor();
  await page.getByRole('checkbox', { name: 'X-Accel-Buffering: no' }).check();
  await page.getByRole('checkbox', { name: /TLS 1.3/ }).check();
  await inForce(page, { 'path.box': 1, 'server.noBuffering': 1, 'path.tls': 1 });
  await expect
    .poll(() => page.evaluate(() => location.hash))
    .toMatch(/(?=.*\btls=yes)(?=.*\bbox=buffering)(?=.*\bno-buffering=yes)/);
  await page.getByRole('button', { name: 'As by default' }).click();
  await inForce(page, { 'path.box': 0, 'server.noBuffering': 0, 'path.tls': 0 });
  await finish(opened);
});

test.each([
  ['en', 'light'],
  ['zh', 'dark'],
  ['zh', 'projector'],
])('axe finds nothing in any part of the panel, in %s, %s', async (lang, theme) => {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const trouble = '&jitter=20&burst-p=1&dup=1&reorder=5&box=nat';
  const opened = await openPage(site, {
    hash: `#seed=7&lang=${lang}&theme=${theme}&panel=network${trouble}`,
  });
  const { page } = opened;
  await sessionReady(page);
  await page.evaluate(() => {
    const at = (globalThis.pushpull?.head ?? 0) + 60_000_000;
    const set = { 'net.up.lossPct': 20 };
    globalThis.pushpull?.putRegion(null, { at, ms: 5000, set } as Parameters<
      typeof globalThis.pushpull.putRegion
    >[1]);
  });
  await page.evaluate(source);
  const parts = page.getByRole('tablist').last().getByRole('tab');
  await expect.poll(() => parts.count()).toBe(5);
  for (const one of await parts.all()) {
    await one.click();
    if ((await page.getByRole('textbox').count()) > 0) {
      await page.getByRole('textbox').first().fill('tc qdisc add dev eth0 root netem dealy 5ms loss 1%');
      await page.keyboard.press('Enter');
      await page.locator('mark').waitFor();
    }
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const found = await axe.run('[role=tabpanel]');
      return found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
      );
    });
    expect(violations, (await one.textContent()) ?? '').toEqual([]);
  }
  await finish(opened);
});
