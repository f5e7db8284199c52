import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import type { TraceEvent } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import { catalogue } from '#words/catalogue.ts';
import { describeEvent, messageOf, octetsOf } from './describe.ts';
import { EventFilter } from './filter.ts';

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

test('gives the octets of the message, the unit and the packet', () => {
  const trace = run();
  expect(all(trace).map((event) => octetsOf(event, trace))).toEqual([60, 77, 129, 129]);
  expect(all(trace).map((event) => messageOf(event, trace))).toEqual(['5', '5', null, null]);
});

test('a filter shows the chosen level and lane, up to the instant, and follows growth', () => {
  const trace = run();
  const filter = new EventFilter(trace, 'messages', null);
  expect(filter.upTo(trace.length)).toEqual([0]);
  trace.append({ type: 'app.delivered', t: fromMs(9), lane: 2, msg: '5', duplicate: false });
  expect(filter.upTo(trace.length)).toEqual([0, 4]);
  expect(filter.upTo(4)).toEqual([0]);
  expect(new EventFilter(trace, 'all', 2).upTo(trace.length)).toHaveLength(5);
  expect(new EventFilter(trace, 'all', 1).upTo(trace.length)).toHaveLength(0);
});
