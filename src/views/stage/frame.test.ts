import { expect, test } from 'vitest';
import { kindFor, layFrame } from './frame.ts';

const desk = { width: 800, height: 530, lanes: 4, low: false, wall: false, compact: false };
const full = { kind: 'full', width: 640, height: 530, fontPx: 12, openLane: 0 } as const;

test('beside an open drawer four lanes get low bands, and one alone keeps its labels', () => {
  const drawer = { ...desk, height: 290, compact: true };
  expect(kindFor(drawer)).toBe('compact');
  expect(kindFor({ ...drawer, lanes: 1 })).toBe('full');
});

test('a narrow stage is a phone, also with the projector theme', () => {
  expect(kindFor({ ...desk, width: 390, wall: true })).toBe('phone');
  expect(kindFor({ ...desk, wall: true })).toBe('projector');
});

test.each([1, 2])('%i lanes leave less than a quarter of the stage empty below them', (lanes) => {
  const { bands, height } = layFrame({ ...full, lanes });
  expect(height - (bands.at(-1)?.server ?? 0)).toBeLessThan(height / 4);
});

test('there is room for the interval below a lane alone beside an open drawer', () => {
  const { bands, height } = layFrame({ ...full, lanes: 1, height: 290 });
  expect((bands[0]?.server ?? height) + 3 * full.fontPx).toBeLessThanOrEqual(height);
});
