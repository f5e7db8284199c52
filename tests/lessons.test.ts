/** Every lesson that comes with the page passes what `npm run --silent lesson -- check` tests. */
import { expect, test } from 'vitest';
import { lessonIds } from '#course/files/load.ts';
import { checkLessons } from '../scripts/lesson/check.ts';
import { readLessons } from '../scripts/lesson/disk.ts';

const files = await readLessons();

test.each(lessonIds(files))('the lesson %s holds what it promises', async (id) => {
  const failures: string[] = [];
  for await (const { step, what, passed, details } of checkLessons(files, [id]))
    if (!passed) failures.push([step ?? id, what, ...details].join(': '));
  expect(failures).toEqual([]);
});
