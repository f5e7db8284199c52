import { describe, expect, test } from 'vitest';
import {
  formatBitRate,
  formatBytes,
  formatClock,
  formatCount,
  formatDelay,
  formatPercent,
  formatPerSecond,
  formatRange,
  formatSpan,
  formatSpeed,
  formatTenths,
} from './format.ts';

/** With thin spaces shown as ordinary ones, for reading. */
const plain = (text: string): string => text.replaceAll('\u2009', ' ');

describe('numbers with units', () => {
  test('an instant chosen by hand has a decimal, and more only where they say something', () => {
    expect([30e6, 12_350_000, 12_345_678, 0].map((t) => plain(formatTenths(t)))).toEqual([
      ...['30.0 s', '12.35 s', '12.346 s', '0.0 s'],
    ]);
    expect(plain(formatRange(30e6, 40e6))).toBe('30.0–40.0 s');
  });

  test.each([
    [0, '0 ms'],
    [60_000, '60 ms'],
    [59_700, '59.7 ms'],
    [1_234, '1.23 ms'],
    [999_400, '999 ms'],
    [999_600, '1.00 s'],
    [1_600_000, '1.60 s'],
    [9_996_000, '10.0 s'],
    [12_340_000, '12.3 s'],
    [-5_000, '−5 ms'],
  ])('a span of %i us is %s', (us, text) => {
    expect(plain(formatDelay(us))).toBe(text);
  });

  test.each([
    [0, '0.00 s'],
    [7_380_000, '7.38 s'],
    [9_999_000, '10.0 s'],
    [123_456_000, '123.5 s'],
  ])('an instant at %i us is %s', (us, text) => {
    expect(plain(formatClock(us))).toBe(text);
  });

  test.each([
    [45, '45 B'],
    [682, '682 B'],
    [1234, '1.23 kB'],
    [5_000_000, '5.00 MB'],
  ])('%i octets are %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });

  test('rates, shares, counts and speeds', () => {
    expect(plain(formatBitRate(1_600_000))).toBe('1.6 Mbit/s');
    expect(plain(formatBitRate(500_000))).toBe('500 kbit/s');
    expect(formatPercent(5)).toBe('5%');
    expect(formatPercent(0.5)).toBe('0.5%');
    expect(plain(formatCount(1000))).toBe('1000');
    expect(plain(formatCount(10_000))).toBe('10 000');
    expect(plain(formatPerSecond(5000))).toBe('5000');
    expect(formatPerSecond(0.5)).toBe('0.5');
    expect(plain(formatSpan(2000))).toBe('2 s');
    expect(plain(formatSpan(60))).toBe('60 ms');
    expect(formatSpeed(1)).toBe('1×');
    expect(formatSpeed(0.25)).toBe('0.25×');
  });

  test('the space before a unit is thin', () => {
    expect(formatDelay(150_000)).toBe('150\u2009ms');
  });
});
