import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import type { EventId } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import type { NarratorFact } from '#words/types-stage.ts';
import { narratorEn } from '#words/narrator.en.ts';
import { narratorZh } from '#words/narrator.zh.ts';
import { mockStory, Story } from '#views/stage/testing/story.ts';
import { tell, type Kind } from './narrator.ts';

const LANES = (['polling', 'longpoll', 'sse', 'ws'] as const).map((transport) => ({
  id: transport,
  transport,
}));

/** As the lab logs it: a delivery is caused by the octets that came before it. */
function withCauses(story: Trace): Trace {
  const trace = new Trace();
  const advanced = new Map<number, EventId>();
  for (let id = 0; id < story.length; id++) {
    const { cause, ...event } = story.at(id);
    const because = event.type === 'app.delivered' || event.type === 'pdu.received';
    if (event.type === 'stream.advanced') advanced.set(event.lane, id);
    trace.append({ ...event, cause: because ? (advanced.get(event.lane) ?? cause) : cause });
  }
  return trace;
}

function between(trace: Trace, fromMsec: number, toMsec: number, said: Kind[] = ['first']) {
  const from = trace.countUntil(fromMs(fromMsec));
  const to = trace.countUntil(fromMs(toMsec));
  const now = fromMs(toMsec);
  return tell(
    {
      ...{ trace: withCauses(trace), from, freshFrom: from, to, now, lanes: LANES },
      ...{ aheadUs: 700_000, settledUs: 0, intervalUs: 2_000_000 },
    },
    said,
  );
}

test('tells who has a message first, all of them, and when polling can have it', () => {
  const fact = between(mockStory().trace(), 6400, 6460);
  expect(fact).toEqual({
    ...{ kind: 'first', lanes: ['longpoll', 'sse', 'ws'], msg: '7', delayUs: 150_000 },
    polling: { kind: 'at', atUs: 8_300_000 },
  });
});

test('lanes within 5 ms have it together, after the time of the slowest', () => {
  const story = new Story();
  story.publish(1000, '1', [1, 2, 3]);
  story.pdu(1000, 3, 0, 'down', 'ws.frame', ['1']);
  story.pdu(1004, 2, 0, 'down', 'sse.event', ['1']);
  story.pdu(1006, 1, 0, 'down', 'http.response', ['1']);
  expect(between(story.trace(), 1100, 1200)).toMatchObject({
    ...{ lanes: ['sse', 'ws'], delayUs: 154_000, polling: { kind: 'not-yet' } },
  });
});

test('what polling has of it is judged when it is said', () => {
  const trace = mockStory().trace();
  expect(between(trace, 6400, 7500)).toMatchObject({ msg: '8', polling: { kind: 'at', atUs: 8_300_000 } });
  expect(between(trace, 7400, 7700)).toMatchObject({ msg: '8', polling: { kind: 'not-yet' } });
  expect(between(trace, 7400, 8300)).toMatchObject({
    msg: '8',
    polling: { kind: 'has', delayUs: 1_010_000 },
  });
});

test('says nothing about the next poll while one is out', () => {
  const story = new Story();
  story.poll(1000, 0, 1, []);
  story.publish(1020, '1', [0, 3]);
  story.pdu(1020, 3, 0, 'down', 'ws.frame', ['1']);
  expect(between(story.trace(), 1100, 1180)).toMatchObject({ kind: 'first', polling: { kind: 'not-yet' } });
});

test('tells a loss, then its repair, then what was held up behind it', () => {
  const trace = mockStory().trace();
  expect(between(trace, 2700, 2740)).toEqual({ kind: 'lost', lane: 'ws', msg: '4', up: false });
  expect(between(trace, 3200, 3320)).toMatchObject({
    ...{ kind: 'late', lane: 'ws', msg: '4', part: 'lossRepair', partUs: 500_000, delayUs: 650_000 },
  });
  expect(between(trace, 3200, 3320, ['late', 'late'])).toMatchObject({
    ...{ kind: 'held-up', lane: 'ws', msg: '5', heldUs: 170_000 },
  });
});

test('names the longest part of a delay, not the shorter repair', () => {
  const story = new Story();
  for (const lane of [0, 1, 2, 3]) story.handshake(0, lane, 0);
  story.poll(300, 0, 1, []);
  story.publish(1000, '1', [0]);
  story.poll(3000, 0, 2, ['1'], { resendAfterMs: 740 });
  expect(between(story.trace(), 4000, 4100)).toMatchObject({
    ...{ kind: 'late', lane: 'polling', part: 'pollWait', partUs: 2_150_000, delayUs: 3_040_000 },
  });
});

test('names the cut when one fell into the repair', () => {
  const story = new Story();
  for (const lane of [2, 3]) story.handshake(0, lane, 0);
  story.publish(1000, '1', [2, 3]);
  for (const dir of ['up', 'down'] as const) {
    story.link(1050, dir, true);
    story.link(9050, dir, false);
  }
  story.pdu(1000, 2, 0, 'down', 'sse.event', ['1'], { resendAfterMs: 9000 });
  story.pdu(1000, 3, 0, 'down', 'ws.frame', ['1'], { resendAfterMs: 11_000 });
  expect(between(story.trace(), 12_100, 12_200)).toEqual({
    ...{ kind: 'cut-late', lane: 'ws', msg: '1', delayUs: 11_150_000, cutUs: 8_000_000, afterUs: 3_100_000 },
  });
});

test('an empty poll costs what was asked and answered', () => {
  expect(between(mockStory().trace(), 6200, 6310)).toEqual({ kind: 'empty', lane: 'polling', bytes: 529 });
});

test('one poll may bring several', () => {
  expect(between(mockStory().trace(), 4200, 4310)).toMatchObject({
    ...{ kind: 'polled', msgs: ['4', '5', '6'], delayUs: 1_640_000 },
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

test('gives no kind more than its share of the last lines, and begins with no empty poll', () => {
  const trace = mockStory().trace();
  expect(between(trace, 6400, 6460, ['first', 'first'])).toBe(null);
  expect(between(trace, 6400, 6460, ['empty', 'first'])?.kind).toBe('first');
  const shared = ['polled', 'first', 'polled', 'first', 'polled', 'first', 'empty'] as const;
  expect(between(trace, 6400, 6460, [...shared])).toBe(null);
  expect(between(trace, 4200, 4310, [...shared])).toBe(null);
  expect(between(trace, 6200, 6310, [])).toBe(null);
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

const plain = (text: string): string => text.replaceAll('\u2009', ' ');

test('names lanes and messages together, and a line of the learner’s as theirs', () => {
  const first: NarratorFact = {
    ...({ kind: 'first', lanes: ['longpoll', 'sse', 'ws'], msg: '5', delayUs: 60_000 } as const),
    polling: { kind: 'not-yet' },
  };
  expect(plain(narratorEn.line(first))).toBe(
    'Long polling, SSE and WebSocket have message 5 after 60 ms. Polling does not have it yet.',
  );
  expect(plain(narratorZh.line(first))).toBe(
    '第 5 条，长轮询、SSE 和 WebSocket 都用 60 ms 就收到了；轮询还没有拿到。',
  );
  const polled = (msgs: string[]): NarratorFact => ({ kind: 'polled', lane: 'polling', msgs, delayUs: 1e6 });
  expect(plain(narratorEn.line(polled(['1', '2'])))).toBe(
    'One poll brings messages 1 and 2. The first took 1.00 s.',
  );
  expect(plain(narratorZh.line(polled(['1', '2'])))).toBe('一次轮询取回第 1、2 条，最早那条用了 1.00 s。');
  expect(plain(narratorEn.line(polled(['1', '2', '3', 'u1'])))).toContain('messages 1 to 3 and your line 1');
  expect(plain(narratorZh.line(polled(['u1'])))).toContain('你的第 1 句');
});

test('tells what a middlebox does, and of what it passes on only what arrives', () => {
  const story = new Story();
  story.at(1000, () => ({ type: 'box.acted', lane: 2, conn: 1, what: 'held', bytes: 80 }));
  story.at(2000, () => ({ type: 'box.acted', lane: 2, conn: 1, what: 'released', bytes: 80 }));
  expect(between(story.trace(), 900, 1100)).toEqual({ kind: 'box', lane: 'sse', what: 'held' });
  expect(between(story.trace(), 1900, 2100)).toBeNull();
});

test('a client whose heartbeat has no answer gives up, and says when it tries again', () => {
  const story = new Story();
  const phase = (ms: number, what: 'open' | 'suspect' | 'waiting', untilMs: number | null): void => {
    const until = untilMs === null ? -1 : fromMs(untilMs);
    story.at(ms, () => ({ type: 'client.phase', lane: 3, phase: what, attempt: 1, until }));
  };
  phase(1000, 'open', null);
  phase(6000, 'suspect', null);
  phase(9000, 'waiting', 10_500);
  phase(12_000, 'waiting', 14_000);
  const trace = story.trace();
  const ws = { kind: 'phase', lane: 'ws' };
  expect(between(trace, 500, 5000)).toBe(null);
  expect(between(trace, 5000, 7000)).toEqual({ ...ws, what: 'suspects', forUs: null });
  expect(between(trace, 8000, 9500)).toEqual({ ...ws, what: 'gives-up', forUs: 1_500_000 });
  expect(between(trace, 11_000, 12_500)).toEqual({ ...ws, what: 'retries', forUs: 2_000_000 });
});

test('a restart and a sleep are told by name, before the cut that a sleep is', () => {
  const trace = new Trace();
  const at = (t: number) => ({ t: fromMs(t), lane: -1 });
  trace.append({ ...at(1000), type: 'run.intervened', what: '{"restart":{"ms":5000}}' });
  const restart = { kind: 'mishap', what: 'restart', forMs: 5000 } as const;
  expect(between(trace, 900, 1100)).toEqual(restart);
  trace.append({ ...at(2000), type: 'run.intervened', what: '{"sleep":{"ms":30000}}' });
  const sleep = { kind: 'mishap', what: 'sleep', forMs: 30_000 } as const;
  expect(between(trace, 1900, 2100)).toEqual(sleep);
  for (const narrator of [narratorEn, narratorZh])
    expect(narrator.line(restart)).not.toBe(narrator.line(sleep));
});
