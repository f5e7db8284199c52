import { expect, test } from 'vitest';
import { MAX_BYTES, MAX_FILES, readOutside, type Found } from './outside.ts';

function found(files: Readonly<Record<string, BlobPart>>): Found[] {
  return Object.entries(files).map(([path, part]) => ({ path, file: new Blob([part]) }));
}

test('a lesson is named by its folder, however deep that stands, and only its own files are taken', async () => {
  const read = await readOutside(
    found({
      'mine/lessons/drift/lesson.yaml': 'minutes: 3',
      'mine/lessons/drift/en.md': '# Drift',
      'mine/lessons/drift/notes.txt': 'not asked for',
      'mine/lessons/drift/old/en.md': '# Old',
      'mine/readme.md': 'not asked for',
    }),
  );
  expect(read).toEqual({
    ok: true,
    value: {
      id: 'drift',
      files: new Map([
        ['drift/lesson.yaml', 'minutes: 3'],
        ['drift/en.md', '# Drift'],
      ]),
    },
  });
});

test('loose files are a lesson too', async () => {
  const read = await readOutside(found({ 'lesson.yaml': 'a', 'zh.md': 'b' }));
  expect(read.ok && [...read.value.files.keys()]).toEqual(['lesson/lesson.yaml', 'lesson/zh.md']);
});

test.each<[string, Readonly<Record<string, BlobPart>>, unknown]>([
  ['no lesson', { 'a/en.md': '# A' }, { kind: 'none' }],
  ['two lessons', { 'x/a/lesson.yaml': '', 'x/b/lesson.yaml': '' }, { kind: 'several', folders: ['a', 'b'] }],
  [
    'a huge file',
    { 'a/lesson.yaml': '', 'a/en.md': new Uint8Array(MAX_BYTES + 1) },
    { kind: 'too-large', path: 'a/en.md' },
  ],
  [
    'no text',
    { 'a/lesson.yaml': new Uint8Array([0xff, 0xfe, 0x80]) },
    { kind: 'no-text', path: 'a/lesson.yaml' },
  ],
])('is refused with its reason: %s', async (_, files, error) => {
  expect(await readOutside(found(files))).toEqual({ ok: false, error });
});

test('more files than any lesson has are refused before they are read', async () => {
  const unread = { size: 1, arrayBuffer: () => Promise.reject(new Error('was read')) } as unknown as Blob;
  const many = Array.from({ length: MAX_FILES + 1 }, (_, i) => ({ path: `a/${String(i)}`, file: unread }));
  expect(await readOutside(many)).toEqual({ ok: false, error: { kind: 'too-many', limit: MAX_FILES } });
});
