import { expect, test } from 'vitest';
import { Spans, type Span } from './spans.ts';

function span(start: number, end: number): Span {
  return { start, end, at: -1 };
}

test('finds what overlaps a window, as a search through all members does', () => {
  const spans = new Spans<Span>();
  for (let i = 0; i < 1000; i++)
    spans.add(span(i * 10, i % 97 === 0 ? Infinity : i * 10 + ((i * 7919) % 300)));
  for (const [i, item] of spans.items.entries()) if (i % 194 === 0) spans.close(item, item.start + 5000);
  for (const [from, to] of [
    [-50, -10],
    [0, 0],
    [4321, 5000],
    [9000, 20_000],
  ] as const) {
    const slow = spans.items.filter((item) => item.start <= to && item.end >= from);
    expect(spans.overlapping(from, to)).toEqual(slow);
  }
});

test('a stretch that has ended keeps its end', () => {
  const spans = new Spans<Span>();
  const item = spans.add(span(0, Infinity));
  spans.close(item, 5);
  spans.close(item, 9);
  expect(item.end).toBe(5);
  expect(spans.overlapping(6, 10)).toEqual([]);
});
