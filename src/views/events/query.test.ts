import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completionsAt } from './query-complete.ts';
import { parseQuery } from './query-parse.ts';
import { formatQuery } from './query.ts';

const VOCABULARY = { lanes: ['polling', 'longpoll', 'sse', 'ws'] };
const parse = (text: string) => parseQuery(text, VOCABULARY);
const canonical = (text: string): string => formatQuery(parse(text).query);

test('reads the terms of the language', () => {
  expect(parse('dir:in op:ping len>125 retrans lane:ws')).toEqual({
    errors: [],
    query: {
      kind: 'and',
      all: [
        { kind: 'word', key: 'dir', values: ['in'] },
        { kind: 'word', key: 'op', values: ['ping'] },
        { kind: 'number', key: 'len', is: '>', value: 125 },
        { kind: 'flag', flag: 'retrans' },
        { kind: 'word', key: 'lane', values: ['ws'] },
      ],
    },
  });
});

test.each([
  ['  a   b ', 'a b'],
  ['DIR:Down', 'dir:in'],
  ['op=ping,PONG,ping', 'op:ping,pong'],
  ['t>12500ms', 't>12.5s'],
  ['t:1min..90', 't:60s..90s'],
  ['len>=1.5kB', 'len>=1500'],
  ['--a', 'a'],
  ['-(a OR b)', '-(a OR b)'],
  ['(a OR b) c', '(a OR b) c'],
  ['(a b) OR c AND d', 'a b OR c d'],
  ['"OR" "say \\"hi\\"" "lost"', '"OR" "say \\"hi\\"" "lost"'],
  ['type:segment status:5XX', 'type:segment status:5xx'],
  ['', ''],
])('writes %j as %j', (text, expected) => {
  expect(parse(text).errors).toEqual([]);
  expect(canonical(text)).toBe(expected);
});

test.each([
  ['foo:bar', 'unknown-key', 'foo'],
  ['a dir:sideways', 'unknown-value', 'sideways'],
  ['op:ping,', 'no-value', ''],
  ['lane:', 'no-value', 'lane:'],
  ['len>many', 'bad-number', 'many'],
  ['conn:3s', 'bad-number', '3s'],
  ['t:9..3', 'bad-number', '9..3'],
  ['op>ping', 'bad-operator', '>'],
  ['a "b c', 'open-quote', '"b c'],
  ['a (b', 'open-parenthesis', '('],
  ['a) b', 'stray-parenthesis', ')'],
  ['a OR', 'no-term', 'OR'],
  ['OR a', 'no-term', 'OR'],
  ['a - b', 'no-term', '-'],
  ['()', 'no-term', '()'],
  ['('.repeat(100_000), 'too-deep', '('],
])('points at what is wrong in %.20j', (text, code, word) => {
  const [error] = parse(text).errors.filter((one) => one.code === code);
  expect(error).toMatchObject({ code, word });
  expect(text.slice(error?.from, error?.to)).toBe(word);
});

test('says what is valid in its place', () => {
  expect(parse('op:pin').errors[0]?.valid).toContain('ping');
  expect(parse('lanes:ws').errors[0]?.valid).toContain('lane');
});

/** Texts made of what the language is made of, and of anything. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'dir:in',
          'op:ping,pong',
          'len>125',
          't:1..2s',
          't<0.000001',
          'OR',
          'AND',
          '-',
          '(',
          ')',
          '"',
          '\\',
        ],
        ...[
          ' ',
          ',',
          ':',
          '..',
          'retrans',
          'lost',
          'msg:u1',
          'wort',
          '消息',
          'type:segment',
          '999999999.999999',
        ],
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
);

test('reads any text, and what it writes reads as the same', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { query, errors } = parse(text);
      for (const { from, to } of errors) expect(0 <= from && from <= to).toBe(true);
      const written = formatQuery(query);
      const again = parse(written);
      expect(again.errors).toEqual([]);
      expect(again.query).toEqual(query);
      expect(formatQuery(again.query)).toBe(written);
    }),
    { numRuns: 3000 },
  );
});

const inserted = (text: string): string[] =>
  completionsAt(text, text.length, VOCABULARY).map((one) => text.slice(0, one.from) + one.insert);

test('completes keys, flags and values where the caret is', () => {
  expect(inserted('')).toContain('dir:');
  expect(inserted('a l')).toEqual(['a lane:', 'a len>', 'a lost ']);
  expect(inserted('op')).toEqual(['op:']);
  expect(inserted('lost')).toEqual([]);
  expect(inserted('-op:p')).toEqual(['-op:ping ', '-op:pong ']);
  expect(inserted('op:ping,c')).toEqual(['op:ping,continuation ', 'op:ping,close ']);
  expect(inserted('lane:')).toEqual(VOCABULARY.lanes.map((lane) => `lane:${lane} `));
  expect(inserted('msg:')).toEqual([]);
  expect(inserted('len:')).toEqual([]);
});
