import { describe, expect, test } from 'vitest';
import { LONGEST_LINE, parseLine } from './parse.ts';

describe('reads what the terminal runs', () => {
  test('quotes, variables and substitutions are parts of a word', () => {
    const script = parseLine(`printf 'a b'"$KEY"$(date)c`);
    expect(script.ok && script.value[0]?.chain.first.commands[0]?.words[1]).toMatchObject([
      { kind: 'text', text: 'a b', quoted: true },
      { kind: 'text', text: '', quoted: true },
      { kind: 'variable', name: 'KEY', quoted: true },
      { kind: 'output', quoted: false },
      { kind: 'text', text: 'c', quoted: false },
    ]);
  });

  test('a comment and white space are an empty script', () => {
    expect(parseLine('  # nothing')).toEqual({ ok: true, value: [] });
  });
});

describe('refuses with the place', () => {
  test.each([
    [`echo 'abc`, 'syntax', 5],
    ['echo |', 'syntax', 6],
    ['a > ; b', 'syntax', 4],
    ['echo $(cat', 'syntax', 5],
    [') x', 'syntax', 0],
    ['for x in 1; do echo; done', 'unsupported', 0],
    ['echo $((1+1))', 'unsupported', 5],
    ['echo ${A:-b}', 'unsupported', 5],
    ['echo {1..9}', 'unsupported', 5],
    ['cat <(echo)', 'unsupported', 4],
    ['cat <<< x', 'unsupported', 4],
    ['echo a |& cat', 'unsupported', 0],
    ['A=(1 2)', 'unsupported', 0],
    ['x'.repeat(LONGEST_LINE + 1), 'long', LONGEST_LINE],
  ])('%.40s', (line, kind, at) => {
    expect(parseLine(line)).toMatchObject({ ok: false, error: { kind, at } });
  });
});
