/** Reads the log's filter. Any text is read: what can't be is told with its place, and left out of the tree. */
import {
  canonicalValue,
  FLAGS,
  isFlag,
  isNumberKey,
  isWordKey,
  NUMBER_KEYS,
  valuesOf,
  WORD_KEYS,
  type NumberKey,
  type Vocabulary,
  type WordKey,
} from './query-keys.ts';
import { EVERYTHING, join, negate, type Comparison, type Query } from './query.ts';

export type QueryErrorCode =
  | 'unknown-key'
  | 'unknown-value'
  /** Nothing stands behind the key. */
  | 'no-value'
  | 'bad-number'
  /** A key of words was compared as if it were a number. */
  | 'bad-operator'
  | 'open-quote'
  | 'open-parenthesis'
  | 'stray-parenthesis'
  /** Nothing stands beside OR or -, or in parentheses. */
  | 'no-term'
  | 'too-deep';

export interface QueryError {
  readonly code: QueryErrorCode;
  /** UTF-16 positions in the text: [from, to). */
  readonly from: number;
  readonly to: number;
  /** What stands there. */
  readonly word: string;
  /** What could stand there instead; empty when there is no list of it. */
  readonly valid: readonly string[];
}

export interface Parsed {
  readonly query: Query;
  /** In the order of their places. */
  readonly errors: readonly QueryError[];
}

/** Nested parentheses; more is a mistake, and would exhaust the stack. */
const MAX_DEPTH = 30;

const WORD = /[^\s()"]+/y;
const KEYED = /^([a-z]+)(:|>=|<=|>|<|=)(.*)$/i;
/** At most nine digits before the point and six behind it: exact in microseconds. */
const NUMBER = /^(\d{1,9}(?:\.\d{1,6})?)(us|ms|s|min|b|kb|mb)?$/i;

const TIME_UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000, min: 60_000_000 };
const SIZE_UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1000, mb: 1_000_000 };
const SIZES: readonly NumberKey[] = ['len', 'wire'];
/** Past these the canonical form would not be exact. */
const MOST = 1e15;

class Reader {
  readonly errors: QueryError[] = [];
  readonly #text: string;
  readonly #vocabulary: Vocabulary;
  #at = 0;

  constructor(text: string, vocabulary: Vocabulary) {
    this.#text = text;
    this.#vocabulary = vocabulary;
  }

  read(): Query {
    const parts: Query[] = [];
    for (;;) {
      parts.push(this.#alternatives(0));
      if (this.#at >= this.#text.length) return join('and', parts);
      this.#fail('stray-parenthesis', this.#at, ++this.#at);
    }
  }

  #fail(code: QueryErrorCode, from: number, to: number, valid: readonly string[] = []): void {
    this.errors.push({ code, from, to, word: this.#text.slice(from, to), valid });
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  /** The next word without taking it. */
  #word(): string {
    WORD.lastIndex = this.#at;
    return WORD.exec(this.#text)?.[0] ?? '';
  }

  /** Up to the end, or to the parenthesis that closes. */
  #alternatives(depth: number): Query {
    const all: Query[] = [];
    for (let or: number | null = null; ;) {
      const one = this.#terms(depth);
      if (one.count === 0 && or !== null) this.#fail('no-term', or, or + 2);
      all.push(one.query);
      if (this.#word() !== 'OR') return join('or', all);
      or = this.#at;
      this.#at += 2;
      if (one.count === 0) this.#fail('no-term', or, or + 2);
    }
  }

  #terms(depth: number): { readonly query: Query; readonly count: number } {
    const all: Query[] = [];
    for (let count = 0; ;) {
      this.#skipSpace();
      const next = this.#text[this.#at];
      const word = this.#word();
      if (next === undefined || next === ')' || word === 'OR') return { query: join('and', all), count };
      if (word === 'AND') this.#at += 3;
      else {
        all.push(this.#signed(depth));
        count++;
      }
    }
  }

  #signed(depth: number): Query {
    const from = this.#at;
    while (this.#text[this.#at] === '-') this.#at++;
    const minuses = this.#at - from;
    const next = this.#text[this.#at];
    if (minuses > 0 && (next === undefined || /[\s)]/.test(next))) {
      this.#fail('no-term', from, this.#at);
      return EVERYTHING;
    }
    const query = next === '(' ? this.#group(depth) : next === '"' ? this.#quoted() : this.#plain();
    return minuses % 2 === 1 ? negate(query) : query;
  }

  #group(depth: number): Query {
    const from = this.#at++;
    if (depth === MAX_DEPTH) {
      this.#fail('too-deep', from, this.#at);
      this.#at = this.#text.length;
      return EVERYTHING;
    }
    this.#skipSpace();
    const empty = this.#text[this.#at] === ')';
    const query = this.#alternatives(depth + 1);
    if (this.#text[this.#at] === ')') this.#at++;
    else this.#fail('open-parenthesis', from, from + 1);
    if (empty) this.#fail('no-term', from, this.#at);
    return query;
  }

  #quoted(): Query {
    const from = this.#at;
    let text = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      let char = this.#text[this.#at] ?? '';
      if (char === '"') {
        this.#at++;
        return text === '' ? EVERYTHING : { kind: 'text', text };
      }
      if (char === '\\') char = this.#text[++this.#at] ?? '';
      text += char;
    }
    this.#fail('open-quote', from, this.#text.length);
    return EVERYTHING;
  }

  #plain(): Query {
    const from = this.#at;
    const word = this.#word();
    this.#at += word.length;
    const keyed = KEYED.exec(word);
    if (!keyed) {
      const flag = word.toLowerCase();
      return isFlag(flag) ? { kind: 'flag', flag } : { kind: 'text', text: word };
    }
    const [, name = '', is = '', value = ''] = keyed;
    const key = name.toLowerCase();
    const valueFrom = from + name.length + is.length;
    if (!isWordKey(key) && !isNumberKey(key))
      this.#fail('unknown-key', from, from + name.length, [...WORD_KEYS, ...NUMBER_KEYS, ...FLAGS]);
    else if (value === '')
      this.#fail('no-value', from, this.#at, (isWordKey(key) ? valuesOf(key, this.#vocabulary) : null) ?? []);
    else if (isNumberKey(key)) return this.#number(key, is, value, valueFrom);
    else if (is !== ':' && is !== '=') this.#fail('bad-operator', from + name.length, valueFrom, [':']);
    else return this.#words(key, value, valueFrom);
    return EVERYTHING;
  }

  #words(key: WordKey, list: string, from: number): Query {
    const values = new Set<string>();
    let at = from;
    for (const value of list.split(',')) {
      const canonical = value === '' ? null : canonicalValue(key, value, this.#vocabulary);
      if (canonical !== null) values.add(canonical);
      else {
        const code = value === '' ? 'no-value' : 'unknown-value';
        this.#fail(code, at, Math.max(at + value.length, at + 1), valuesOf(key, this.#vocabulary) ?? []);
      }
      at += value.length + 1;
    }
    return values.size === 0 ? EVERYTHING : { kind: 'word', key, values: [...values] };
  }

  #number(key: NumberKey, is: string, text: string, from: number): Query {
    const ends = text.split('..');
    const values = ends.map((end) => numberIn(key, end));
    const [first = null, second = null] = values;
    const equal = is === ':' || is === '=';
    if (first !== null && ends.length === 1)
      return { kind: 'number', key, is: equal ? '=' : (is as Comparison), value: first };
    if (first !== null && second !== null && ends.length === 2 && equal && first <= second)
      return { kind: 'range', key, from: first, to: second };
    this.#fail('bad-number', from, from + text.length, examplesOf(key));
    return EVERYTHING;
  }
}

/** Octets, or microseconds for `t`; without a unit `t` counts seconds. Null when it is no number of this key. */
function numberIn(key: NumberKey, text: string): number | null {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const [, digits = '', unit = key === 't' ? 's' : ''] = match;
  const units = key === 't' ? TIME_UNITS : SIZES.includes(key) ? SIZE_UNITS : {};
  const factor = unit === '' ? 1 : units[unit.toLowerCase()];
  const value = factor === undefined ? NaN : Math.round(Number(digits) * factor);
  return value < MOST ? value : null;
}

function examplesOf(key: NumberKey): readonly string[] {
  if (key === 't') return ['t>12.5s', 't<800ms', 't:10s..20s'];
  return [`${key}>125`, `${key}<=1000`, `${key}:10..20`];
}

/** Reads a filter; never throws. */
export function parseQuery(text: string, vocabulary: Vocabulary): Parsed {
  const reader = new Reader(text, vocabulary);
  const query = reader.read();
  return { query, errors: reader.errors.sort((a, b) => a.from - b.from) };
}
