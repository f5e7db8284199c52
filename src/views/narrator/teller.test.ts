import { expect, test } from 'vitest';
import { fromMs, ZERO } from '#base/time.ts';
import { Scoreboard } from '#trace/metrics.ts';
import { Story } from '#views/stage/testing/story.ts';
import { Teller, type Told } from './teller.ts';

/** A lossless minute: a message every 900 ms, a poll every 2 s. */
function minute(): Story {
  const story = new Story(60);
  const published = Array.from({ length: 66 }, (_, i) => 700 + i * 900);
  for (const [i, ms] of published.entries()) story.publish(ms, String(i + 1), [0, 3]);
  for (const lane of [0, 3]) story.handshake(0, lane, 0);
  for (let n = 0; n < 30; n++) {
    const at = 200 + n * 2000;
    const msgs = published.flatMap((ms, i) => (ms <= at + 60 && ms > at - 1940 ? [String(i + 1)] : []));
    story.poll(at, 0, n + 1, msgs);
  }
  for (const [i, ms] of published.entries()) story.pdu(ms, 3, 0, 'down', 'ws.frame', [String(i + 1)]);
  return story;
}

const trace = minute().trace();
const LANES = (['polling', 'longpoll', 'sse', 'ws'] as const).map((id) => ({ id, transport: id }));
const board = new Scoreboard(trace, 4);

function view(ms: number, status: Told['status'] = 'playing'): Told {
  const playhead = ms <= 0 ? ZERO : fromMs(ms);
  return {
    ...{ trace, playhead, status, lanes: LANES, speed: 1, metrics: board.at(playhead) },
    settings: { 'polling.intervalMs': 2000 } as Told['settings'],
    shown: {
      ...{ id: 1, recipe: {} as Told['shown']['recipe'], forkedAt: null, parent: null },
      ...{ trace, head: playhead },
    },
  };
}

/** What is said while the run plays, and when. */
function play(teller: Teller, fromMsec: number, toMsec: number) {
  const lines: { ms: number; kind: string }[] = [];
  let last: unknown = null;
  for (let ms = fromMsec; ms < toMsec; ms += 150) {
    const fact = teller.ask(view(ms), ms);
    if (fact !== null && fact !== last) lines.push({ ms, kind: fact.kind });
    last = fact;
  }
  return lines;
}

test('the opening line stays, then no line is shorter than two seconds', () => {
  const lines = play(new Teller(), 0, 60_000);
  expect(lines[0]?.ms).toBeGreaterThanOrEqual(2500);
  expect(lines[0]?.kind).not.toBe('empty');
  for (const [i, { ms }] of lines.entries())
    if (i > 0) expect(ms - (lines[i - 1]?.ms ?? 0)).toBeGreaterThanOrEqual(2000);
});

test('a minute is no litany: few lines of one kind, and sums between them', () => {
  const kinds = play(new Teller(), 0, 60_000).map(({ kind }) => kind);
  expect(kinds.length).toBeGreaterThan(8);
  for (let i = 0; i + 8 <= kinds.length; i++)
    for (const kind of ['first', 'polled'])
      expect(kinds.slice(i, i + 8).filter((one) => one === kind).length).toBeLessThanOrEqual(3);
  expect(kinds.some((kind) => ['requests', 'means', 'bytes', 'empties'].includes(kind))).toBe(true);
});

test('after a jump back it speaks of the instant shown', () => {
  const teller = new Teller();
  play(teller, 0, 30_000);
  expect(teller.ask(view(100, 'paused'), 30_100)).toMatchObject({ kind: 'instant', published: 0 });
  expect(teller.ask(view(850, 'paused'), 30_200)).toMatchObject({ kind: 'first', msg: '1' });
  const rest = teller.ask(view(12_000, 'paused'), 30_300);
  expect(teller.ask(view(12_000, 'paused'), 35_000)).toBe(rest);
  expect(teller.ask(view(0, 'paused'), 35_200)).toMatchObject({ kind: 'instant', published: 0 });
});

test('pausing alone changes nothing', () => {
  const teller = new Teller();
  play(teller, 0, 9000);
  const before = teller.ask(view(9000), 9000);
  expect(teller.ask(view(9100, 'paused'), 9150)).toBe(before);
});
