/** The lessons on disk. LESSONS_DIR names another folder than lessons/: for tests, and for lessons kept elsewhere. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from '#course/files/load.ts';

const ROOT =
  process.env['LESSONS_DIR'] === undefined
    ? fileURLToPath(new URL('../../lessons', import.meta.url))
    : resolve(process.env['LESSONS_DIR']);

/** All texts below the folder, by path. */
export async function readLessons(): Promise<Files> {
  const entries = await readdir(ROOT, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(yaml|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = new Map<string, string>();
  for (const path of paths)
    files.set(relative(ROOT, path).split(sep).join('/'), await readFile(path, 'utf8'));
  return files;
}

export async function writeLessons(files: Files): Promise<void> {
  for (const [path, text] of files) {
    const target = join(ROOT, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}
