import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

const FLAGS = {
  silent: { flags: ['-s', '--silent'] },
  show: { flags: ['-S'] },
  request: { flags: ['-X', '--request'], value: 'METHOD' },
};
const GNU = { kind: 'gnu' } as const;

function read(...args: string[]): unknown {
  const parsed = parseOptions(FLAGS, GNU, args);
  if (!parsed.ok) return parsed.error;
  const { value } = parsed;
  return [value.has('silent'), value.has('show'), value.value('request'), ...value.operands];
}

test('short options combine, and take a value glued or apart', () => {
  expect(read('-sS', 'a', '-XPOST')).toEqual([true, true, 'POST', 'a']);
  expect(read('-sX', 'PUT')).toEqual([true, false, 'PUT']);
});

test('long options take a value after = or apart, and -- ends them', () => {
  expect(read('--request=PUT', '--', '--silent')).toEqual([false, false, 'PUT', '--silent']);
  expect(read('--request', 'GET', '-')).toEqual([false, false, 'GET', '-']);
});

test('names what is wrong', () => {
  expect(read('-sz')).toEqual({ kind: 'unknown', name: 'z' });
  expect(read('--zebra=1')).toEqual({ kind: 'unknown', name: '--zebra' });
  expect(read('-X')).toEqual({ kind: 'no-value', name: 'X' });
  expect(read('--silent=1')).toEqual({ kind: 'no-value-wanted', name: '--silent' });
});

test('a single dash before a word, digits as an option, and negative operands', () => {
  const words = parseOptions(
    { plain: { flags: ['-p'] }, length: { flags: ['-l'], value: 'N' } },
    { kind: 'single-dash' },
    ['-l5', '-p'],
  );
  expect(words.ok && [words.value.value('length'), words.value.has('plain')]).toEqual(['5', true]);
  const digits = parseOptions({ lines: { flags: ['-n'], value: 'K' } }, { kind: 'gnu', digits: 'lines' }, [
    '-5',
  ]);
  expect(digits.ok && digits.value.value('lines')).toBe('5');
  const negative = parseOptions({}, { kind: 'gnu', negative: true }, ['-1', '2']);
  expect(negative.ok && negative.value.operands).toEqual(['-1', '2']);
});
