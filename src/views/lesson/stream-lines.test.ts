import { expect, test } from 'vitest';
import { readStream } from './stream-lines.ts';

test('nothing fires before the blank line', () => {
  expect(readStream('data: hi')).toEqual([{ kind: 'pending', line: 1, hasData: true }]);
  expect(readStream('data: hi\n')).toEqual([{ kind: 'pending', line: 2, hasData: true }]);
  expect(readStream('data: hi\n\n')).toEqual([
    { kind: 'event', line: 2, type: 'message', data: 'hi', id: '' },
  ]);
});

test('an event has its name, all its lines and its id', () => {
  expect(readStream('event: quake\ndata: a\ndata: b\nid: 7\n\n')).toEqual([
    { kind: 'event', line: 5, type: 'quake', data: 'a\nb', id: '7' },
  ]);
});

test('a comment is ignored, and is no event', () => {
  expect(readStream(': still here\n\n')).toEqual([{ kind: 'comment', line: 1, text: 'still here' }]);
});

test('a block without data fires nothing, and says so', () => {
  expect(readStream('event: quake\n\n')).toEqual([{ kind: 'noData', line: 2 }]);
});

test('what counts for nothing is named with the reason', () => {
  expect(readStream('Data: hi\nretry: soon\n\n')).toEqual([
    { kind: 'field', line: 1, text: 'Data: hi' },
    { kind: 'badRetry', line: 2, text: 'retry: soon' },
  ]);
});

test('a valid retry is told in milliseconds', () => {
  expect(readStream('retry: 3000\n\n')).toEqual([{ kind: 'retry', line: 1, ms: 3000 }]);
});

test('a lone CR ends a line as well', () => {
  expect(readStream('data: a\r\rdata: b\r\n\r\n').map(({ kind }) => kind)).toEqual(['event', 'event']);
});
