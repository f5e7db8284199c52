import { expect, test } from 'vitest';
import { us } from '#base/time.ts';
import { is, tamper, type Change, type Pdu } from '#lab/testing-tamper.ts';
import type { Play } from '#lab/testing.ts';
import type { TransportId } from '#lab/recipe.ts';
import { reactionTo, type ReactionStep } from '#trace/reaction.ts';

const SAY = { recipe: { interventions: [{ at: us(2_000_000), say: 'hello', id: 'u1' }] } };
const withNews = (pdu: Pdu): boolean => pdu.kind === 'http.response' && pdu.msgs.length > 0;
const text =
  (from: string | RegExp, to: string): Change =>
  (_, whole) =>
    whole.replace(from, to);

/** The peer, and what it did, each with its figure. */
async function reaction(
  transport: TransportId,
  which: (pdu: Pdu) => boolean,
  change: Change,
  options: Play & { readonly seconds?: number } = {},
): Promise<unknown[]> {
  const { run, pdu } = await tamper(transport, which, change, options);
  const { peer, steps } = reactionTo(run.trace, pdu.id);
  expect(steps.map(({ t }) => t)).toEqual(steps.map(({ t }) => t).sort((a, b) => a - b));
  for (const { event, t } of steps) expect(run.trace.at(event).t).toBe(t);
  const figures = (step: ReactionStep): unknown[] =>
    Object.entries(step).flatMap(([name, value]: [string, unknown]) =>
      ['kind', 'event', 't'].includes(name) ? [] : [value],
    );
  return [peer, ...steps.map((step) => [step.kind, ...figures(step)])];
}
test('an unmasked frame: 1002, then the server ends', async () => {
  const unmasked: Change = (frame) => Uint8Array.of(0x81, 2, ...frame.subarray(6, 8));
  expect(await reaction('ws', is('ws.frame', 'up'), unmasked, SAY)).toEqual([
    'server',
    ['fault', 'ws-unmasked', false],
    ['closes', 1002],
    ['ends'],
  ]);
});

test('text that is no UTF-8: 1007, and the page sees its socket closed', async () => {
  const bad: Change = () => Uint8Array.of(0x81, 1, 0xff);
  const got = await reaction('ws', is('ws.frame'), bad);
  expect(got.slice(0, 3)).toEqual(['client', ['fault', 'ws-utf8', false], ['closes', 1007]]);
  expect(got).toContainEqual(['page-closed']);
});

test('a frame that lacks octets: the server waits for so many', async () => {
  const longer: Change = (frame) => Uint8Array.of(0x81, (frame[1] ?? 0) + 3, ...frame.subarray(2));
  expect(await reaction('ws', is('ws.frame', 'up'), longer, SAY)).toEqual(['server', ['waits', 3]]);
});

test('what is noticed only at the next unit says so', async () => {
  const longer: Change = (frame) => Uint8Array.of(0x81, 126, 0x7f, 0xff, ...frame.subarray(2));
  const got = await reaction('ws', is('ws.frame'), longer);
  expect(got.slice(1, 3)).toEqual([
    ['fault', 'ws-utf8', true],
    ['closes', 1007],
  ]);
});

test.each([
  ['Version: 13', 'Version: 8', 426],
  ['Origin: https://feed', 'Origin: https://evil', 403],
  ['Upgrade: websocket', 'Upgrade: websocke', 426],
  ['Key: ', 'Key: x', 400],
])('a request to upgrade with %s made %s is answered %i', async (own, other, status) => {
  expect(await reaction('ws', is('ws.request', 'up'), text(own, other))).toContainEqual(['answers', status]);
});

test('a good one is answered 101; that one with a wrong Accept closes the page’s socket without a frame', async () => {
  expect(await reaction('ws', is('ws.request', 'up'), text('Cookie', 'Kookie'))).toContainEqual([
    'answers',
    101,
  ]);
  expect(await reaction('ws', is('ws.response'), text(/(Accept: )./, '$1!'))).toEqual([
    'client',
    ['ends'],
    ['page-closed'],
  ]);
});

test('a server-sent event without its blank line waits for it; a comment is ignored', async () => {
  const cut: Change = (_, whole) => {
    const event = whole.split('\r\n')[1] ?? '';
    return `${(event.length - 1).toString(16)}\r\n${event.slice(0, -1)}\r\n`;
  };
  expect(await reaction('sse', is('sse.event'), cut)).toEqual(['client', ['waits', null]]);
  expect(await reaction('sse', is('sse.event'), () => '4\r\n:a\n\n\r\n')).toEqual(['client', ['ignored']]);
});

test('an event as it was, but for its id, is delivered', async () => {
  expect(await reaction('sse', is('sse.event'), text('id: 1\n', 'ID: 1\n'))).toEqual([
    'client',
    ['delivered', '1'],
  ]);
});

test('a Content-Length too long: the client waits for so many octets; too short: it resets', async () => {
  const by =
    (n: number): Change =>
    (_, whole) =>
      whole.replace(/Length: (\d+)/, (_line, own) => `Length: ${String(Number(own) + n)}`);
  expect(await reaction('polling', withNews, by(5))).toEqual(['client', ['waits', 5]]);
  expect(await reaction('polling', withNews, by(-3))).toContainEqual(['resets']);
});

test('a line that goes up is published; an unknown method is refused', async () => {
  const frame: Change = (octets) => octets;
  expect(await reaction('ws', is('ws.frame', 'up'), frame, SAY)).toContainEqual(['published', 'u1']);
  const post = (pdu: Pdu): boolean => pdu.kind === 'http.request' && pdu.msgs.length > 0;
  expect(await reaction('polling', post, text('POST', 'TRACE'), SAY)).toEqual([
    'server',
    ['answers', 501],
    ['ends'],
  ]);
});

test('a ping is answered with a pong', async () => {
  expect(await reaction('ws', is('ws.frame'), () => Uint8Array.of(0x89, 0))).toEqual(['client', ['pongs']]);
});

test('what has not arrived has no reaction yet', async () => {
  const same: Change = (octets) => octets;
  expect(await reaction('ws', is('ws.request', 'up'), same, { seconds: 0.05 })).toEqual([
    'server',
    ['not-arrived'],
  ]);
});
