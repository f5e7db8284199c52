import { expect, test } from 'vitest';
import { linesOf } from './code-lines.ts';

test('comments of one line and of several are told from the code between them', () => {
  const source = '/** What it is. */\nlet a = 1;\n/**\n * More.\n */\n  // why\nlet b = a; // beside\n';
  expect(linesOf(source).map(({ comment }) => comment)).toEqual([true, false, true, true, true, true, false]);
});

test('not an octet of the file is changed, but for the end of its last line', () => {
  const source = '  indented();\n\n\t// tab\n';
  expect(
    linesOf(source)
      .map(({ text }) => text)
      .join('\n'),
  ).toBe(source.trimEnd());
});
