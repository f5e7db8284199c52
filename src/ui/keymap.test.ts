import { expect, test } from 'vitest';
import { keyAction } from './keymap.ts';

const press = (key: string, focus = 'body', shift = false) =>
  keyAction({ key, focus, shift, modified: false });

test('keys are off while typing, on a slider and in a list', () => {
  expect(press(' ', 'input')).toBe(null);
  expect(press('ArrowLeft', 'input')).toBe(null);
  expect(press('?', 'textarea')).toBe(null);
  expect(press('End', 'select')).toBe(null);
});

test('Space presses a focused button and else plays', () => {
  expect(press(' ', 'button')).toBe(null);
  expect(press(' ')).toEqual({ do: 'toggle' });
});

test('arrows step by an event, and by 10 ms with Shift', () => {
  expect(press('>')).toEqual({ do: 'next' });
  expect(press(',')).toEqual({ do: 'previous' });
  expect(press('ArrowRight')).toEqual({ do: 'next' });
  expect(press('ArrowLeft', 'body', true)).toEqual({ do: 'scrub', byMs: -10 });
});

test('leaves the browser its own keys', () => {
  expect(keyAction({ key: 'ArrowLeft', shift: false, modified: true, focus: 'body' })).toBe(null);
  expect(press('x')).toBe(null);
});
