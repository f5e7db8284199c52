/** POSIX regular expressions, basic and extended, as grep(1) reads them, with GNU's \w \W \s \S. */

export type Regex =
  | { readonly kind: 'char'; readonly test: (character: string) => boolean }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly items: readonly Regex[] }
  | { readonly kind: 'either'; readonly branches: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly item: Regex; readonly least: number; readonly most: number };

/** GNU grep's message, or null for a construct that isn't supported here. */
export class RegexError extends Error {
  readonly unsupported: boolean;
  constructor(message: string, unsupported = false) {
    super(message);
    this.unsupported = unsupported;
  }
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /\p{L}/u,
  digit: /\d/,
  alnum: /[\p{L}\d]/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[^\p{Cc}]/u,
  graph: /[^\p{Cc}\s]/u,
  cntrl: /\p{Cc}/u,
  xdigit: /[0-9A-Fa-f]/,
};
const WORD = /[\p{L}\p{N}_]/u;
const SHORTHANDS: Readonly<Record<string, (character: string) => boolean>> = {
  w: (character) => WORD.test(character),
  W: (character) => !WORD.test(character),
  s: (character) => /\s/.test(character),
  S: (character) => !/\s/.test(character),
};

const DEEPEST = 100;
/** RE_DUP_MAX of POSIX. */
const MOST_REPEATS = 255;

function literal(wanted: string): Regex {
  return { kind: 'char', test: (character) => character === wanted };
}

export class RegexParser {
  readonly #characters: string[];
  readonly #extended: boolean;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, extended: boolean) {
    this.#characters = Array.from(pattern);
    this.#extended = extended;
  }

  parse(): Regex {
    const regex = this.#either();
    if (this.#at < this.#characters.length) throw new RegexError('Unmatched ) or \\)');
    return regex;
  }

  #rest(): string {
    return this.#characters.slice(this.#at, this.#at + 2).join('');
  }

  /** Takes an operator: bare in an extended expression, with a backslash in a basic one. */
  #takes(operator: string): boolean {
    const written = this.#extended ? operator : `\\${operator}`;
    if (!this.#rest().startsWith(written)) return false;
    this.#at += written.length;
    return true;
  }

  #peeks(operator: string): boolean {
    return this.#rest().startsWith(this.#extended ? operator : `\\${operator}`);
  }

  #either(): Regex {
    const branches = [this.#sequence()];
    while (this.#takes('|')) branches.push(this.#sequence());
    return branches.length === 1 && branches[0] !== undefined ? branches[0] : { kind: 'either', branches };
  }

  #sequence(): Regex {
    const items: Regex[] = [];
    while (this.#at < this.#characters.length && !this.#peeks('|') && !(this.#depth > 0 && this.#peeks(')')))
      items.push(this.#repeated(this.#atom(items.length === 0), items.length === 0));
    return { kind: 'sequence', items };
  }

  #repeated(atom: Regex, first: boolean): Regex {
    let item = atom;
    for (let i = 0; i < DEEPEST; i++) {
      if (this.#characters[this.#at] === '*' && !(first && atom.kind === 'start' && !this.#extended)) {
        this.#at += 1;
        item = { kind: 'repeat', item, least: 0, most: Infinity };
      } else if (this.#takes('+')) item = { kind: 'repeat', item, least: 1, most: Infinity };
      else if (this.#takes('?')) item = { kind: 'repeat', item, least: 0, most: 1 };
      else if (this.#takes('{')) item = this.#interval(item);
      else return item;
    }
    throw new RegexError('Regular expression too big');
  }

  #interval(item: Regex): Regex {
    const close = this.#extended ? '}' : '\\}';
    const rest = this.#characters.slice(this.#at, this.#at + 12).join('');
    const match = /^(\d*)(,?)(\d*)/.exec(rest) ?? ['', '', '', ''];
    const [whole, least = '', comma = '', most = ''] = match;
    if (whole === '' || whole === ',' || !rest.slice(whole.length).startsWith(close))
      throw new RegexError('Invalid preceding regular expression');
    this.#at += whole.length + close.length;
    const from = Number(least);
    const to = comma === '' ? from : most === '' ? Infinity : Number(most);
    if (to < from) throw new RegexError('Invalid content of \\{\\}');
    if (from > MOST_REPEATS || (to !== Infinity && to > MOST_REPEATS))
      throw new RegexError('Regular expression too big');
    return { kind: 'repeat', item, least: from, most: to };
  }

  #atom(first: boolean): Regex {
    if (this.#takes('(')) return this.#group();
    const character = this.#characters[this.#at++] ?? '';
    const next = this.#characters[this.#at];
    if (character === '\\') return this.#escaped();
    if (character === '[') return this.#bracket();
    if (character === '.') return { kind: 'char', test: () => true };
    if (character === '^' && (first || this.#extended)) return { kind: 'start' };
    if (character === '$' && (next === undefined || this.#extended || this.#peeks('|') || this.#peeks(')')))
      return { kind: 'end' };
    return literal(character);
  }

  #group(): Regex {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new RegexError('Regular expression too big');
    const inner = this.#either();
    if (!this.#takes(')')) throw new RegexError('Unmatched ( or \\(');
    this.#depth -= 1;
    return inner;
  }

  #escaped(): Regex {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw new RegexError('Trailing backslash');
    const test = SHORTHANDS[character];
    if (test !== undefined) return { kind: 'char', test };
    if (/[A-Za-z1-9<>`']/.test(character)) throw new RegexError(`\\${character}`, true);
    return literal(character);
  }

  #bracket(): Regex {
    const negated = this.#characters[this.#at] === '^';
    if (negated) this.#at += 1;
    const tests: ((character: string) => boolean)[] = [];
    for (let first = true; ; first = false) {
      const character = this.#characters[this.#at];
      if (character === undefined) throw new RegexError('Unmatched [, [^, [:, [., or [=');
      this.#at += 1;
      if (character === ']' && !first) break;
      tests.push(this.#member(character));
    }
    return { kind: 'char', test: (character) => tests.some((test) => test(character)) !== negated };
  }

  #member(character: string): (character: string) => boolean {
    const ahead = this.#characters.slice(this.#at, this.#at + 12).join('');
    if (character === '[') {
      const named = /^:([a-z]+):\]/.exec(ahead);
      const known = CLASSES[named?.[1] ?? ''];
      if (known !== undefined) {
        this.#at += named?.[0].length ?? 0;
        return (each) => known.test(each);
      }
      if (/^:[a-z]*:/.test(ahead)) throw new RegexError('Invalid character class name');
      if (/^[.=]/.test(ahead)) throw new RegexError(`[${ahead.slice(0, 1)}`, true);
    }
    const [dash, last] = [this.#characters[this.#at], this.#characters[this.#at + 1]];
    if (dash !== '-' || last === undefined || last === ']') return (each) => each === character;
    this.#at += 2;
    const [from, to] = [character.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
    if (to < from) throw new RegexError('Invalid range end');
    return (each) => (each.codePointAt(0) ?? 0) >= from && (each.codePointAt(0) ?? 0) <= to;
  }
}
