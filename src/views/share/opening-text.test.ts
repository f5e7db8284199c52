import { expect, test } from 'vitest';
import { catalogue } from '#words/catalogue.ts';
import { failureText, notesText } from './opening-text.ts';

const { share } = catalogue('en');
const zh = catalogue('zh').share;

test('names what is wrong with a link or a file', () => {
  const link = { kind: 'link' } as const;
  const file = { kind: 'file', name: 'my.json' } as const;
  expect(failureText({ kind: 'broken', why: 'checksum' }, link, share)).toBe(
    'This link is cut off or has a wrong character. Copy it once more, all of it. What you see is another run.',
  );
  expect(failureText({ kind: 'json' }, file, share)).toMatch(/^my\.json: This is no valid JSON\./);
  expect(failureText({ kind: 'noCapsule' }, file, share)).toContain('Messages of your own come as CSV');
  expect(failureText({ kind: 'tooLarge', what: 'rows', limit: 100_000 }, file, share)).toMatch(
    /more than 100\s000/,
  );
  expect(failureText({ kind: 'broken', why: 'base64' }, link, zh)).toMatch(/链接。现在/);
});

test('counts what is left out beyond the first five, and cuts foreign names', () => {
  const notes = Array.from({ length: 8 }, (_, i) => ({ kind: 'dropped', path: `f${String(i)}` }) as const);
  expect(notesText(notes, share, ', ')).toBe(
    'Left out, as unknown or invalid: f0, f1, f2, f3, f4, and 3 more.',
  );
  const long = notesText([{ kind: 'dropped', path: 'x'.repeat(1000) }], share, ', ');
  expect(long.length).toBeLessThan(120);
  expect(notesText([], share, ', ')).toBe('');
});
