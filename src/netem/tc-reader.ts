/** A tc command as words that know their place, read one after the other. */
import { err, ok, type Result } from '#base/result.ts';
import { inBounds, LINK_BOUNDS, type LinkNumber } from './check.ts';
import {
  formatPercent,
  formatRate,
  formatTime,
  parseCount,
  parsePercent,
  parseRate,
  parseTime,
} from './tc-units.ts';

export type TcErrorCode =
  | 'expected' // word, what belongs there
  | 'unknown-verb' // word, the verbs there are
  | 'unknown-option' // word, the option that was perhaps meant, or ''
  | 'unknown-loss' // word, the models there are
  | 'unknown-distribution' // word, the distributions there are
  | 'unsupported' // word
  | 'missing' // the option that lacks a value
  | 'bad-time' // word, option
  | 'bad-rate' // word, option
  | 'bad-percent' // word, option
  | 'bad-count' // word, option
  | 'out-of-range' // word, least, most
  | 'two-losses' // word
  | 'needs-delay' // word
  | 'needs-jitter' // word
  | 'needs-reorder'; // word

/** What is wrong, and where: characters [start, end) of the text, an empty range where something is missing. */
export interface TcError {
  readonly start: number;
  readonly end: number;
  readonly code: TcErrorCode;
  /** What the sentence of `code` is made of, in the order given above. Words stand as in the text. */
  readonly params: readonly string[];
}

export interface Word {
  readonly text: string;
  readonly start: number;
}

export type Read<T> = Result<T, TcError>;

const KINDS = {
  time: { parse: parseTime, format: formatTime },
  rate: { parse: parseRate, format: formatRate },
  percent: { parse: parsePercent, format: formatPercent },
  count: { parse: parseCount, format: String },
} as const;

export type NumberKind = keyof typeof KINDS;

export class TcReader {
  readonly #words: readonly Word[];
  readonly #end: number;
  #next = 0;

  constructor(text: string) {
    // A backslash at the end of a line continues it in a shell.
    this.#words = [...text.matchAll(/[^\s\\]+/g)].map((match) => ({ text: match[0], start: match.index }));
    this.#end = text.trimEnd().length;
  }

  /** The next word, which stays; null at the end. */
  peek(): Word | null {
    return this.#words[this.#next] ?? null;
  }

  /** The next word, which is gone then; null at the end. */
  take(): Word | null {
    const word = this.peek();
    if (word) this.#next++;
    return word;
  }

  /** Whether the next word begins with a digit, and so is one more number (iproute2's NEXT_IS_NUMBER). */
  numberFollows(): boolean {
    return /^\d/.test(this.peek()?.text ?? '');
  }

  /** An error at `word`, or at the end of the text. Its first parameter is the word. */
  fail(word: Word | null, code: TcErrorCode, ...params: readonly string[]): Result<never, TcError> {
    const start = word?.start ?? this.#end;
    return err({ start, end: start + (word?.text.length ?? 0), code, params: [word?.text ?? '', ...params] });
  }

  /** The value of `option`; an error at the end of the text when there is none. */
  value(option: string): Read<Word> {
    const word = this.take();
    if (word) return ok(word);
    return err({ start: this.#end, end: this.#end, code: 'missing', params: [option] });
  }

  /** A number of `kind` that follows `option`, within the bounds of `name`. */
  number(kind: NumberKind, name: LinkNumber, option: string): Read<number> {
    const word = this.value(option);
    if (!word.ok) return word;
    const { parse, format } = KINDS[kind];
    const value = parse(word.value.text);
    if (value === null) return this.fail(word.value, `bad-${kind}`, option);
    const { min, max } = LINK_BOUNDS[name];
    return inBounds(name, value)
      ? ok(value)
      : this.fail(word.value, 'out-of-range', format(min), format(max));
  }
}
