import { expect, test } from 'vitest';
import type { Lesson } from '#course/model.ts';
import { lessonAfter } from './lesson-after.ts';

const entry = (id: string): { id: string; requires: string[] } => ({ id, requires: [] });
const course = {
  sections: [
    { id: 's', title: { en: 'S', zh: 'S' }, lessons: [entry('one'), entry('unwritten')] },
    { id: 't', title: { en: 'T', zh: 'T' }, lessons: [entry('two')] },
  ],
};
const lessons = new Map(['one', 'two'].map((id) => [id, { id } as Lesson]));

test('the next lesson is the next one written, also across sections', () => {
  expect(lessonAfter('one', { course, lessons })?.id).toBe('two');
});

test('after the last lesson, and after one that is not of the course, there is none', () => {
  expect(lessonAfter('two', { course, lessons })).toBe(null);
  expect(lessonAfter('mine', { course, lessons })).toBe(null);
});
