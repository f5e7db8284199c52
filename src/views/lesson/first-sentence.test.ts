import { expect, test } from 'vitest';
import { plainText, type Inline } from '#course/prose.ts';
import { firstSentence } from './first-sentence.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const first = (...children: Inline[]): string => plainText(firstSentence([{ kind: 'paragraph', children }]));

test('ends at the first full stop, in either language', () => {
  expect(first(text('It asks. It asks again.'))).toBe('It asks.');
  expect(first(text('它在问。它又问。'))).toBe('它在问。');
});

test('a decimal point ends nothing', () => {
  expect(first(text('Every 0.5 s it asks. Then it rests.'))).toBe('Every 0.5 s it asks.');
});

test('ends within emphasis as well, and keeps the emphasis', () => {
  const [node] = firstSentence([
    { kind: 'paragraph', children: [{ kind: 'strong', children: [text('Stop. Go.')] }, text(' More.')] },
  ]);
  expect(node).toEqual({ kind: 'strong', children: [text('Stop.')] });
});

test('without a full stop it is all of the paragraph', () => {
  expect(first(text('Either '), { kind: 'code', text: 'a.b' }, text(' or nothing'))).toBe(
    'Either a.b or nothing',
  );
  expect(firstSentence([{ kind: 'code-block', text: 'data: 1' }])).toEqual([]);
});
