import { expect, test } from 'vitest';
import { DEFAULT_POLICY, DEFAULT_SCENE } from '#lab/herd/options.ts';
import { readMemory, writeMemory } from './lesson-memory.ts';

const kept = {
  ...{ lesson: 'polling', step: 'guess', locked: true },
  entered: { answer: 'more', buckets: { a: 'b' }, text: 'data: 1', herd: null },
};

test('what was entered is recalled in the same step, and in no other', () => {
  const text = writeMemory(kept);
  const known = { entered: kept.entered, locked: true, policy: null };
  expect(readMemory(text, 'polling', 'guess')).toEqual(known);
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

test('of a herd the way to wait is recalled, and nothing that is the lesson’s', () => {
  const policy = { ...DEFAULT_POLICY, jitter: 'equal', reconnectCapMs: 9000 } as const;
  const entered = { ...kept.entered, herd: { ...DEFAULT_SCENE, clients: 500, policy } };
  const recalled = readMemory(writeMemory({ ...kept, entered }), 'polling', 'guess');
  expect(recalled?.policy).toEqual(policy);
  expect(recalled?.entered.herd).toBe(null);
});
