import { expect, test } from 'vitest';
import { follow, pan, resize, shows, spanFor, zoom } from './view-window.ts';

const WINDOW = { from: 0, spanUs: 8_000_000 };

test('stands still until the playhead nears the end, then turns the page', () => {
  expect(follow(WINDOW, 7_400_000)).toBe(WINDOW);
  const next = follow(WINDOW, 7_600_000);
  expect((7_600_000 - next.from) / next.spanUs).toBeCloseTo(0.3);
});

test('shows the start again when the playhead goes back to it', () => {
  expect(follow({ from: 20e6, spanUs: 8e6 }, 0).from).toBeLessThan(0);
});

test('zooming keeps the instant under the pointer where it stands', () => {
  const near = zoom({ from: 10e6, spanUs: 8e6 }, 0.5, 12e6);
  expect((12e6 - near.from) / near.spanUs).toBeCloseTo(0.25);
  expect(zoom(WINDOW, 1e-9, 4e6).spanUs).toBe(20_000);
});

test('slow motion shows a packet crossing, fast forward shows more', () => {
  expect([0.01, 0.1, 1, 20].map((speed) => spanFor(speed, 8e6))).toEqual([250_000, 1_000_000, 8e6, 80e6]);
});

test('does not pan before the start', () => {
  expect(shows(pan(WINDOW, -5e6), 0)).toBe(true);
  expect(resize(8e6, 0).from).toBeLessThan(0);
});
