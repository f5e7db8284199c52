/**
 * npm run screens [-- FOLDER]: pictures of the built page at three sizes, light and dark, in both languages, after some
 * seconds of a line with 5 % loss.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPage, openSite, runReaches, sessionReady, closePage } from '../tests/site.ts';
import { root, run } from './setup.mjs';

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
] as const;

/** What is shown besides the first view. */
const SCENES = [
  { name: 'stage', hash: '' },
  { name: 'scoreboard', hash: '&panel=scoreboard' },
] as const;

const folder = process.argv[2] ?? join(root, 'screens');
mkdirSync(folder, { recursive: true });
if (!run('npx', ['vite', 'build', '--logLevel', 'error'])) process.exit(1);
const site = await openSite();
for (const lang of ['zh', 'en'])
  for (const theme of ['light', 'dark'])
    for (const { width, height } of SIZES)
      for (const scene of SCENES) {
        const opened = await openPage(site, {
          hash: `#lang=${lang}&seed=7${scene.hash}`,
          width,
          height,
          dark: theme === 'dark',
        });
        const { page } = opened;
        await sessionReady(page);
        await page.evaluate(() => {
          globalThis.pushpull?.set({
            'net.up.lossPct': 5,
            'net.down.lossPct': 5,
            'net.up.delayMs': 150,
            'net.down.delayMs': 150,
          });
          globalThis.pushpull?.setSpeed(5);
        });
        await runReaches(page, 7.4);
        await page.evaluate(() => globalThis.pushpull?.pause());
        await page.waitForTimeout(600);
        const path = join(folder, `${scene.name}-${String(width)}x${String(height)}-${theme}-${lang}.png`);
        await page.screenshot({ path });
        console.log(path);
        if (opened.errors.length > 0) console.error(opened.errors.join('\n'));
        await closePage(opened);
      }
await site.close();
