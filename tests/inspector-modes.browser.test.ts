/** The inspector's modes for handshakes, HTTP, event streams and segments, used by mouse and keyboard. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePage, openPage, openSite, sessionReady, type Site, type WatchedPage } from './site.ts';

type What = 'ws.request' | 'ws.response' | 'http.response' | 'http.head' | 'sse.event' | 'segment';

let site: Site;
let axe: string;
beforeAll(async () => {
  site = await openSite();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await site.close();
});

/** A run with losses, 15 s old and standing still, with the inspector open. */
async function openInspector(options: Parameters<typeof openPage>[1] = {}): Promise<WatchedPage> {
  const watched = await openPage(site, { hash: '#seed=7&lang=en&panel=inspector', ...options });
  const { page } = watched;
  await sessionReady(page);
  await page.evaluate(async () => {
    const session = globalThis.pushpull;
    session?.set({ 'net.down.lossPct': 20, 'net.up.lossPct': 10 });
    await session?.skipAhead(15_000);
    session?.pause();
  });
  return watched;
}

/** Selects the last unit of this kind, or a segment that was sent again. */
async function inspect(page: Page, what: What): Promise<void> {
  const found = await page.evaluate((kind) => {
    const session = globalThis.pushpull;
    if (!session) return false;
    for (let id = session.trace.length - 1; id >= 0; id--) {
      const event = session.trace.at(id);
      const fits =
        kind === 'segment'
          ? event.type === 'segment.sent' && event.original >= 0 && event.len > 0
          : event.type === 'pdu.sent' &&
            event.kind === kind &&
            (kind !== 'http.response' || event.msgs.length > 0);
      if (!fits) continue;
      session.select({ event: id, lane: event.lane, msg: null });
      return true;
    }
    return false;
  }, what);
  expect(found).toBe(true);
  await page.locator('.inspector .sentence').waitFor();
}

test('a handshake is judged line by line, and follows the key that is typed', async () => {
  const watched = await openInspector();
  const { page } = watched;
  await inspect(page, 'ws.request');
  const panel = page.locator('.inspector');
  const line = (name: string) => panel.locator('li', { hasText: name });
  await line('Sec-WebSocket-Accept:').waitFor();
  expect(await panel.locator('li.wrong, li.missing').count()).toBe(0);
  expect(await line('Sec-WebSocket-Key:').getAttribute('class')).toContain('required');

  const key = panel.getByLabel('Key', { exact: true });
  expect(await panel.getByText('Equal to the header that the server sent').count()).toBe(1);
  await key.fill('AAAAAAAAAAAAAAAAAAAAAA==');
  await panel.getByText('Not equal: the browser aborts').waitFor();
  await key.fill('too short');
  await panel.getByText('refuses such a key with 400').waitFor();
  await panel.getByRole('button', { name: 'The example of RFC 6455' }).click();
  expect(await panel.locator('ol li').last().textContent()).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  await panel.getByRole('button', { name: 'Next three octets' }).click();
  await panel.getByText('step 2 of 7').waitFor();

  const wrong = panel.getByLabel('What goes wrong');
  await wrong.selectOption('version');
  expect(await panel.locator('pre').allTextContents()).toEqual([
    'HTTP/1.1 426 Upgrade Required\nUpgrade: websocket\nSec-WebSocket-Version: 13',
    'error\nclose: { code: 1006, reason: "", wasClean: false }',
  ]);
  await panel.getByLabel('Subprotocols that the page asks for').fill('chat.v1, chat.v2');
  expect(await panel.locator('dl dd').nth(1).textContent()).toContain('chat.v1');
  await panel.getByLabel('Subprotocols that the page asks for').fill('poker');
  await panel.getByText('It asked for a subprotocol and got none').waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('lines of a handshake are one stop of the Tab key, and choose their octets', async () => {
  const watched = await openInspector();
  const { page } = watched;
  await inspect(page, 'ws.request');
  const lines = page.locator('.inspector ul [data-rove]');
  await lines.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const [line] = await page.locator('.inspector li.on').allTextContents();
  expect(line).toContain('Host:');
  await page.keyboard.press('End');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('tabindex'))).toBe('0');
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('an HTTP message shows its cost, its partner and the chunks behind a head', async () => {
  const watched = await openInspector();
  const { page } = watched;
  const panel = page.locator('.inspector');
  await inspect(page, 'http.response');
  await panel.getByText(/Content-Length says 1?\d\d/).waitFor();
  expect(await panel.locator('li.body').textContent()).toContain('"messages"');
  await panel.getByRole('button', { name: 'Inspect it' }).click();
  await panel.getByText('A question to the server').waitFor();

  await inspect(page, 'http.head');
  await panel.getByText('chunk 1 of').waitFor();
  const cells = await panel.locator('.cells li').allTextContents();
  expect(cells[0]).toMatch(/^[0-9a-f]{2} size, in hexadecimal$/);
  expect(cells.at(-1)).toContain('CRLF');
  await panel.getByRole('button', { name: 'Next chunk' }).click();
  await panel.getByText('chunk 2 of').waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('an event stream’s text can be changed, and what fires changes with it', async () => {
  const watched = await openInspector();
  const { page } = watched;
  const panel = page.locator('.inspector');
  await inspect(page, 'sse.event');
  const text = panel.getByLabel('The text, to change');
  const fired = panel.locator('[role=status]', { hasText: /event of type|Nothing/ });
  expect(await fired.textContent()).toContain('message');
  await text.fill('event: price\ndata: 1\ndata: 2\n\n');
  await panel.getByText('an event of type “price”').waitFor();
  expect(await fired.locator('pre').first().textContent()).toBe('1\n2');
  await text.fill('data: 1\n');
  await panel.getByText('Without a blank line it never fires').waitFor();
  expect(await fired.textContent()).toContain('Nothing.');
  await panel.getByLabel('Try').selectOption('comment');
  await panel.getByText('A comment: dropped').waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a segment tells of its copies and leads to each, and to what it carries', async () => {
  const watched = await openInspector();
  const { page } = watched;
  const panel = page.locator('.inspector');
  await inspect(page, 'segment');
  await panel.getByText('once more').waitFor();
  const copies = panel.locator('tbody tr');
  expect(await copies.count()).toBeGreaterThan(1);
  expect(await panel.locator('td.lost').first().textContent()).toMatch(
    /lost at .*: random loss, draw 0\.\d+ < \d+%/,
  );
  await copies.first().getByRole('button').click();
  await panel.getByText('as one packet on its way').waitFor();
  const flags = panel.locator('.fields li', { hasText: 'Flags' });
  await flags.hover();
  expect(await panel.locator('.cell.on').textContent()).toContain('ACK');
  await panel.locator('.carried button').first().click();
  await panel.getByText('as one packet on its way').waitFor({ state: 'detached' });
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test.each([
  { locale: 'en', dark: false, width: 1280, height: 720 },
  { locale: 'zh', dark: true, width: 390, height: 844 },
])(
  'no mode breaks an accessibility rule in $locale at $width px',
  async ({ locale, dark, width, height }) => {
    const watched = await openInspector({
      hash: `#seed=7&lang=${locale}&panel=inspector`,
      ...{ dark, width, height, reducedMotion: true },
    });
    const { page } = watched;
    for (const what of ['ws.request', 'ws.response', 'http.head', 'sse.event', 'segment'] as const) {
      await inspect(page, what);
      // The site's content policy lets no script in from outside: it is evaluated instead.
      await page.evaluate(axe);
      const broken = await page.evaluate(async () => {
        const { axe: run } = globalThis as unknown as {
          axe: { run(where: { include: string; exclude: string }): Promise<AxeResults> };
        };
        // The panes of octets are the inspector's own, and tested with it.
        const { violations } = await run.run({ include: '.inspector', exclude: '.panes' });
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      });
      expect([what, ...broken]).toEqual([what]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
    }
    expect(watched.errors).toEqual([]);
    await closePage(watched);
  },
);
