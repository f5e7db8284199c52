import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import type { Trace } from '#trace/log.ts';
import type { NarratorFact } from '#words/types-stage.ts';
import { narratorEn } from '#words/narrator.en.ts';
import { narratorZh } from '#words/narrator.zh.ts';
import { mockStory, Story } from '#views/stage/testing/story.ts';
import { tell } from './narrator.ts';

const LANES = (['polling', 'longpoll', 'sse', 'ws'] as const).map((transport) => ({
  id: transport,
  transport,
}));

function between(trace: Trace, fromMsec: number, toMsec: number, said: NarratorFact['kind'][] = []) {
  const from = trace.countUntil(fromMs(fromMsec));
  const to = trace.countUntil(fromMs(toMsec));
  return tell({ trace, from, to, lanes: LANES, intervalUs: 2_000_000 }, said);
}

test('tells who has a message first and when polling can have it', () => {
  const fact = between(mockStory().trace(), 6400, 6460);
  expect(fact).toMatchObject({ kind: 'first', msg: '7', delayUs: 150_000, pollAtUs: 8_300_000 });
});

test('says nothing about the next poll while one is out', () => {
  const story = new Story();
  story.poll(1000, 0, 1, []);
  story.publish(1020, '1', [0, 3]);
  story.pdu(1020, 3, 0, 'down', 'ws.frame', ['1']);
  expect(between(story.trace(), 1100, 1180)).toMatchObject({ kind: 'first', pollAtUs: null });
});

test('tells a loss, then its repair, then what was held up behind it', () => {
  const trace = mockStory().trace();
  expect(between(trace, 2700, 2740)).toEqual({ kind: 'lost', lane: 'ws', msg: '4', up: false });
  expect(between(trace, 3200, 3320)).toMatchObject({
    ...{ kind: 'repaired', lane: 'ws', msg: '4', resentAfterUs: 500_000, delayUs: 650_000 },
  });
  expect(between(trace, 3200, 3320, ['repaired', 'repaired'])).toMatchObject({
    ...{ kind: 'held-up', lane: 'ws', msg: '5', heldUs: 170_000 },
  });
});

test('an empty poll costs what was asked and answered', () => {
  expect(between(mockStory().trace(), 6200, 6310)).toEqual({ kind: 'empty', lane: 'polling', bytes: 529 });
});

test('one poll may bring several', () => {
  expect(between(mockStory().trace(), 4200, 4310)).toMatchObject({
    ...{ kind: 'polled', first: '4', last: '6', count: 3, delayUs: 1_640_000 },
  });
});

test('tells the cut, its end, and which lane is back first', () => {
  const story = mockStory();
  for (const dir of ['up', 'down'] as const) {
    story.link(4500, dir, true);
    story.link(6000, dir, false);
  }
  const trace = story.trace();
  expect(between(trace, 4400, 4600)).toEqual({ kind: 'cut' });
  expect(between(trace, 5900, 6100)).toEqual({ kind: 'restored', forUs: 1_500_000 });
  expect(between(trace, 6400, 6500)).toMatchObject({ kind: 'back', afterUs: 460_000, msg: '7' });
});

test('does not use one sentence three times in a row', () => {
  const trace = mockStory().trace();
  expect(between(trace, 6400, 6460, ['first', 'first'])).toBe(null);
  expect(between(trace, 6400, 6460, ['empty', 'first'])?.kind).toBe('first');
});

test('the same stretch gives the same fact, whatever follows it', () => {
  const trace = mockStory().trace();
  expect(between(trace, 600, 900)).toEqual(between(mockStory().trace(), 600, 900));
});

test('has a sentence for each fact in both languages', () => {
  const trace = mockStory().trace();
  for (let ms = 0; ms < 8600; ms += 100) {
    const fact = between(trace, ms, ms + 100);
    if (fact === null) continue;
    for (const words of [narratorEn, narratorZh]) expect(words.line(fact)).not.toMatch(/undefined|NaN/);
  }
});
