/** The inspector, in a real browser: from what is selected to its bits, changed octets sent again, bytes of one's own. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePage, openPage, openSite, runReaches, sessionReady, type Site } from './site.ts';

const HELLO = '818537fa213d7f9f4d5158';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  await site.close();
});

/** Pauses after some seconds, and selects a frame of the WebSocket's: the last one down. */
async function selectFrame(page: Page): Promise<void> {
  await sessionReady(page);
  await runReaches(page, 4);
  await page.evaluate(() => {
    const session = globalThis.pushpull;
    if (!session) return;
    session.pause();
    const { provenance } = session.trace;
    const msg = provenance.messages.findLast((id) => (provenance.message(3, id)?.delivered ?? -1) >= 0);
    session.select({
      msg: msg ?? null,
      event: provenance.message(3, msg ?? '')?.pdus.at(-1) ?? null,
      lane: 3,
    });
  });
}

const grid = (page: Page) => page.getByRole('listbox', { name: 'Bits, 32 in a row' });
const bit = (page: Page, n: number) => page.locator(`[data-bit="${String(n)}"]`);
/** The octets that the hexadecimal view marks, as they stand there. */
const marked = (page: Page) => page.locator('.hex .octet.on').allTextContents();
const markedRows = (page: Page) => page.getByRole('treeitem').and(page.locator('.on')).allTextContents();

test('what is selected is shown to the bit; pointing at one view marks all, and scrolls none', async () => {
  const watched = await openPage(site, { hash: '#seed=7&lang=en&panel=inspector', width: 1440, height: 900 });
  const { page } = watched;
  await selectFrame(page);
  await page.getByText(/^The server sends text: \{"id":/).waitFor();
  await page.getByRole('button', { name: 'Larger' }).click();
  const tops = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('*')].map(({ scrollTop }) => scrollTop).filter((n) => n > 0),
    );
  const before = await tops();
  await bit(page, 4).hover();
  expect(await marked(page)).toEqual(['81']);
  expect(await markedRows(page)).toEqual([expect.stringMatching(/^opcode/)]);
  await page.locator('.hex .octet').nth(2).hover();
  expect(await page.locator('.bit.on').count()).toBe(8);
  await page.getByRole('treeitem', { name: /^MASK/ }).hover();
  expect(
    await page
      .locator('.bit.on')
      .evaluateAll((bits) => bits.map((one) => (one as HTMLElement).dataset['bit'])),
  ).toEqual(['8']);
  expect(await tops()).toEqual(before);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('the keyboard goes from field to field, bit to bit and unit to unit', async () => {
  const watched = await openPage(site, { hash: '#seed=7&lang=en&panel=inspector' });
  const { page } = watched;
  await selectFrame(page);
  await grid(page).focus();
  const seen: string[] = [];
  for (let i = 0; i < 7; i++) {
    await page.keyboard.press('ArrowRight');
    const option = await grid(page).getAttribute('aria-activedescendant');
    seen.push((await page.locator(`[id="${option ?? ''}"]`).getAttribute('aria-label')) ?? '');
  }
  expect(seen.map((label) => label.split(',')[0])).toEqual([
    'FIN',
    'RSV1',
    'RSV2',
    'RSV3',
    'opcode',
    'MASK',
    'payload length',
  ]);
  expect(seen[0]).toBe('FIN, bit 0: 1');
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.getByText('One octet differs from what was sent.').waitFor();
  const selected = () => page.evaluate(() => globalThis.pushpull?.selection.event ?? -1);
  const here = await selected();
  await page.keyboard.press('<');
  await page.waitForFunction((at) => (globalThis.pushpull?.selection.event ?? at) < at, here);
  await page.keyboard.press('>');
  await page.waitForFunction((at) => globalThis.pushpull?.selection.event === at, here);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a flipped bit can be taken back, or sent instead: the peer answers in a fork', async () => {
  const watched = await openPage(site, { hash: '#seed=7&lang=en&panel=inspector', width: 1440, height: 900 });
  const { page } = watched;
  await selectFrame(page);
  await page.getByRole('button', { name: 'Larger' }).click();
  await bit(page, 1).click();
  expect(await bit(page, 1).getAttribute('data-value')).toBe('0');
  await bit(page, 1).click();
  expect(await bit(page, 1).getAttribute('data-value')).toBe('1');
  await page.getByText('It fails the connection with 1002.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await bit(page, 1).getAttribute('data-value')).toBe('0');
  await bit(page, 1).click();
  await page.getByRole('button', { name: 'Send this instead' }).click();
  await page.waitForFunction(() => globalThis.pushpull?.runs.length === 2);
  await page.evaluate(() => globalThis.pushpull?.play());
  await page.getByRole('button', { name: /The client closes with code 1002\./ }).click();
  await page.getByText(/^The browser wants to close/).waitFor();
  await page.getByText('1002, protocol error').waitFor();
  expect(await page.evaluate(() => globalThis.pushpull?.runs[0]?.recipe.interventions.length)).toBe(0);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('digits typed in hexadecimal change octets, and other keys are refused with a word', async () => {
  const watched = await openPage(site, { hash: `#lang=en&panel=inspector&bytes=${HELLO}` });
  const { page } = watched;
  await sessionReady(page);
  await page.getByRole('listbox', { name: 'Octets in hexadecimal' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('g');
  await page.getByText('“g” is no hexadecimal digit. Type 0–9 or a–f.').waitFor();
  await page.keyboard.type('82');
  expect((await page.locator('.hex .octet').allTextContents())[0]).toBe('82');
  await page.getByText(/^A client sends binary data/).waitFor();
  expect(new URL(page.url()).hash).toContain(`bytes=82${HELLO.slice(2)}`);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a masked frame of a link is unmasked step by step, and can be read without its mask', async () => {
  const watched = await openPage(site, { hash: `#lang=en&panel=inspector&bytes=${HELLO}` });
  const { page } = watched;
  await sessionReady(page);
  await page
    .getByText('A client sends text: Hello. 2 octets of header, 4 of masking key, 5 octets of payload.')
    .waitFor();
  await page.getByRole('button', { name: 'On one octet' }).click();
  expect(await marked(page)).toEqual(['9f']);
  expect(await page.locator('.hex .octet.linked').allTextContents()).toEqual(['fa']);
  expect(await markedRows(page)).toEqual([expect.stringMatching(/9f → 65/)]);
  await page.getByText('step 2 of 5').waitFor();
  await page.getByRole('button', { name: 'without its mask' }).click();
  expect((await page.locator('.hex .octet').allTextContents()).slice(6)).toEqual([
    '48',
    '65',
    '6c',
    '6c',
    '6f',
  ]);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('pasted octets are explained, and what is none is named with its place', async () => {
  const watched = await openPage(site, { hash: '#lang=en&panel=inspector' });
  const { page } = watched;
  await sessionReady(page);
  await page.getByRole('button', { name: 'Your own bytes' }).click();
  const box = page.getByRole('textbox', { name: 'Octets in hexadecimal' });
  await box.fill('81 05\n48 6g');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByText('Line 2, column 4: “6g” is not hexadecimal.').waitFor();
  expect(await box.inputValue()).toBe('81 05\n48 6g');
  await box.fill('0000   89 05 48 65 6c 6c 6f                              ..Hello');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByText('A server asks “are you there?” (ping)').waitFor();
  await page.getByRole('textbox', { name: 'Text' }).fill('héé');
  await page.getByRole('button', { name: 'Make the frame' }).click();
  await page.getByText('A client sends text: héé.').waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test.each([
  ['“Hello”, one frame', 'A server sends text: Hello.'],
  ['“Hel”, “lo”', '2 fragments make one message of 5 octets.'],
  ['pong, masked', 'A client answers a ping (pong).'],
  ['256 octets', '126: the length stands in the next 16 bits'],
  ['65 536 octets', '127: the length stands in the next 64 bits'],
  ['close 1000', '1000, normal closure'],
  ['“Hello”, compressed', '7 octets for 5: so short a text does not gain.'],
  ['compressed, two fragments', 'RSV1 of the first frame says that the message is compressed.'],
])('the RFC’s example %s is read through after one click', async (name, sentence) => {
  const watched = await openPage(site, { hash: '#lang=en&panel=inspector' });
  const { page } = watched;
  await sessionReady(page);
  await page.getByRole('button', { name: 'Your own bytes' }).click();
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByText(sentence).first().waitFor();
  await page.getByText('No rule is broken.').waitFor();
  // However long it is, only what is in sight is built.
  expect(await page.locator('.bit').count()).toBeLessThan(2200);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('the second of two compressed messages is inflated with what the first left behind', async () => {
  const watched = await openPage(site, {
    hash: '#lang=en&panel=inspector&bytes=c107f248cdc9c90700c105f200110000',
  });
  const { page } = watched;
  await sessionReady(page);
  await page.getByRole('button', { name: /^frame 2/ }).click();
  await page.getByText('Compressed and plain').waitFor();
  expect(
    await page
      .locator('dd')
      .filter({ hasText: /^Hello/ })
      .count(),
  ).toBe(1);
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test.each([
  ['en', 'light', 1280, 720],
  ['zh', 'dark', 1440, 900],
  ['zh', 'light', 390, 844],
  ['en', 'projector', 1920, 1080],
  ['en', 'dark', 640, 360],
])(
  'in %s, %s, at %i x %i axe finds nothing and nothing scrolls sideways',
  async (lang, theme, width, height) => {
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const hash = `#seed=7&lang=${lang}&theme=${theme}&panel=inspector`;
    for (const [bytes, large] of [
      ['', true],
      [`&bytes=${HELLO}`, false],
      ['&bytes=880203e8', true],
    ] as const) {
      const opened = await openPage(site, { hash: hash + bytes, width, height });
      const { page } = opened;
      if (bytes === '') await selectFrame(page);
      else await sessionReady(page);
      await page.locator('.bit').first().waitFor();
      if (large)
        await page.getByRole('button', { name: lang === 'en' ? 'Larger' : '放大', exact: true }).click();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      await page.evaluate(source);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const found = await axe.run();
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
      });
      expect(violations, bytes).toEqual([]);
      expect(opened.errors).toEqual([]);
      await closePage(opened);
    }
  },
);
