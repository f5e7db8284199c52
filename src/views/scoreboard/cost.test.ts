import { expect, test } from 'vitest';
import type { LaneMetrics } from '#trace/metrics.ts';
import { costOf } from './cost.ts';

const polling = { bytes: { up: 6000, down: 4000 }, requests: 5, openConnections: 1 } as LaneMetrics;

test('multiplies what a second costs by the clients', () => {
  expect(costOf(polling, 10, 1)).toEqual({ bitsPerS: 8000, requestsPerS: 0.5, connections: 1 });
  expect(costOf(polling, 10, 10_000)).toEqual({ bitsPerS: 8e7, requestsPerS: 5000, connections: 10_000 });
});

test('costs nothing before the first instant', () => {
  expect(costOf(polling, 0, 100).bitsPerS).toBe(0);
});
