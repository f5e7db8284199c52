/** The lessons that come with the page, as the course's loader wants them: each lesson's files are a chunk of their own. */
import type { Files } from '#course/files/load.ts';

const LOADERS = import.meta.glob<string>('/lessons/**/*.{yaml,md}', { query: '?raw', import: 'default' });

/** Paths as the loader has them, behind `lessons/`. */
const PATHS = new Map(Object.keys(LOADERS).map((key) => [key.slice('/lessons/'.length), key]));

/** Ids of the lessons there are. */
export const LESSON_IDS: readonly string[] = [...PATHS.keys()]
  .filter((path) => path.endsWith('/lesson.yaml'))
  .map((path) => path.slice(0, -'/lesson.yaml'.length));

/** The files of the course itself and, if any is named, of one lesson. Rejects when one can't be fetched. */
export async function lessonFiles(id: string | null): Promise<Files> {
  const wanted = [...PATHS].filter(([path]) => !path.includes('/') || path.startsWith(`${String(id)}/`));
  return new Map(
    await Promise.all(
      wanted.map(async ([path, key]): Promise<[string, string]> => [path, (await LOADERS[key]?.()) ?? '']),
    ),
  );
}
