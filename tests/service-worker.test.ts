/** The service worker script that the site ships must be the one of the msw in the lockfile. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('public/mockServiceWorker.js is msw’s own (mend it with `npx msw init public`)', () => {
  expect(read('public/mockServiceWorker.js') === read('node_modules/msw/lib/mockServiceWorker.js')).toBe(
    true,
  );
});
