import { expect, test } from 'vitest';
import { bring, follow, pan, resize, shows, spanFor, zoom } from './view-window.ts';

const WINDOW = { from: 0, spanUs: 8_000_000 };

test('stands still until the playhead nears the end, then turns the page', () => {
  expect(follow(WINDOW, 7_400_000)).toBe(WINDOW);
  const next = follow(WINDOW, 7_600_000);
  expect((7_600_000 - next.from) / next.spanUs).toBeCloseTo(0.62);
});

test('shows the start again when the playhead goes back to it', () => {
  expect(follow({ from: 20e6, spanUs: 8e6 }, 0).from).toBeLessThan(0);
});

test('going back keeps the past in view', () => {
  const window = { from: 20e6, spanUs: 8e6 };
  expect(follow(window, 23e6, true)).toBe(window);
  expect((21e6 - follow(window, 21e6, true).from) / 8e6).toBeCloseTo(0.7);
  expect((15e6 - follow(window, 15e6, true).from) / 8e6).toBeCloseTo(0.7);
  const start = follow(window, 0, true);
  expect(follow(start, 100_000, true)).toBe(start);
});

test('brings into view what lies outside, and moves for nothing else', () => {
  const window = { from: 20e6, spanUs: 8e6 };
  expect(bring(window, 19e6, 21e6)).toBe(window);
  expect(bring(window, 10e6, 12e6).from).toBe(7e6);
  expect(shows(bring(window, 40e6, 70e6), 40e6)).toBe(true);
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
