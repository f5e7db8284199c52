/** The built site, served from a sub-path, in a real Chromium: what the browser tests, the bench and the screens use. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { preview } from 'vite';
import type { Session } from '#state/session.svelte.ts';
import { findOrInstallChromium } from '../scripts/setup.mjs';

declare global {
  /** What main.ts puts there: the session, for the console of the curious. */
  var pushpull: Session | undefined;
}

const SUB_PATH = '/some/sub-path/';
const dist = fileURLToPath(new URL('../dist', import.meta.url));

export interface Site {
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Serves dist/ and starts Chromium. Run `npx vite build` before. */
export async function openSite(extraArgs: readonly string[] = []): Promise<Site> {
  if (!existsSync(dist)) throw new Error('There is no dist/. Run `npx vite build` first, or `npm test`.');
  const server = await preview({
    base: SUB_PATH,
    preview: { port: 0, strictPort: false },
    logLevel: 'silent',
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the preview server has no address');
  const browser = await chromium.launch({
    executablePath: findOrInstallChromium(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...extraArgs,
    ],
  });
  return {
    url,
    browser,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** A page that fails the test on any error it reports: uncaught, on the console, or a request that goes elsewhere. */
export interface WatchedPage {
  readonly page: Page;
  readonly errors: string[];
}

export async function openPage(
  site: Site,
  options: {
    readonly hash?: string;
    readonly init?: () => void;
    readonly width?: number;
    readonly height?: number;
    readonly dark?: boolean;
    readonly locale?: string;
    readonly reducedMotion?: boolean;
  } = {},
): Promise<WatchedPage> {
  const context = await site.browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    locale: options.locale ?? 'en-US',
    reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const { origin } = new URL(site.url);
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== origin)
      errors.push(`a request left the site: ${request.url()}`);
  });
  if (options.init) await page.addInitScript(options.init);
  await page.goto(`${site.url}${options.hash ?? ''}`);
  return { page, errors };
}

/** Waits until the session has started. */
export async function sessionReady(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.pushpull !== undefined);
}

/** Waits until the run has got to `seconds` of virtual time, or has failed. */
export async function runReaches(page: Page, seconds: number, timeoutMs = 110_000): Promise<void> {
  await page.waitForFunction(
    (micros) => {
      const session = globalThis.pushpull;
      return session !== undefined && (session.head >= micros || session.failure !== null);
    },
    seconds * 1_000_000,
    { timeout: timeoutMs, polling: 100 },
  );
}

/** Closes the page's context with everything in it. */
export async function closePage({ page }: WatchedPage): Promise<void> {
  await page.context().close();
}
