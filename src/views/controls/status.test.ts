import { expect, test } from 'vitest';
import { fromS, ZERO } from '#base/time.ts';
import { catalogue } from '#words/catalogue.ts';
import { statusText } from './status.ts';

const words = catalogue('en');
const live = {
  status: 'playing',
  progress: null,
  live: true,
  head: fromS(10),
  playhead: fromS(10),
  pausedWhileHidden: false,
} as const;

test('says nothing while it plays at the newest instant', () => {
  expect(statusText(live, words)).toBe('');
});

test('says what else it does', () => {
  expect(statusText(null, words)).toBe('starting');
  expect(statusText({ ...live, status: 'paused' }, words)).toBe('paused');
  expect(statusText({ ...live, status: 'catching-up', progress: 0.404 }, words)).toBe('catching up, 40%');
  expect(statusText({ ...live, status: 'paused', pausedWhileHidden: true }, words)).toBe(
    'paused while the tab was hidden',
  );
  expect(statusText({ ...live, status: 'failed' }, words)).toBe('stopped');
});

test('says how far back the shown instant is', () => {
  expect(statusText({ ...live, live: false, status: 'paused', playhead: fromS(6.5) }, words)).toBe(
    '3.50\u2009s behind the newest',
  );
  expect(statusText({ ...live, live: false, playhead: ZERO }, words)).toBe('10.0\u2009s behind the newest');
});
