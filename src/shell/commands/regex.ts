/**
 * Finds the leftmost, longest match of a regular expression, as POSIX wants it.
 *
 * All ways are followed at once (Thompson's construction), so that no pattern takes exponential time, as it may with
 * JavaScript's own expressions: `(a+)+$` must not hang the page.
 */
import { LimitReached } from '../streams.ts';
import { RegexError, RegexParser, type Regex } from './regex-parse.ts';

type State =
  | { readonly kind: 'char'; readonly test: (character: string) => boolean; next: number }
  | { readonly kind: 'start' | 'end'; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'match' };

const MOST_STATES = 5000;
/** Steps of all searches with one pattern: some tenths of a second. */
const MOST_STEPS = 20_000_000;

export interface Match {
  readonly from: number;
  readonly to: number;
}

export class Matcher {
  readonly #states: State[] = [];
  readonly #first: number;
  readonly #ignoreCase: boolean;
  #steps = 0;

  constructor(pattern: string, options: { extended: boolean; fixed: boolean; ignoreCase: boolean }) {
    this.#ignoreCase = options.ignoreCase;
    const regex: Regex = options.fixed
      ? {
          kind: 'sequence',
          items: Array.from(pattern).map((wanted) => ({
            kind: 'char',
            test: (character) => character === wanted,
          })),
        }
      : new RegexParser(pattern, options.extended).parse();
    this.#first = this.#compile(regex, this.#add({ kind: 'match' }));
  }

  /** The leftmost match that begins at `from` or after it, and of these the longest. Places count characters. */
  find(text: readonly string[], from: number): Match | null {
    for (let start = from; start <= text.length; start++) {
      const to = this.#longest(text, start);
      if (to !== null) return { from: start, to };
    }
    return null;
  }

  /** True when it matches anywhere: one pass, however long the text is. */
  matches(text: readonly string[]): boolean {
    let now = new Set<number>();
    for (let at = 0; at <= text.length; at++) {
      this.#enter(this.#first, now, text, at);
      if (now.has(0)) return true;
      now = this.#advance(now, text, at);
    }
    return false;
  }

  #longest(text: readonly string[], start: number): number | null {
    let now = new Set<number>();
    let found: number | null = null;
    this.#enter(this.#first, now, text, start);
    for (let at = start; now.size > 0; at++) {
      if (now.has(0)) found = at;
      if (at >= text.length) break;
      now = this.#advance(now, text, at);
    }
    return found;
  }

  #advance(now: ReadonlySet<number>, text: readonly string[], at: number): Set<number> {
    const after = new Set<number>();
    const character = text[at];
    if (character === undefined) return after;
    for (const index of now) {
      const state = this.#states[index];
      if (state?.kind === 'char' && this.#accepts(state.test, character))
        this.#enter(state.next, after, text, at + 1);
    }
    return after;
  }

  #accepts(test: (character: string) => boolean, character: string): boolean {
    if (test(character)) return true;
    return this.#ignoreCase && (test(character.toLowerCase()) || test(character.toUpperCase()));
  }

  /** Adds a state and all that it leads to without a character. */
  #enter(first: number, set: Set<number>, text: readonly string[], at: number): void {
    const open = [first];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (set.has(index)) continue;
      if (++this.#steps > MOST_STEPS) throw new LimitReached();
      set.add(index);
      const state = this.#states[index];
      if (state === undefined || state.kind === 'match' || state.kind === 'char') continue;
      if (state.kind === 'start' && at !== 0) continue;
      if (state.kind === 'end' && at !== text.length) continue;
      open.push(state.next);
      if (state.kind === 'split') open.push(state.other);
    }
  }

  #add(state: State): number {
    if (this.#states.length >= MOST_STATES) throw new RegexError('Regular expression too big');
    return this.#states.push(state) - 1;
  }

  /** Lays down the states of `regex`, which lead to `next`; returns the first. */
  #compile(regex: Regex, next: number): number {
    switch (regex.kind) {
      case 'char':
        return this.#add({ kind: 'char', test: regex.test, next });
      case 'start':
      case 'end':
        return this.#add({ kind: regex.kind, next });
      case 'sequence':
        return regex.items.reduceRight((after, item) => this.#compile(item, after), next);
      case 'either':
        return regex.branches
          .map((branch) => this.#compile(branch, next))
          .reduce((one, other) => this.#add({ kind: 'split', next: one, other }));
      case 'repeat':
        return this.#repeat(regex.item, regex.least, regex.most, next);
    }
  }

  #repeat(item: Regex, least: number, most: number, next: number): number {
    let after = next;
    if (most === Infinity) {
      const loop: State = { kind: 'split', next, other: next };
      after = this.#add(loop);
      loop.other = this.#compile(item, after);
    } else {
      for (let i = least; i < most; i++)
        after = this.#add({ kind: 'split', next, other: this.#compile(item, after) });
    }
    for (let i = 0; i < least; i++) after = this.#compile(item, after);
    return after;
  }
}
