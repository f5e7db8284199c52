import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import type { TraceEvent } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import { payloadBytes, wireBytes } from '#trace/log-rows.ts';
import { catalogue } from '#words/catalogue.ts';
import { describeEvent, messageOf } from './describe.ts';
import { LogIndex } from './log-index.ts';
import { compile } from './query-match.ts';
import { parseQuery } from './query-parse.ts';

const t = fromMs(1);

/** A published message, its SSE event, the segment that carries it and its loss. */
function run(): Trace {
  const trace = new Trace();
  trace.append({ type: 'app.published', t, lane: 2, msg: '5', sizeBytes: 60 });
  trace.write(2, 1, 'down', new Uint8Array(77));
  const pdu = { conn: 1, dir: 'down', kind: 'sse.event', from: 0, to: 77, request: 1 } as const;
  trace.append({ type: 'pdu.sent', t, lane: 2, ...pdu, msgs: ['5'] });
  const sent = trace.append({
    type: 'segment.sent',
    t,
    lane: 2,
    conn: 1,
    dir: 'down',
    n: 3,
    seq: 0,
    len: 77,
    wireBytes: 129,
    flags: 0x18,
    ack: 0,
    sack: [],
    why: 'data',
    original: -1,
    cwnd: 10,
    inFlightBytes: 77,
    rtoMs: 240,
    due: t,
  });
  trace.append({ type: 'segment.lost', t, lane: 2, conn: 1, dir: 'down', sent, rule: 'random', draw: 0.01 });
  return trace;
}

const all = (trace: Trace): TraceEvent[] => Array.from({ length: trace.length }, (_, id) => trace.at(id));

test('says each event in one sentence, in both languages', () => {
  const trace = run();
  expect(all(trace).map((event) => describeEvent(event, trace, catalogue('en')))).toEqual([
    'the server publishes message 5',
    'the server sends an SSE event with message 5',
    'the server sends a segment with data',
    'a segment with data is lost: random loss',
  ]);
  expect(all(trace).map((event) => describeEvent(event, trace, catalogue('zh')))).toEqual([
    '服务器发布第 5 条',
    '服务器发出一个 SSE 事件，装着第 5 条',
    '服务器发出一个带数据的报文段',
    '一个带数据的报文段丢了：随机丢包',
  ]);
});

const LANES = (['polling', 'longpoll', 'sse', 'ws'] as const).map((id) => ({ id, transport: id }));

function indexOf(trace: Trace, filter: string): LogIndex {
  const { query, errors } = parseQuery(filter, { lanes: LANES.map(({ id }) => id) });
  expect(errors).toEqual([]);
  const sentence = (event: TraceEvent): string => describeEvent(event, trace, catalogue('en'));
  return new LogIndex(trace, compile(query, { trace, lanes: LANES, sentence }));
}

function passing(trace: Trace, filter: string): readonly number[] {
  const index = indexOf(trace, filter);
  index.work(trace.length, () => true);
  return index.upTo(trace.length);
}

test('gives the octets of the message, the unit and the packet', () => {
  const trace = run();
  expect(all(trace).map((event) => payloadBytes(event, trace))).toEqual([60, 77, 77, 77]);
  expect(all(trace).map((event) => wireBytes(event, trace))).toEqual([null, 77, 129, 129]);
  expect(all(trace).map((event) => messageOf(event, trace))).toEqual(['5', '5', null, null]);
});

test.each([
  ['', [0, 1, 2, 3]],
  ['dir:in', [1, 2, 3]],
  ['dir:out', []],
  ['lane:sse', [0, 1, 2, 3]],
  ['lane:ws', []],
  ['type:segment', [2, 3]],
  ['type:sse', [1]],
  ['msg:5', [0, 1, 2, 3]],
  ['msg:6', []],
  ['lost', [3]],
  ['-lost rule:random', []],
  ['rule:random,burst', [3]],
  ['why:data', [2, 3]],
  ['len:60..76', [0]],
  ['wire>=129', [2, 3]],
  ['t<1ms', []],
  ['t<=1ms conn:1', [1, 2, 3]],
  ['"random LOSS" OR publishes', [0, 3]],
])('the filter %j lets the right events pass', (filter, ids) => {
  expect(passing(run(), filter)).toEqual(ids);
});

test('an index goes on where it was stopped, follows growth and looks at an instant', () => {
  const trace = run();
  for (let msg = 6; msg < 1000; msg++)
    trace.append({ type: 'app.published', t: fromMs(msg), lane: 2, msg: String(msg), sizeBytes: 60 });
  const index = indexOf(trace, 'type:app');
  expect(index.work(trace.length, () => false)).toBe(false);
  expect(index.seen).toBe(256);
  while (!index.work(trace.length, () => false));
  expect(index.upTo(trace.length)).toHaveLength(995);
  trace.append({ type: 'app.delivered', t: fromMs(1000), lane: 2, msg: '5', duplicate: false });
  expect(index.work(trace.length, () => true)).toBe(true);
  expect(index.upTo(trace.length).at(-1)).toBe(trace.length - 1);
  expect(index.upTo(5)).toEqual([0, 4]);
});
