/**
 * The tables of `WebSocket` and `EventSource` in a real Chromium: through the service worker, in the page, and, so that
 * the tables say what is true, with Chromium's own classes on a real server.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { build, preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOrInstallChromium } from '../scripts/setup.mjs';
import { EVENT_SOURCE_CASES } from './web-apis/event-source-cases.ts';
import type { Where } from './web-apis/page.ts';
import { realServer } from './web-apis/real-server.ts';
import { WEB_SOCKET_CASES } from './web-apis/web-socket-cases.ts';

const CASES = [...WEB_SOCKET_CASES, ...EVENT_SOURCE_CASES];

const outDir = mkdtempSync(join(tmpdir(), 'web-apis-'));
let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  const root = fileURLToPath(new URL('web-apis', import.meta.url));
  const shared = { configFile: false, root, logLevel: 'silent', base: './' } as const;
  await build({
    ...shared,
    publicDir: fileURLToPath(new URL('../public', import.meta.url)),
    build: { outDir, target: 'es2022', minify: false, rolldownOptions: { input: join(root, 'page.html') } },
  });
  server = await preview({
    ...shared,
    plugins: [realServer()],
    build: { outDir },
    preview: { port: 0, strictPort: false },
  });
  browser = await chromium.launch({
    executablePath: findOrInstallChromium(),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});

afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
});

test.each(['native', 'in-page', 'worker'] satisfies Where[])('the tables hold: %s', async (where) => {
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}page.html`);
  await page.waitForFunction(() => globalThis.runTables !== undefined);
  const outcomes = await page.evaluate((asked) => globalThis.runTables?.(asked), where);
  await page.close();
  expect(outcomes).toEqual(CASES.map(({ name, sees }) => ({ name, saw: sees })));
});
