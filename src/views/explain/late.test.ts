import { expect, test } from 'vitest';
import type { DelayPart, DelayParts } from '#trace/parts.ts';
import { DELAY_PARTS } from '#trace/parts.ts';
import { catalogue } from '#words/catalogue.ts';
import { fromMs } from '#base/time.ts';
import { Trace } from '#trace/log.ts';
import { moralOf, partsSentence } from './late.ts';
import { wayUp } from './way-up.ts';

function parts(some: Partial<Record<DelayPart, number>>): DelayParts {
  const none = Object.fromEntries(DELAY_PARTS.map((part) => [part, 0])) as Record<DelayPart, number>;
  return { ...none, propagation: 150_000, ...some };
}

const plain = (text: string): string => text.replaceAll('\u2009', ' ');

test('names each part that took time, in the order of the bar', () => {
  const late = parts({ pollWait: 1_830_000 });
  expect(plain(partsSentence(late, catalogue('en')))).toBe('waits for the next poll 1.83 s, travels 150 ms');
  expect(plain(partsSentence(parts({ lossRepair: 280_000 }), catalogue('en')))).toBe(
    'is lost and sent again 280 ms, travels 150 ms',
  );
  expect(plain(partsSentence(late, catalogue('zh')))).toBe('等下一次轮询 1.83 s，在路上 150 ms');
});

test('leaves out what is shorter than half a millisecond and shows the sign of jitter', () => {
  const late = parts({ hold: 3, jitter: -12_000 });
  expect(plain(partsSentence(late, catalogue('en')))).toBe('travels 150 ms, jitter −12 ms');
});

test('on a line without delay it travels 0 ms', () => {
  expect(plain(partsSentence(parts({ propagation: 0 }), catalogue('en')))).toBe('travels 0 ms');
});

test('the moral is about a loss when there was one, else about the longest wait', () => {
  expect(moralOf([parts({})], false)).toBe('none');
  expect(moralOf([parts({ pollWait: 900_000 }), parts({ sendQueue: 10_000 })], false)).toBe('wait');
  expect(moralOf([parts({ pollWait: 900_000 }), parts({ headOfLine: 230_000 })], false)).toBe('behind');
  expect(moralOf([parts({ lossRepair: 400_000 }), parts({ headOfLine: 230_000 })], false)).toBe('resend');
  expect(moralOf([parts({ serialization: 30_000 })], false)).toBe('queue');
});

test('while a lane is waiting it does not say that none was held up', () => {
  expect(moralOf([parts({})], true)).toBe(null);
  expect(moralOf([], true)).toBe(null);
  expect(moralOf([parts({ lossRepair: 400_000 })], true)).toBe('resend');
});

/** A line sent at 100 ms: its unit waits for the connection until 220 ms, and is in the room at 280 ms. */
function said(opened: boolean): Trace {
  const trace = new Trace();
  const side = 'client';
  const conn = { lane: 0, conn: 1, side, reason: '' } as const;
  if (!opened) trace.append({ type: 'conn.established', t: fromMs(10), ...conn });
  trace.append({ type: 'app.sent', t: fromMs(100), lane: 0, msg: 'u1' });
  if (opened) trace.append({ type: 'conn.established', t: fromMs(220), ...conn });
  const sentAt = opened ? 220 : 100;
  const unit = { kind: 'http.request', from: 0, to: 400, request: 1, msgs: ['u1'] } as const;
  trace.append({ type: 'pdu.sent', t: fromMs(sentAt), lane: 0, conn: 1, dir: 'up', ...unit });
  trace.append({ type: 'app.published', t: fromMs(sentAt + 60), lane: 0, msg: 'u1', sizeBytes: 60 });
  return trace;
}

test('a line of the learner’s has a way up, with a connection of its own where it took one', () => {
  const none = { sentAt: fromMs(100), resend: 0 };
  expect(wayUp(said(true), 0, 'u1')).toEqual({ ...none, setup: 120_000, way: 60_000 });
  expect(wayUp(said(false), 0, 'u1')).toEqual({ ...none, setup: 0, way: 60_000 });
  expect(wayUp(said(true), 0, '1')).toBe(null);
  const down = parts({ propagation: 60_000 });
  expect(plain(partsSentence(down, catalogue('en'), wayUp(said(true), 0, 'u1')))).toBe(
    'opens a connection 120 ms, goes up 60 ms, travels 60 ms',
  );
  expect(plain(partsSentence(down, catalogue('zh'), wayUp(said(false), 0, 'u1')))).toBe(
    '上行 60 ms，在路上 60 ms',
  );
});
