import { expect, test } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import { SseParser } from './parser.ts';
import { serializeEvent } from './serializer.ts';

test('tells where each event, comment and retry stands', () => {
  const items = new SseParser().feed(utf8(': hi\nretry: 5\nid: 1\ndata: a\n\ndata: b\r\n\r\ndata: c\n'));
  expect(items).toEqual([
    { kind: 'comment', text: ' hi', from: 0, to: 5 },
    { kind: 'retry', ms: 5, from: 5, to: 14 },
    { kind: 'event', type: 'message', data: 'a', lastEventId: '1', from: 0, to: 29 },
    { kind: 'event', type: 'message', data: 'b', lastEventId: '1', from: 29, to: 39 },
  ]);
});

test('a reconnection carries its id over, and the first blank line does not reset it', () => {
  const parser = new SseParser({ lastEventId: '12' });
  expect(parser.feed(utf8('data: a\n\n'))).toMatchObject([{ lastEventId: '12' }]);
  parser.feed(utf8('id: 13\n'));
  expect(parser.lastEventId).toBe('12');
  parser.feed(utf8('\n'));
  expect(parser.lastEventId).toBe('13');
});

test('a CRLF split across chunks is one end of line, and the event does not wait for its LF', () => {
  const parser = new SseParser();
  expect(parser.feed(utf8('data: a\r\n\r'))).toMatchObject([{ kind: 'event', data: 'a' }]);
  expect(parser.feed(utf8('\ndata: b\n\n'))).toMatchObject([{ kind: 'event', data: 'b', from: 11, to: 20 }]);
});

test('an endless line and an endless event end in an error, and nothing follows', () => {
  const line = new SseParser({ maxLineBytes: 8 });
  expect(line.feed(utf8('data: 0123456789'))).toMatchObject([
    { kind: 'error', error: { code: 'sse-line-too-long' } },
  ]);
  expect(line.feed(utf8('\n\ndata: x\n\n'))).toEqual([]);
  const event = new SseParser({ maxEventChars: 10 });
  const items = Array.from({ length: 9 }, () => event.feed(utf8('data: abc\n'))).flat();
  expect(items).toMatchObject([{ kind: 'error', error: { code: 'sse-event-too-large', offset: 20 } }]);
});

test('serializes in the captured form, several lines as several fields', () => {
  const text = (parts: Parameters<typeof serializeEvent>[0]): string =>
    new TextDecoder().decode(serializeEvent(parts));
  expect(text({ id: '13', data: '{}' })).toBe('id: 13\ndata: {}\n\n');
  expect(text({ comment: 'hi' })).toBe(': hi\n\n');
  expect(text({ event: 'e', retry: 0, data: 'a\r\nb\rc\nd' })).toBe(
    'event: e\nretry: 0\ndata: a\ndata: b\ndata: c\ndata: d\n\n',
  );
  expect(() => serializeEvent({ id: 'a\nb' })).toThrow('id');
});
