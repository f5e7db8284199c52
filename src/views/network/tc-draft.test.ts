import { expect, test } from 'vitest';
import type { TcError } from '#netem/tc-reader.ts';
import { parseTc } from '#netem/tc.ts';
import { around, stillTyped } from './tc-draft.ts';

const HEAD = 'tc qdisc add dev eth0 root netem ';

function errorIn(text: string): TcError {
  const read = parseTc(text);
  if (read.ok) throw new Error('there is nothing wrong with it');
  return read.error;
}

test.each(['dealy', 'loss', 'loss 5x', 'distribution'])('%s is no error yet while it is typed', (typed) => {
  const text = `${HEAD}${typed}`;
  expect(stillTyped(errorIn(text), text, text.length)).toBe(true);
});

test('a word that was left is wrong at once', () => {
  const text = `${HEAD}dealy 10ms`;
  expect(stillTyped(errorIn(text), text, text.length)).toBe(false);
  expect(stillTyped(errorIn(text), text, HEAD.length + 3)).toBe(true);
});

test('a missing value is waited for', () => {
  const text = `${HEAD}loss `;
  expect(stillTyped(errorIn(text), text, text.length)).toBe(true);
  expect(stillTyped(errorIn(text), text, 5)).toBe(false);
});

test('the text falls into what is right and the word that is wrong', () => {
  const text = `${HEAD}loss 5x rate 1mbit`;
  expect(around(text, errorIn(text))).toEqual([`${HEAD}loss `, '5x', ' rate 1mbit']);
  const short = `${HEAD}loss`;
  expect(around(short, errorIn(short))).toEqual([short, '', '']);
});
