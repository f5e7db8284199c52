import { expect, test } from 'vitest';
import { DELAY_STOPS, nearestStop, RATE_STOPS } from './stops.ts';

test('an exact stop is found', () => {
  expect(DELAY_STOPS[nearestStop(DELAY_STOPS, 60)]).toBe(60);
  expect(DELAY_STOPS[nearestStop(DELAY_STOPS, 0)]).toBe(0);
});

test('a value between two stops takes the nearer one', () => {
  expect(DELAY_STOPS[nearestStop(DELAY_STOPS, 3)]).toBe(2);
  expect(DELAY_STOPS[nearestStop(DELAY_STOPS, 99_999)]).toBe(5000);
});

test('no limit is the far end of a bandwidth and near to nothing else', () => {
  expect(nearestStop(RATE_STOPS, 0)).toBe(RATE_STOPS.length - 1);
  expect(RATE_STOPS[nearestStop(RATE_STOPS, 3)]).toBe(8);
});
