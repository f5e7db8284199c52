import { expect, test } from 'vitest';
import { fromMs, fromS } from '#base/time.ts';
import { IDEAL_LINK } from '#netem/model.ts';
import { ClientViews, type ClientView } from './client-view.ts';
import { NO_EVENT, type NewEvent } from './events.ts';
import { Trace } from './log.ts';

type Step = readonly [s: number, event: Record<string, unknown>];

/** How lane 0 stands at second `at` of a trace with these events. */
function seen(at: number, ...steps: readonly Step[]): ClientView {
  const trace = new Trace();
  for (const [s, event] of steps)
    trace.append({ lane: 0, conn: 0, t: fromS(s), ...event } as unknown as NewEvent);
  const views = new ClientViews(trace, 1);
  views.extend();
  return views.at(0, fromS(at));
}

const conn = (what: string, side: string, more: object = {}): Record<string, unknown> => ({
  ...{ type: `conn.${what}`, side, reason: '', ...more },
});
const cut = (dir: string, outage: boolean): Record<string, unknown> => ({
  ...{ type: 'net.changed', dir, link: { ...IDEAL_LINK, outage } },
});
const segment = (seq: number, len: number): Record<string, unknown> => ({
  ...{ type: 'segment.sent', dir: 'up', n: 0, seq, len, wireBytes: len + 52, flags: 16, ack: 0, sack: [] },
  ...{ why: 'data', original: NO_EVENT, cwnd: 10, inFlightBytes: len, rtoMs: 300, due: fromS(9) },
});
const written = (from: number, to: number, more: object = {}): Record<string, unknown> => ({
  ...{ type: 'pdu.sent', dir: 'up', kind: 'ws.frame', from, to, request: 0, msgs: [], ...more },
});
const heard = (dir: string): Record<string, unknown> => ({
  ...{
    type: 'segment.received',
    dir,
    sent: 0,
    queueUs: 0,
    serializationUs: 0,
    propagationUs: 0,
    jitterUs: 0,
  },
});

const open: readonly Step[] = [
  [0, { type: 'client.state', state: 'connecting' }],
  [0, conn('opening', 'client')],
  [0.1, conn('established', 'server')],
  [0.2, conn('established', 'client')],
  [0.2, written(0, 400, { kind: 'ws.request', request: 1 })],
  [0.2, segment(0, 400)],
  [0.4, heard('down')],
  [0.4, { type: 'client.state', state: 'open' }],
];

test('before anything has happened nothing is known', () => {
  const view = seen(5);
  expect(view).toMatchObject({ phase: null, readyState: null, conn: null, online: true, visible: true });
  expect(view.truth).toEqual({ value: 'none', since: 0 });
});

test('an open socket on a line that lives is what it seems', () => {
  const view = seen(5, ...open);
  expect(view.readyState).toEqual({ value: 'open', since: fromMs(400) });
  expect(view.truth).toEqual({ value: 'alive', since: fromMs(200) });
  expect(view.client).toEqual({ state: 'established', reason: '', heard: fromMs(400) });
  expect(view.server).toEqual({ state: 'established', reason: '', heard: null });
});

test('while the handshake goes on, the truth is that it does', () => {
  expect(seen(0.15, ...open).truth.value).toBe('opening');
});

test('on a cut line both ends say open, and the truth is the cut and its beginning', () => {
  const view = seen(20, ...open, [8, cut('up', true)], [9, cut('down', true)]);
  expect(view.readyState?.value).toBe('open');
  expect([view.client.state, view.server.state]).toEqual(['established', 'established']);
  expect(view.truth).toEqual({ value: 'cut', since: fromS(8) });
  expect(view.cutSince).toBe(fromS(8));
});

test('a line cut one way only is cut, and one that is mended is not', () => {
  const story: Step[] = [...open, [8, cut('down', true)], [12, cut('down', false)]];
  expect(seen(10, ...story).truth).toEqual({ value: 'cut', since: fromS(8) });
  expect(seen(12, ...story).truth.value).toBe('alive');
});

test('a side that has lost its connection without a word leaves the other half-open', () => {
  const view = seen(20, ...open, [8, conn('closed', 'server', { reason: 'lost' })]);
  expect(view.server).toMatchObject({ state: 'closed', reason: 'lost' });
  expect(view.truth).toEqual({ value: 'peer-gone', since: fromS(8) });
});

test('a NAT that has forgotten the connection is told apart from a cut', () => {
  const view = seen(20, ...open, [8, { type: 'box.acted', what: 'forgot', bytes: 0 }]);
  expect(view.truth).toEqual({ value: 'forgotten', since: fromS(8) });
});

test('a connection that the client gave up and the server still has is an orphan', () => {
  const story: Step[] = [
    ...open,
    [8, conn('closed', 'client', { reason: 'timeout' })],
    [9, conn('opening', 'client', { conn: 1 })],
  ];
  const between = seen(8.5, ...story);
  expect(between.truth).toEqual({ value: 'none', since: fromS(8) });
  expect(between.orphans).toBe(1);
  const after = seen(9.1, ...story);
  expect(after).toMatchObject({ conn: 1, orphans: 1, truth: { value: 'opening' } });
});

test('a side that has sent its FIN has let go, though the FIN may be lost', () => {
  const view = seen(9, ...open, [8, { ...segment(400, 0), flags: 17 }]);
  expect([view.client.state, view.server.state]).toEqual(['closing', 'established']);
  expect(view).toMatchObject({ truth: { value: 'none', since: fromS(8) }, orphans: 1 });
});

test('a connection that only carries a line up is not the one the lane is judged by', () => {
  const story: Step[] = [
    ...open,
    [5, conn('opening', 'client', { conn: 1 })],
    [5, { type: 'request.issued', request: 2, method: 'POST', target: '/', purpose: 'upward' }],
    [5.2, conn('established', 'client', { conn: 1 })],
    [5.2, written(0, 300, { conn: 1, kind: 'http.request', request: 2 })],
  ];
  expect(seen(6, ...story).conn).toBe(0);
});

test('buffered is what was written and not yet sent once; a retransmission sends nothing new', () => {
  const story: Step[] = [...open, [1, written(400, 1000)], [1, segment(400, 200)], [2, segment(400, 200)]];
  expect(seen(1.5, ...story).bufferedBytes).toBe(400);
  expect(seen(2.5, ...story).bufferedBytes).toBe(400);
  expect(seen(0.5, ...story).bufferedBytes).toBe(0);
});

test('a request waits from the moment it is made until its answer is there, or its connection is gone', () => {
  const asked: Step[] = [
    [1, { type: 'request.issued', request: 1, method: 'GET', target: '/', purpose: 'long-poll' }],
    [1, conn('opening', 'client')],
    [1.2, conn('established', 'client')],
    [1.2, written(0, 300, { kind: 'http.request', request: 1 })],
    [4, written(0, 200, { dir: 'down', kind: 'http.response', request: 1, msgs: ['1'] })],
  ];
  expect(seen(0.5, ...asked).askedSince).toBe(null);
  expect(seen(3, ...asked).askedSince).toBe(fromS(1));
  expect(seen(6, ...asked, [5, { type: 'pdu.received', dir: 'down', sent: 4 }]).askedSince).toBe(null);
  expect(seen(6, ...asked, [5, conn('closed', 'client')]).askedSince).toBe(null);
});

test('phase, attempt and the end of the wait are those in force', () => {
  const story: Step[] = [
    [1, { type: 'client.phase', phase: 'open', attempt: 1, until: -1 }],
    [4, { type: 'client.phase', phase: 'waiting', attempt: 2, until: fromS(8) }],
  ];
  expect(seen(3, ...story).phase).toEqual({ phase: 'open', attempt: 1, since: fromS(1), until: null });
  expect(seen(5, ...story).phase).toEqual({
    ...{ phase: 'waiting', attempt: 2, since: fromS(4), until: fromS(8) },
  });
});

test('a socket that its client has let go is closing, whatever the line does', () => {
  const story: Step[] = [
    ...open,
    [8, cut('up', true)],
    [9, { type: 'client.phase', phase: 'waiting', attempt: 1, until: fromS(11) }],
    [11, { type: 'client.phase', phase: 'connecting', attempt: 2, until: -1 }],
    [11, { type: 'client.state', state: 'connecting' }],
  ];
  expect(seen(8.5, ...story).readyState?.value).toBe('open');
  expect(seen(9.5, ...story).readyState).toEqual({ value: 'closing', since: fromS(9) });
  expect(seen(11.5, ...story).readyState?.value).toBe('connecting');
});

test('queue, last messages, history and signals are as last told', () => {
  const down = { dir: 'down', kind: 'ws.frame', from: 0, to: 60, request: 1 };
  const view = seen(
    9,
    [1, { type: 'client.outbox', waiting: ['u1', 'u2'], unacknowledged: [] }],
    [2, { type: 'client.outbox', waiting: ['u2'], unacknowledged: ['u1'] }],
    [3, { type: 'app.published', msg: '7', sizeBytes: 60 }],
    [3, written(0, 60, { ...down, msgs: ['5', '6'] })],
    [4, { type: 'app.delivered', msg: '5', duplicate: false }],
    [4, { type: 'app.delivered', msg: '3', duplicate: true }],
    [5, { type: 'server.history', oldest: '4', size: 3 }],
    [6, { type: 'client.signal', signal: 'offline' }],
    [6, { type: 'client.signal', signal: 'hidden' }],
    [7, { type: 'script.closed', request: 1, code: 1006, reason: '', clean: false }],
  );
  expect(view).toMatchObject({
    ...{ waiting: ['u2'], unacknowledged: ['u1'], lastPublished: '7', lastWritten: '6', lastDelivered: '5' },
    ...{ history: { oldest: '4', size: 3 }, online: false, visible: false },
    closed: { value: { code: 1006, reason: '', clean: false }, since: fromS(7) },
  });
});

test('a snapshot counts as having all up to its end', () => {
  const view = seen(9, [3, { type: 'app.snapshot', through: '12', messages: 5 }]);
  expect(view.lastDelivered).toBe('12');
});

test('the lanes are kept apart, and what has no lane of its own counts in each', () => {
  const trace = new Trace();
  trace.append({ type: 'client.state', lane: 1, t: fromS(1), state: 'open' });
  trace.append({ lane: -1, t: fromS(2), ...cut('up', true) } as unknown as NewEvent);
  const views = new ClientViews(trace, 2);
  views.extend();
  expect([0, 1].map((lane) => views.at(lane, fromS(3)).readyState?.value ?? null)).toEqual([null, 'open']);
  expect([0, 1].map((lane) => views.at(lane, fromS(3)).cutSince)).toEqual([fromS(2), fromS(2)]);
});
