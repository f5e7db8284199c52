import { expect, test } from 'vitest';
import { concat, fromUtf8, latin1 } from '#base/bytes.ts';
import { MessageCollector } from './collector.ts';
import { headerValue, keepsAlive } from './message.ts';
import { RequestParser, ResponseParser, type HttpEvent } from './parser.ts';

const errorOf = (events: readonly HttpEvent[]): unknown =>
  events.find((event) => event.kind === 'error')?.error;

test('tells stream offsets of head, chunks, body and message', () => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  const events = new ResponseParser().feed(latin1(`${head}5\r\nhello\r\n0\r\n\r\n`));
  const h = head.length;
  expect(
    events.map((event) => [event.kind, 'from' in event && event.from, 'to' in event && event.to]),
  ).toEqual([
    ['head', 0, h],
    ['chunk', h, h + 3],
    ['data', h + 3, h + 8],
    ['chunk', h + 10, h + 13],
    ['end', 0, h + 15],
  ]);
});

test('a request to upgrade hands over what arrived behind it, then later octets', () => {
  const request =
    'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const parser = new RequestParser();
  const events = parser.feed(concat([latin1(request), Uint8Array.of(0x81, 0x80)]));
  expect(events.map(({ kind }) => kind)).toEqual(['head', 'end', 'upgrade']);
  expect(events[2]).toMatchObject({ rest: Uint8Array.of(0x81, 0x80), from: request.length });
  expect(parser.feed(Uint8Array.of(1, 2))).toMatchObject([{ kind: 'rest', rest: Uint8Array.of(1, 2) }]);
  expect(parser.state).toBe('upgraded');
  expect(parser.eof()).toEqual([]);
});

test('a 101 ends HTTP, and any other answer to an upgrade does not', () => {
  const refused = new ResponseParser();
  refused.feed(latin1('HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n'));
  expect(refused.state).toBe('start-line');
  const [, , upgrade] = new ResponseParser().feed(latin1('HTTP/1.1 101 \r\nUpgrade: websocket\r\n\r\nabc'));
  expect(upgrade).toMatchObject({ kind: 'upgrade', rest: latin1('abc') });
});

test('the method of each request decides what a body is', () => {
  const parser = new ResponseParser({ methodOf: (n) => (n === 0 ? 'HEAD' : 'GET') });
  const wire = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc';
  const messages = new MessageCollector().push(parser.feed(latin1(wire)));
  expect(messages.map(({ body }) => fromUtf8(body))).toEqual(['', 'abc']);
});

test('a body without length lasts until the end of the connection', () => {
  const parser = new ResponseParser();
  const events = parser.feed(latin1('HTTP/1.1 200 OK\r\n\r\nab'));
  expect(parser.state).toBe('until-eof');
  expect(parser.incomplete).toBe(true);
  expect(events.at(-1)).toMatchObject({ kind: 'data' });
  expect(parser.eof()).toMatchObject([{ kind: 'end', from: 0, to: 21 }]);
});

test('errors name the offset of the line or octet that is wrong', () => {
  expect(errorOf(new RequestParser().feed(latin1('GET / HTTP/1.1\r\nHost: x\nA: b')))).toMatchObject({
    code: 'http-bare-lf',
    offset: 23,
  });
  expect(errorOf(new RequestParser().feed(latin1('GET / HTTP/1.1\r\nA: b\r\n c\r\n')))).toMatchObject({
    code: 'http-obs-fold',
    offset: 22,
  });
  expect(errorOf(new RequestParser().feed(latin1('GET / HTTP/2.0\r\n')))).toMatchObject({
    code: 'http-version',
  });
});

test('stops at an endless line, an endless head and octets behind a chunk', () => {
  const limits = { maxLineBytes: 100, maxHeadBytes: 300 };
  const line = new RequestParser(limits);
  expect(errorOf(line.feed(new Uint8Array(101).fill(0x61)))).toMatchObject({ code: 'http-line-too-long' });
  expect(line.feed(latin1('more'))).toEqual([]);
  const head = new RequestParser(limits);
  head.feed(latin1('GET / HTTP/1.1\r\n'));
  const events = Array.from({ length: 30 }, () => head.feed(latin1('a: 0123456789\r\n'))).flat();
  expect(errorOf(events)).toMatchObject({ code: 'http-head-too-large', offset: 300 });
  const chunk = new ResponseParser();
  chunk.feed(latin1('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na'));
  expect(errorOf(chunk.feed(latin1('bcd')))).toMatchObject({ code: 'http-chunk-end' });
});

test('Connection and version decide about another message', () => {
  const head = { kind: 'request', method: 'GET', target: '/' } as const;
  expect(keepsAlive({ ...head, version: '1.1', headers: [] })).toBe(true);
  expect(keepsAlive({ ...head, version: '1.1', headers: [['Connection', 'Close']] })).toBe(false);
  expect(keepsAlive({ ...head, version: '1.0', headers: [] })).toBe(false);
  expect(keepsAlive({ ...head, version: '1.0', headers: [['connection', 'keep-alive']] })).toBe(true);
  expect(
    headerValue(
      [
        ['A', '1'],
        ['a', '2'],
      ],
      'A',
    ),
  ).toBe('1');
});

test('a collector keeps no more than its limit', () => {
  const collector = new MessageCollector(4);
  const events = new ResponseParser().feed(latin1('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef'));
  expect(fromUtf8(collector.push(events)[0]?.body ?? new Uint8Array(0))).toBe('abcd');
});
