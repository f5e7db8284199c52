import { expect, test } from 'vitest';
import { readMemory } from './lesson-memory.ts';

const kept = {
  ...{ lesson: 'polling', step: 'guess', locked: true },
  entered: { answer: 'more', buckets: { a: 'b' }, text: 'data: 1' },
};

test('what was entered is recalled in the same step, and in no other', () => {
  const text = JSON.stringify(kept);
  expect(readMemory(text, 'polling', 'guess')).toEqual({ entered: kept.entered, locked: true });
  expect(readMemory(text, 'polling', 'tune')).toBe(null);
  expect(readMemory(text, 'sse', 'guess')).toBe(null);
});

test.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['a list', '[]'],
  ['no text', JSON.stringify({ ...kept, entered: { answer: null, buckets: {} } })],
  ['an answer that is a number', JSON.stringify({ ...kept, entered: { ...kept.entered, answer: 1 } })],
])('%s is recalled as nothing', (_, text) => {
  expect(readMemory(text, 'polling', 'guess')).toBe(null);
});

test('a bucket that is no text is left out', () => {
  const odd = JSON.stringify({ ...kept, entered: { ...kept.entered, buckets: { a: 'b', c: 3 } } });
  expect(readMemory(odd, 'polling', 'guess')?.entered.buckets).toEqual({ a: 'b' });
});
