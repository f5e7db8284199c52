/** A lesson from the learner's own disk: picks its files out of what was dropped or chosen, and reads them as text. */
import { err, ok, type Result } from '#base/result.ts';
import type { Files } from '#course/files/load.ts';
import type { LessonId } from '#course/model.ts';

/** A file and its path, '/' between folders. */
export interface Found {
  readonly path: string;
  readonly file: Blob;
}

export type OutsideError =
  | { readonly kind: 'none' }
  /** The folders of the lessons. */
  | { readonly kind: 'several'; readonly folders: readonly string[] }
  | { readonly kind: 'too-many'; readonly limit: number }
  | { readonly kind: 'too-large' | 'no-text'; readonly path: string };

export interface OutsideFiles {
  readonly id: LessonId;
  readonly files: Files;
}

/** More than any lesson has, and little enough to be walked at once. */
export const MAX_FILES = 200;
/** Octets of one file: many times the longest lesson's. */
export const MAX_BYTES = 256 * 1024;

const LESSON_FILE = 'lesson.yaml';
const NAMES = [LESSON_FILE, 'en.md', 'zh.md', 'solution.yaml', 'near-miss.yaml'];
/** The folder's name where files came without one. */
const NO_FOLDER = 'lesson';

function split(path: string): { folder: string; name: string } {
  const at = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(0, at)), name: path.slice(at + 1) };
}

/** The texts of the one lesson among these files, with the paths that the course's loader expects. */
export async function readOutside(found: readonly Found[]): Promise<Result<OutsideFiles, OutsideError>> {
  if (found.length > MAX_FILES) return err({ kind: 'too-many', limit: MAX_FILES });
  const folders = found.map(({ path }) => split(path)).filter(({ name }) => name === LESSON_FILE);
  const [first] = folders;
  if (!first) return err({ kind: 'none' });
  if (folders.length > 1)
    return err({ kind: 'several', folders: folders.map(({ folder }) => split(folder).name) });
  const id = split(first.folder).name || NO_FOLDER;
  const files = new Map<string, string>();
  for (const { path, file } of found) {
    const { folder, name } = split(path);
    if (folder !== first.folder || !NAMES.includes(name)) continue;
    if (file.size > MAX_BYTES) return err({ kind: 'too-large', path });
    const text = decode(await file.arrayBuffer());
    if (text === null) return err({ kind: 'no-text', path });
    files.set(`${id}/${name}`, text);
  }
  return ok({ id, files });
}

/** Null when the octets are no UTF-8. */
function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What a folder chooser or a file chooser gave. */
export function foundInList(list: FileList): Found[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** What was dropped, folders with all that is in them. Call it while the drop is handled: later the browser forgets. */
export async function foundInDrop(transfer: DataTransfer): Promise<Found[]> {
  const loose = foundInList(transfer.files);
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (entries.length === 0) return loose;
  const found: Found[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

/** Stops as soon as there are too many. */
async function walk(entry: FileSystemEntry, found: Found[]): Promise<void> {
  if (found.length > MAX_FILES) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // It gives them in portions, and an empty one at the end.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0 || found.length > MAX_FILES) return;
    for (const inner of portion) await walk(inner, found);
  }
}
