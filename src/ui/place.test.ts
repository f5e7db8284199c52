import { expect, test } from 'vitest';
import { addressOf, placeIn } from './place.ts';

test.each([
  ['', 'lab'],
  ['#lang=zh&seed=7', 'lab'],
  ['#home', 'home'],
  ['#home=&lang=zh', 'home'],
  ['#glossary', 'glossary'],
  ['#glossary=rto&lang=en', 'glossary'],
  ['#lesson=polling', 'lab'],
  ['#lesson=polling&teacher', 'teacher'],
  ['#teacher', 'lab'],
])('the address %s leads to: %s', (hash, place) => {
  expect(placeIn(hash)).toBe(place);
});

test('an address carries the language, the colours that were chosen, and bare keys', () => {
  expect(addressOf({ home: '' }, { locale: 'zh', theme: 'auto' })).toBe('#home&lang=zh');
  expect(addressOf({ lesson: 'polling', teacher: '' }, { locale: 'en', theme: 'dark' })).toBe(
    '#lesson=polling&teacher&lang=en&theme=dark',
  );
  expect(addressOf({}, { locale: 'en', theme: 'auto' })).toBe('#lang=en');
});
