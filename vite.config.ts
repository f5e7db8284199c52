/** How the site is built and tested. The page is static: `base` is relative, so that any sub-path serves it. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const BROWSER_TESTS = 'tests/**/*.browser.test.ts';

export default defineConfig({
  base: './',
  plugins: [svelte()],
  build: {
    target: 'es2022',
    // A font inlined as a data: URL would break the content security policy of index.html.
    assetsInlineLimit: 0,
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [BROWSER_TESTS],
          environment: 'node',
          // Simulations of minutes take a second; a busy machine may need many.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          environment: 'node',
          // They share one Chromium and one CPU: in turn, and with time to start.
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
