import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import type { LossStep, Repair, RepairStep } from '#trace/repair.ts';
import { catalogue } from '#words/catalogue.ts';
import { storyOf } from './repair-story.ts';

const lost = (event: number, more: Partial<LossStep> = {}): LossStep => ({
  ...{ kind: 'lost', event, t: fromMs(3270), n: 17, rule: 'random', draw: 0.02139, belowPct: 5 },
  ...more,
});
const timer = (event: number): RepairStep => ({
  ...{ kind: 'timer', event, timer: 'rto', spanMs: 324, since: fromMs(3204), t: fromMs(3528) },
});
const again = (event: number, n: number, arrived: boolean): RepairStep => ({
  ...{ kind: 'again', event, n, t: fromMs(3528), arrivedAt: arrived ? fromMs(3588) : null },
});

function repair(steps: readonly RepairStep[], behind = 0): Repair {
  return { first: 1, dir: 'down', from: 1201, to: 1461, handshake: false, own: true, steps, behind };
}

const texts = (one: Repair, locale: 'en' | 'zh' = 'en'): string[] =>
  storyOf(one, catalogue(locale)).map(({ text }) => text.replaceAll('\u2009', ' '));

test('a loss, what told TCP, the copy, and what waited behind', () => {
  const one = repair([lost(5), timer(6), again(7, 19, true)], 3);
  expect(texts(one)).toEqual([
    'Segment 17 (octets 1201 to 1460) was lost: random loss, draw 0.0213 < 5%.',
    'Retransmission time-out of 324 ms: its timer was last set at 3.204 s and fired at 3.528 s.',
    'Sent again as segment 19, arrived at 3.588 s.',
    'Only then could 3 later segments go on that had waited behind it.',
  ]);
  expect(texts(one, 'zh')[0]).toBe('报文段 17（第 1201 到 1460 字节）丢了：随机丢包，抽到 0.0213，小于 5%。');
  expect(storyOf(one, catalogue('en')).map(({ event }) => event)).toEqual([5, 6, 7, null]);
});

test('a copy that was lost too has its own sentence', () => {
  const one = repair([
    lost(5),
    timer(6),
    again(7, 19, false),
    lost(8, { n: 19 }),
    timer(9),
    again(10, 20, true),
  ]);
  expect(texts(one)[3]).toBe('This copy was lost too: random loss, draw 0.0213 < 5%.');
});

test('many lost copies are counted', () => {
  const outage = { rule: 'outage', draw: -1, belowPct: null } as const;
  const round = (i: number): RepairStep[] => [timer(i), again(i + 1, i, false), lost(i + 2, outage)];
  const rounds = [round(10), round(20), round(30), round(40)].flat();
  expect(texts(repair([lost(5, outage), ...rounds, timer(50), again(51, 60, true)]))).toEqual([
    'Segment 17 (octets 1201 to 1460) was lost: the line was cut.',
    '4 more copies were lost in the same way.',
    'Retransmission time-out of 324 ms: its timer was last set at 3.204 s and fired at 3.528 s.',
    'Sent again as segment 60, arrived at 3.588 s.',
  ]);
});

test('a draw is never rounded up to what would have let the packet through', () => {
  expect(texts(repair([lost(5, { draw: 0.049_99 }), timer(6), again(7, 19, true)]))[0]).toContain(
    '0.0499 < 5%',
  );
});
