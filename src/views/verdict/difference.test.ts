import { describe, expect, test } from 'vitest';
import type { Figure, FigureId } from '#trace/verdict.ts';
import { THIN } from '#words/format.ts';
import { verdictEn } from '#words/verdict.en.ts';
import { verdictZh } from '#words/verdict.zh.ts';
import { differenceText } from './difference-text.ts';
import { differenceOf } from './difference.ts';

const over = (value: number): Figure => ({ value, event: 1, open: false });
const going = (value: number): Figure => ({ value, event: 1, open: true });
const text = (id: FigureId, a: Figure | null, b: Figure | null, w = verdictEn): string =>
  differenceText(id, differenceOf(a, b), { a: '1', b: '2' }, w).replaceAll(THIN, ' ');

describe('in words', () => {
  test('counts are fewer or more', () => {
    expect(text('lostDown', over(5), over(2))).toBe('3 fewer');
    expect(text('attempts', over(2), over(12))).toBe('10 more');
    expect(text('lostDown', over(5), over(2), verdictZh)).toBe('少 3');
  });

  test('moments are sooner or later, stretches shorter or longer', () => {
    expect(text('recoverUs', over(10_000_000), over(1_800_000))).toBe('8.20 s sooner');
    expect(text('delayP95Us', over(60_000), over(180_000))).toBe('120 ms later');
    expect(text('detectUs', over(43_610_000), over(7_140_000))).toBe('36.5 s shorter');
    expect(text('worstGapUs', over(1_000_000), over(2_000_000), verdictZh)).toBe('长 1.00 s');
  });

  test('octets and shares are less or more, in their units', () => {
    expect(text('wireBytes', over(139_301), over(36_780))).toBe('103 kB less');
    expect(text('heartbeatBytesPerHour', over(0), over(127_200))).toBe('127 kB/h more');
    expect(text('radioOnUsPerHour', over(0), over(900_000_000))).toBe('15 min/h more');
  });

  test('what is equal is the same, and what neither has is not told', () => {
    expect(text('lostDown', over(0), over(0))).toBe('the same');
    expect(text('detectUs', null, null)).toBe('');
  });

  test('what one run alone has names that run', () => {
    expect(text('detectUs', over(1), null)).toBe('only in run 1');
    expect(text('detectUs', null, over(1))).toBe('only in run 2');
  });
});

describe('what is not over yet', () => {
  test('is at least as much worse as it is now', () => {
    expect(text('detectUs', going(37_000_000), over(8_000_000))).toBe('at least 29.0 s shorter');
    expect(text('detectUs', over(8_000_000), going(37_000_000))).toBe('at least 29.0 s longer');
  });

  test('may yet become worse than what it is better than now', () => {
    expect(text('recoverUs', going(2_000_000), over(8_000_000))).toBe('not over yet');
    expect(text('recoverUs', over(8_000_000), going(2_000_000))).toBe('not over yet');
    expect(text('recoverUs', over(8_000_000), going(8_000_000))).toBe('not over yet');
  });

  test('in both runs tells nothing, unless it is as far in both', () => {
    expect(text('detectUs', going(1), going(9))).toBe('not over yet');
    expect(text('detectUs', going(9), going(9))).toBe('the same');
  });

  test('gives the same whichever run comes first, but for the sign', () => {
    const values = [null, over(0), over(5), over(9), going(0), going(5), going(9)];
    const mirror = { less: 'more', more: 'less', none: 'none', same: 'same', unknown: 'unknown' } as const;
    for (const a of values)
      for (const b of values) {
        const there = differenceOf(a, b);
        const back = differenceOf(b, a);
        if (there.kind === 'only') expect(back).toEqual({ kind: 'only', in: there.in === 'a' ? 'b' : 'a' });
        else expect(back).toEqual({ ...there, kind: mirror[there.kind] });
      }
  });
});
