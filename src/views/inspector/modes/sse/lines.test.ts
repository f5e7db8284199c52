/** The lines of an event stream with the parser's buffers, against the parser that the lab uses. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import { serializeChunk } from '#codecs/http1/serializer.ts';
import { SseParser } from '#codecs/sse/parser.ts';
import { serializeEvent } from '#codecs/sse/serializer.ts';
import { buffersAfter, chunkData, EMPTY, stepsOf } from './lines.ts';

const kinds = (text: string): unknown[] => stepsOf(utf8(text)).map(({ kind }) => kind);

test('shows what each line leaves in the buffers, and that the blank line fires', () => {
  const steps = stepsOf(utf8('id: 7\ndata: a\ndata: b\n\n'));
  expect(steps.map(({ after }) => [after.data, after.id, after.lastEventId])).toEqual([
    ['', '7', ''],
    ['a\n', '7', ''],
    ['a\nb\n', '7', ''],
    ['', '7', '7'],
  ]);
  expect(steps.map(({ fired }) => fired)).toEqual([
    null,
    null,
    null,
    { type: 'message', data: 'a\nb', lastEventId: '7' },
  ]);
});

test('tells lines that do nothing from one another', () => {
  expect(kinds(': hi\nfoo: 1\nretry: soon\nid: \0\nretry: 5\nevent: e\nda')).toEqual([
    'comment',
    'ignored',
    'invalid',
    'invalid',
    'retry',
    'event',
    'unfinished',
  ]);
});

test('a block with an id and no data fires nothing, and its id counts', () => {
  const [, blank] = stepsOf(utf8('id: 9\n\n'));
  expect(blank).toMatchObject({ kind: 'blank', fired: null, after: { lastEventId: '9' } });
});

test('an empty data line fires an event with empty data', () => {
  expect(stepsOf(utf8('data\n\n')).at(-1)?.fired).toEqual({ type: 'message', data: '', lastEventId: '' });
});

test('the line ends are told apart, and CRLF is one', () => {
  expect(stepsOf(utf8('a\r\nb\rc\nd')).map(({ end, from, to }) => [end, from, to])).toEqual([
    ['CRLF', 0, 3],
    ['CR', 3, 5],
    ['LF', 5, 7],
    [null, 7, 8],
  ]);
});

test('takes the data out of its chunk, and the buffers over from the unit before', () => {
  const chunk = serializeChunk(serializeEvent({ data: 'x' }));
  const { at, data } = chunkData(chunk);
  expect(at).toBe(3);
  const before = buffersAfter(utf8('id: 12\nretry: 50\ndata: w\n\n'), null);
  expect(stepsOf(data, before).at(-1)).toMatchObject({
    fired: { data: 'x', lastEventId: '12' },
    after: { retryMs: 50 },
  });
});

const WORDS = ['data: x', 'data', 'id: 7', 'id: \0', 'event: e', 'retry: 9', 'retry: x', ': c', 'foo'];
const ENDS = ['\n', '\r', '\r\n', '\n\n', ''];
const stream = fc
  .array(fc.tuple(fc.constantFrom(...WORDS, '\ufeff', 'data: é'), fc.constantFrom(...ENDS)))
  .map((parts) => utf8(parts.flat().join('')));

test('fires what the parser of the lab fires, and ends with its id and retry', () => {
  fc.assert(
    fc.property(stream, (whole) => {
      const parser = new SseParser();
      const items = parser.feed(whole).flatMap((item) => (item.kind === 'event' ? [item] : []));
      const steps = stepsOf(whole);
      const fired = steps.flatMap((step) => (step.fired ? [step.fired] : []));
      expect(fired).toEqual(items.map(({ type, data, lastEventId }) => ({ type, data, lastEventId })));
      const { lastEventId, retryMs } = steps.at(-1)?.after ?? EMPTY;
      expect([lastEventId, retryMs]).toEqual([parser.lastEventId, parser.retryMs]);
    }),
    { numRuns: 500 },
  );
});
