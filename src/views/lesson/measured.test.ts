import { expect, test } from 'vitest';
import { verdict, type Check } from '#course/checks/check.ts';
import { lessonCatalogue } from '#words/lesson-catalogue.ts';
import { measuredText, proofText } from './measured.ts';

const w = lessonCatalogue('en').checks;
const plain = (text: string | null): string | null => text && text.replaceAll('\u2009', ' ');

const cheap: Check = {
  ...{ id: 'cheap', kind: 'metric', lane: 'polling', metric: 'requestsPerMinute' },
  ...{ bounds: { atMost: 20 }, overMs: 30_000 },
};
const fresh: Check = {
  ...{ id: 'fresh', kind: 'metric', lane: 'polling', metric: 'meanDelayMs' },
  ...{ bounds: { atMost: 2000 }, overMs: 30_000 },
};
const said: Check = { id: 'said', kind: 'unique', lane: 'polling' };

test('what was measured stands beside its bound, each with its unit', () => {
  expect(measuredText(cheap, { ...verdict(true, { value: 18 }), id: 'cheap' }, w)).toBe(
    '18 requests a minute (at most 20)',
  );
  expect(plain(measuredText(fresh, { ...verdict(true, { value: 1834 }), id: 'fresh' }, w))).toBe(
    '1.83 s late on average (at most 2 s)',
  );
});

test('nothing is said where nothing was measured, or it has no number', () => {
  expect(measuredText(cheap, { ...verdict(false), id: 'cheap' }, w)).toBe(null);
  expect(measuredText(said, { ...verdict(true, { value: 3 }), id: 'said' }, w)).toBe(null);
});

test('the closing sentence has every number there is', () => {
  const results = [
    { ...verdict(true, { value: 1834 }), id: 'fresh' },
    { ...verdict(true, { value: 18 }), id: 'cheap' },
    { ...verdict(true), id: 'said' },
  ];
  const text = plain(proofText([fresh, cheap, said], results, w));
  expect(text).toContain('1.83 s');
  expect(text).toContain('18 requests a minute');
  expect(proofText([said], results, w)).toBe(w.passed);
});

test('one that must only be there has no number', () => {
  const there: Check = { id: 'there', kind: 'sse', item: 'event', where: {}, bounds: { atLeast: 1 } };
  const twice: Check = { ...there, bounds: { atLeast: 2 } };
  expect(measuredText(there, { ...verdict(true, { value: 1 }), id: 'there' }, w)).toBe(null);
  expect(measuredText(twice, { ...verdict(false, { value: 1 }), id: 'there' }, w)).toBe('1× (at least 2)');
});
