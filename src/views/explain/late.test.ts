import { expect, test } from 'vitest';
import type { DelayPart, DelayParts } from '#trace/parts.ts';
import { DELAY_PARTS } from '#trace/parts.ts';
import { catalogue } from '#words/catalogue.ts';
import { moralOf, partsSentence } from './late.ts';

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
  expect(moralOf([parts({})])).toBe('none');
  expect(moralOf([parts({ pollWait: 900_000 }), parts({ sendQueue: 10_000 })])).toBe('wait');
  expect(moralOf([parts({ pollWait: 900_000 }), parts({ headOfLine: 230_000 })])).toBe('behind');
  expect(moralOf([parts({ lossRepair: 400_000 }), parts({ headOfLine: 230_000 })])).toBe('resend');
  expect(moralOf([parts({ serialization: 30_000 })])).toBe('queue');
});
