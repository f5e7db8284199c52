/** The whole course at once, for its map, the glossary and the teacher's page. */
import type { LoadedCourse } from '#course/files/load.ts';
import { LESSON_IDS, lessonFiles } from './lesson-files.ts';

let loaded: Promise<LoadedCourse> | null = null;

async function load(): Promise<LoadedCourse> {
  const [{ loadCourse }, ...files] = await Promise.all([
    import('#course/files/load.ts'),
    lessonFiles(null),
    ...LESSON_IDS.map((id) => lessonFiles(id)),
  ]);
  return loadCourse(new Map(files.flatMap((some) => [...some])));
}

/** Reads every lesson once; the next call gets the same. Rejects when a file can't be fetched; then call again. */
export function wholeCourse(): Promise<LoadedCourse> {
  loaded ??= load().catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  return loaded;
}
