/** What follows when the octets of one unit are others: by the codecs alone. */
import { describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromUtf8 } from '#base/bytes.ts';
import { us } from '#base/time.ts';
import { openRecords } from '#codecs/tls/record.ts';
import { explainDelay } from '#trace/why-late.ts';
import { Scoreboard } from '#trace/metrics.ts';
import type { LabRun } from './run.ts';
import { eventsOf, play } from './testing.ts';
import { is, octetsOf, tamper, type Change, type Pdu } from './testing-tamper.ts';

const delivered = (run: LabRun): string[] => eventsOf(run, 'app.delivered').map(({ msg }) => msg);
const closed = (run: LabRun): string[] =>
  eventsOf(run, 'client.state')
    .filter(({ state }) => state === 'closed')
    .map(({ state }) => state);
/** The code in a close frame, masked or not. */
function closeCode(frame: Uint8Array): number {
  const masked = ((frame[1] ?? 0) & 0x80) !== 0;
  const at = masked ? 6 : 2;
  const octet = (i: number): number => (frame[at + i] ?? 0) ^ (masked ? (frame[2 + i] ?? 0) : 0);
  return octet(0) * 256 + octet(1);
}
const codes = (run: LabRun, answers: readonly Pdu[]): number[] =>
  answers
    .map((pdu) => octetsOf(run, pdu))
    .filter(([first]) => first === 0x88)
    .map(closeCode);

const SAY = { recipe: { interventions: [{ at: us(2_000_000), say: 'hello', id: 'u1' }] } };
const unmasked: Change = (frame) => Uint8Array.of(0x81, 2, ...frame.subarray(6, 8));

const longer: Change = (frame) => {
  const changed = frame.slice();
  changed[1] = (frame[1] ?? 0) + 3;
  return changed;
};

test('an unmasked frame from the client is answered with close code 1002', async () => {
  const { run, answers } = await tamper('ws', is('ws.frame', 'up'), unmasked, SAY);
  expect(codes(run, answers)).toEqual([1002]);
  expect(closed(run)).toHaveLength(1);
  expect(delivered(run)).not.toContain('u1');
});

test('text that is no UTF-8 makes the client close with 1007, and nothing comes after', async () => {
  const { run, pdu, answers } = await tamper('ws', is('ws.frame'), (frame) => {
    const bad = frame.slice();
    bad[frame.length - 3] = 0xff;
    return bad;
  });
  expect(codes(run, answers)).toEqual([1007]);
  expect(delivered(run)).toEqual([]);
  expect(explainDelay(run.trace, 0, ensure(pdu.msgs[0], 'message'))).toBeNull();
});

test('a frame that claims more than the largest message is closed with 1009 before it is there', async () => {
  const { run, answers } = await tamper(
    'ws',
    is('ws.frame', 'up'),
    () => Uint8Array.of(0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4),
    SAY,
  );
  expect(codes(run, answers)).toEqual([1009]);
});

test('a wrong Sec-WebSocket-Accept fails the connection: no data, no frame, closed', async () => {
  const { run, answers } = await tamper('ws', is('ws.response'), (_, text) =>
    text.replace(/(Accept: )./, '$1!'),
  );
  expect(delivered(run)).toEqual([]);
  expect(answers).toEqual([]);
  expect(eventsOf(run, 'client.state').map(({ state }) => state)).toEqual(['connecting', 'closed']);
});

test.each([
  ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: 8', 426],
  ['Origin: https://feed', 'Origin: https://evil', 403],
  ['Sec-WebSocket-Key: ', 'Sec-WebSocket-Key: x', 400],
  ['Upgrade: websocket', 'Upgrade: websocke', 426],
  ['GET /ws', 'GET /no', 404],
  ['GET /ws', 'GET  ws', 400],
  ['HTTP/1.1', 'HTTP/2.0', 505],
])('a request to upgrade with %s made %s is refused: %i', async (own, other, status) => {
  const { run, answers } = await tamper('ws', is('ws.request', 'up'), (_, text) => text.replace(own, other));
  const [answer, ...more] = answers;
  expect(fromUtf8(octetsOf(run, ensure(answer, 'answer')))).toMatch(`HTTP/1.1 ${String(status)} `);
  expect(more).toEqual([]);
  expect(eventsOf(run, 'client.state').map(({ state }) => state)).toEqual(['connecting', 'closed']);
});

test('a frame whose length says more hangs: the server waits for the rest, and nothing is closed', async () => {
  const { run, pdu, answers } = await tamper('ws', is('ws.frame', 'up'), longer, SAY);
  expect(run.trace.provenance.outcome(pdu.id)).toBeGreaterThan(0);
  expect(answers.every(({ msgs }) => msgs.length > 0)).toBe(true);
  expect(delivered(run)).not.toContain('u1');
  expect(closed(run)).toEqual([]);
});

test('behind a length that is too long the next frame is read as text, which it is not: 1007', async () => {
  const { run, answers } = await tamper('ws', is('ws.frame'), (frame) =>
    Uint8Array.of(0x81, 126, 0x7f, 0xff, ...frame.subarray(2)),
  );
  expect(codes(run, answers)).toEqual([1007]);
  expect(delivered(run)).toEqual([]);
});

test('without its blank line a server-sent event never fires; it runs into the next', async () => {
  const { run, pdu } = await tamper('sse', is('sse.event'), (_, text) => {
    const event = text.split('\r\n')[1] ?? '';
    return `${(event.length - 1).toString(16)}\r\n${event.slice(0, -1)}\r\n`;
  });
  const own = await play('sse', 12);
  expect(delivered(run)).not.toContain(pdu.msgs[0]);
  // Two lines of data are one event of two lines, which is no JSON.
  expect(delivered(own).filter((msg) => !delivered(run).includes(msg))).toHaveLength(2);
});

test('an unknown field in a stream is ignored', async () => {
  const { run, pdu } = await tamper('sse', is('sse.event'), (_, text) => text.replace('id:', 'ID:'));
  expect(delivered(run)).toContain(pdu.msgs[0]);
});

test('a reconnection time in the stream counts, in virtual time', async () => {
  const { run } = await tamper('sse', is('sse.event'), () => 'd\r\nretry: 9000\n\n\r\nno size\r\n', {
    seconds: 30,
  });
  const [first, second] = eventsOf(run, 'request.issued');
  const broke = ensure(eventsOf(run, 'conn.closed')[0], 'closed').t;
  expect(ensure(second, 'second request').t - broke).toBe(9_000_000);
  expect(first?.target).toBe(second?.target);
  expect(delivered(run).length).toBeGreaterThan(3);
});

test('an answer that is no event stream closes the EventSource for good', async () => {
  const { run } = await tamper('sse', is('http.head'), (_, text) => text.replace('event-stream', 'plain'));
  expect(eventsOf(run, 'client.state').at(-1)?.state).toBe('closed');
  expect(eventsOf(run, 'request.issued')).toHaveLength(1);
  expect(delivered(run)).toEqual([]);
});

test('a stream that ends early is asked for again, and nothing is missed', async () => {
  const { run } = await tamper('sse', is('sse.event'), () => '0\r\n\r\n', { seconds: 20 });
  expect(eventsOf(run, 'request.issued').length).toBeGreaterThan(1);
  expect(delivered(run)).toContain('2');
});

describe('an answer to a poll', () => {
  const withNews = (pdu: Pdu): boolean => pdu.kind === 'http.response' && pdu.msgs.length > 0;
  const length =
    (by: number): Change =>
    (_, text) =>
      text.replace(/Content-Length: (\d+)/, (_line, n) => `Content-Length: ${String(Number(n) + by)}`);

  test('with a length too long is waited for until the connection closes, and then asked for again', async () => {
    const { run, pdu } = await tamper('polling', withNews, length(5), { seconds: 12 });
    expect(eventsOf(run, 'request.issued').filter(({ t }) => t > pdu.t)).toEqual([]);
    const later = await tamper('polling', withNews, length(5), { seconds: 90 });
    expect(delivered(later.run)).toContain(pdu.msgs[0]);
  });

  test('with a length too short is no JSON; what is left over resets the connection', async () => {
    const { run, pdu } = await tamper('polling', withNews, length(-3));
    const [first] = eventsOf(run, 'conn.closed');
    expect(first).toMatchObject({ side: 'client', reason: 'reset', conn: pdu.conn });
    expect(delivered(run)).toContain(pdu.msgs[0]);
    expect(eventsOf(run, 'conn.opening').length).toBeGreaterThan(1);
  });

  test.each([
    ['HTTP/1.1 200 OK', 'HTTP/1.1 100 OK'],
    ['HTTP/1.1 200 OK', 'HTTP/1.1 101 OK'],
    ['HTTP/1.1 200 OK', 'HTTP/1.1 205 OK'],
    ['HTTP/1.1 200 OK', 'HTTP/1.1 999 OK'],
    ['HTTP/1.1 200 OK', 'ICY 200 OK'],
    ['{"messages":[', '{"messages":[null,'],
    ['"id":', '"ID":'],
    ['application/json', 'text/plain'],
  ])('with %s made %s: the run goes on', async (own, other) => {
    const { run } = await tamper('polling', withNews, (_, text) => text.replace(own, other), {
      seconds: 100,
    });
    expect(new Scoreboard(run.trace, 1).at(us(100_000_000))[0]?.published).toBeGreaterThan(5);
    expect(run.driver.failure).toBeNull();
  });
});

test.each([
  ['GET /api', 'TRACE /api', 501],
  ['GET /api', 'GET *api', 400],
  ['GET /api', 'G\0T /api', 400],
  ['Host:', 'Host :', 400],
])('a poll with %j made %j is answered %i, and the client polls on', async (own, other, status) => {
  const { run, answers } = await tamper('polling', is('http.request', 'up'), (_, text) =>
    text.replace(own, other),
  );
  expect(fromUtf8(octetsOf(run, ensure(answers[0], 'answer')))).toMatch(`HTTP/1.1 ${String(status)} `);
  expect(answers).toHaveLength(1);
  expect(delivered(run).length).toBeGreaterThan(3);
});

test('a message that is no JSON any more ends in the page; the next is taken', async () => {
  const { run, pdu } = await tamper('ws', is('ws.frame'), (_, text) => text.replace('{', '}'));
  expect(delivered(run)).not.toContain(pdu.msgs[0]);
  expect(delivered(run).length).toBeGreaterThan(3);
});

test('behind TLS the octets are sealed as the sender’s own would be', async () => {
  const { run, pdu, answers } = await tamper('ws', is('ws.frame', 'up'), unmasked, {
    ...SAY,
    set: { 'path.tls': 1 },
  });
  expect(pdu.to - pdu.from).toBe(4 + 22);
  expect(pdu.tlsBytes).toBe(22);
  expect(answers.map((answer) => closeCode(openRecords(octetsOf(run, answer))))).toContain(1002);
});

test('the unit keeps its time, place, kind and messages', async () => {
  const { pdu, own } = await tamper('ws', is('ws.frame'), (frame) => frame.subarray(0, 5));
  const { t, lane, conn, dir, from, kind, msgs } = own;
  expect(pdu).toMatchObject({ t, lane, conn, dir, from, kind, msgs, to: from + 5 });
});

test('a run with it replays identically, and is as it was up to it', async () => {
  const one = await tamper('ws', is('ws.frame'), (frame) => frame.subarray(0, 5));
  const again = await tamper('ws', is('ws.frame'), (frame) => frame.subarray(0, 5));
  expect(again.run.trace.hash()).toBe(one.run.trace.hash());
  const own = await play('ws', 12);
  const before = us(one.pdu.t - 1);
  expect(one.run.trace.hash(before)).toBe(own.trace.hash(before));
  expect(one.pdu.to - one.pdu.from).toBe(5);
  expect(one.run.trace.bytes(0, one.pdu.conn, 'down', one.pdu.from, one.pdu.to)).toHaveLength(5);
});

test('an event that ends in a lone CR fires, whatever the page’s parser waits for', async () => {
  // One octet less in the body: the chunk, whose size says so, ends in CR instead of the second LF.
  const { run } = await tamper('sse', is('sse.event'), (_, text) => {
    const body = text.slice(text.indexOf('\r\n') + 2, -2);
    const shorter = `${body.slice(0, -3)}\n\r`;
    return new TextEncoder().encode(`${shorter.length.toString(16)}\r\n${shorter}\r\n`);
  });
  expect(delivered(run).length).toBeGreaterThan(2);
});
