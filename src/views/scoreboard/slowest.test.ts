import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { Trace } from '#trace/log.ts';
import { slowestMessage } from './slowest.ts';

function run(): Trace {
  const trace = new Trace();
  const published = (ms: number, lane: number, msg: string): void => {
    trace.append({ type: 'app.published', t: fromMs(ms), lane, msg, sizeBytes: 60 });
  };
  const delivered = (ms: number, lane: number, msg: string, duplicate = false): void => {
    trace.append({ type: 'app.delivered', t: fromMs(ms), lane, msg, duplicate });
  };
  published(0, 0, '1');
  published(0, 1, '1');
  delivered(60, 1, '1');
  published(100, 0, '2');
  published(100, 1, '2');
  delivered(300, 1, '2');
  delivered(900, 0, '1');
  delivered(900, 0, '2');
  delivered(5000, 1, '1', true);
  return trace;
}

test('finds the longest delay of the lane', () => {
  expect(slowestMessage(run(), 0, fromMs(10_000))).toBe('1');
  expect(slowestMessage(run(), 1, fromMs(10_000))).toBe('2');
});

test('knows only what was delivered by then', () => {
  expect(slowestMessage(run(), 1, fromMs(200))).toBe('1');
  expect(slowestMessage(run(), 0, fromMs(200))).toBe(null);
});
