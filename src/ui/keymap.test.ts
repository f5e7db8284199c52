import { expect, test } from 'vitest';
import { keyAction } from './keymap.ts';

const press = (key: string, focus = 'body', shift = false) =>
  keyAction({ key, focus, shift, modified: false, lesson: false, projected: false });
const inLesson = (key: string, focus = 'body', projected = false) =>
  keyAction({ key, focus, shift: false, modified: false, lesson: true, projected });

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

test('P puts the page on a wall, but is a letter while typing', () => {
  expect(press('p')).toEqual({ do: 'project' });
  expect(press('P', 'textarea')).toBe(null);
});

test('arrows step by an event, and by 10 ms with Shift', () => {
  expect(press('>')).toEqual({ do: 'next' });
  expect(press(',')).toEqual({ do: 'previous' });
  expect(press('ArrowRight')).toEqual({ do: 'next' });
  expect(press('ArrowLeft', 'body', true)).toEqual({ do: 'scrub', byMs: -10 });
});

test('leaves the browser its own keys', () => {
  expect(
    keyAction({
      key: 'ArrowLeft',
      shift: false,
      modified: true,
      focus: 'body',
      lesson: true,
      projected: true,
    }),
  ).toBe(null);
  expect(press('x')).toBe(null);
});

test('a lesson adds the keys of a clicker, Enter and H, and takes none from a text', () => {
  expect(press('PageDown')).toBe(null);
  expect(inLesson('PageDown')).toEqual({ do: 'step-on' });
  expect(inLesson('PageUp', 'radio')).toEqual({ do: 'step-back' });
  expect(inLesson('Enter', 'h1')).toEqual({ do: 'primary' });
  expect(inLesson('Enter', 'button')).toBe(null);
  expect(inLesson('h')).toEqual({ do: 'hint' });
  expect(inLesson('h', 'textarea')).toBe(null);
});

test('an option among several keeps its arrows and the space bar', () => {
  expect(inLesson('ArrowRight', 'radio')).toBe(null);
  expect(inLesson(' ', 'radio')).toBe(null);
});

test('on a wall B and the full stop blacken the page; elsewhere the full stop steps', () => {
  expect(inLesson('b', 'body', true)).toEqual({ do: 'blackout' });
  expect(inLesson('.', 'body', true)).toEqual({ do: 'blackout' });
  expect(inLesson('.')).toEqual({ do: 'next' });
});
