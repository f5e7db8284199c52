/** The herd's page: what is chosen runs in workers, and the page stays at hand meanwhile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePage, openPage, openSite, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  await site.close();
});

/** Every client tries at once, again and again, while the server is away: millions of attempts. */
const HEAVY = '#herd=&lang=en&clients=10000&rate=1000&away=120000&a=immediate&b=immediate';

test('10,000 clients come back, in numbers and in the picture, and jitter lowers the peak', async () => {
  const watched = await openPage(site, { hash: '#herd=&lang=en&clients=10000&rate=1000' });
  const { page } = watched;
  const row = page.getByRole('row', { name: /most attempts in a second/ });
  await row.waitFor();
  const [a = NaN, b = NaN] = (await row.getByRole('cell').allTextContents()).map((text) =>
    Number(text.replace(/\D/g, '')),
  );
  expect(a).toBe(10_000);
  expect(b).toBeLessThan(5000);
  await page.getByRole('img', { name: /Attempts to connect, B: .* full jitter/ }).waitFor();
  // What was chosen stands in the address.
  await page.getByLabel('Jitter').first().selectOption('full');
  await page.waitForFunction(() => location.hash.includes('a=exponential-1000-30000-full-5000'));
  await page.getByRole('img', { name: /Attempts to connect, A: .* full jitter/ }).waitFor();
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});

test('a long run shows how far it is, leaves the page at hand, and can be cancelled', async () => {
  const watched = await openPage(site, { hash: HEAVY });
  const { page } = watched;
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await cancel.waitFor();
  await page
    .getByText(/connected at [1-9]/)
    .first()
    .waitFor();
  // The longest that a frame took while both workers were busy.
  const longestMs = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let longest = 0;
        let frames = 0;
        let before = performance.now();
        const frame = (): void => {
          const now = performance.now();
          longest = Math.max(longest, now - before);
          before = now;
          if (++frames < 30) requestAnimationFrame(frame);
          else resolve(longest);
        };
        requestAnimationFrame(frame);
      }),
  );
  // Two workers have both cores, for many seconds; the frames come all the same.
  expect(longestMs).toBeLessThan(1000);
  await cancel.click();
  await page.getByText('Cancelled.').waitFor();
  // The next choice runs at once.
  await page.getByRole('slider', { name: 'Clients', exact: true }).press('Home');
  await page.getByRole('img', { name: /Attempts to connect, B/ }).waitFor();
  await page.waitForFunction(() => location.hash.includes('clients=10&'));
  expect(watched.errors).toEqual([]);
  await closePage(watched);
});
