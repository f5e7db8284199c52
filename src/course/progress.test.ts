import { describe, expect, test } from 'vitest';
import {
  complete,
  merge,
  NO_PROGRESS,
  parseProgress,
  predict,
  progressOf,
  reach,
  serialise,
  type Progress,
} from './progress.ts';

const some = predict(
  complete(complete(reach(NO_PROGRESS, 'polling', 'tune'), 'polling', 'ask'), 'polling', 'guess'),
  'polling',
  'guess',
  'more',
);

test('a step is done once, and the first prediction stands', () => {
  const again = predict(complete(some, 'polling', 'ask'), 'polling', 'guess', 'fewer');
  expect(again).toEqual(some);
  expect(progressOf(again, 'polling')).toEqual({
    at: 'tune',
    done: ['ask', 'guess'],
    predictions: { guess: 'more' },
  });
});

test('comes back from its file as it was', () => {
  expect(parseProgress(serialise(some))).toEqual({ ok: true, value: some });
});

test('merging loses nothing of either, and keeps our place', () => {
  const theirs = predict(
    reach(complete(reach(NO_PROGRESS, 'polling', 'ask'), 'polling', 'tune'), 'sse-format', 'write'),
    'polling',
    'guess',
    'same',
  );
  const both = merge(some, theirs);
  expect(progressOf(both, 'polling')).toEqual({
    at: 'tune',
    done: ['ask', 'guess', 'tune'],
    predictions: { guess: 'more' },
  });
  expect(progressOf(both, 'sse-format').at).toBe('write');
  expect(merge(both, some)).toEqual(both);
  expect(merge(NO_PROGRESS, some)).toEqual(some);
});

describe('says what is wrong with a file', () => {
  const file = (lessons: unknown, version: unknown = 1): string =>
    JSON.stringify({ format: 'pushpull-progress', version, lessons });
  const lesson = { at: null, done: [], predictions: {} };

  test.each([
    ['no JSON', '{', 'no-json', /JSON/],
    ['something else', '{"format":"other"}', 'other-format', /pushpull-progress/],
    ['a list', '[]', 'other-format', /pushpull-progress/],
    ['a later version', file({}, 2), 'newer', /^2 > 1$/],
    ['no version', file({}, 'one'), 'broken', /^version$/],
    ['no lessons', file([]), 'broken', /^lessons$/],
    ['a broken lesson', file({ polling: 3 }), 'broken', /^lessons\.polling$/],
    ['a broken place', file({ polling: { ...lesson, at: 3 } }), 'broken', /^lessons\.polling\.at$/],
    ['a broken list', file({ polling: { ...lesson, done: [1] } }), 'broken', /^lessons\.polling\.done$/],
    [
      'broken predictions',
      file({ polling: { ...lesson, predictions: { a: 1 } } }),
      'broken',
      /^lessons\.polling\.predictions$/,
    ],
  ])('%s', (_what, text, code, detail) => {
    const read = parseProgress(text);
    expect(read).toMatchObject({
      ok: false,
      error: { code, detail: expect.stringMatching(detail) as string },
    });
  });
});

test('lessons that this course lacks are kept', () => {
  const later: Progress = reach(NO_PROGRESS, 'from-a-later-version', 'step');
  const read = parseProgress(serialise(later));
  expect(read.ok && merge(some, read.value).has('from-a-later-version')).toBe(true);
});
