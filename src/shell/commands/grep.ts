/** grep(1): lines that match. */
import { concat, fromUtf8, utf8 } from '#base/bytes.ts';
import { define, GNU, type Context } from '../command.ts';
import type { Parsed } from '../options.ts';
import { readLines, writeText } from '../streams.ts';
import type { OptionName } from '#words/terminal.en.ts';
import { openInputs, type Input } from './inputs.ts';
import { Matcher } from './regex.ts';
import { RegexError } from './regex-parse.ts';

type Options = Parsed<OptionName<'grep'>>;

/** The matcher, or what grep says to a pattern that it can't read. */
function compile(pattern: string, options: Options, { shell }: Context): Matcher | string {
  try {
    return new Matcher(pattern, {
      extended: options.has('extended'),
      fixed: options.has('fixed'),
      ignoreCase: options.has('ignoreCase'),
    });
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    return error.unsupported ? shell.words.noPattern(error.message) : error.message;
  }
}

/** What matched, a line each; empty matches are nothing to show. */
function* pieces(matcher: Matcher, text: readonly string[]): Generator<string> {
  for (let at = 0; at <= text.length;) {
    const match = matcher.find(text, at);
    if (match === null) return;
    if (match.to > match.from) yield text.slice(match.from, match.to).join('');
    at = Math.max(match.to, match.from + 1);
  }
}

class Search {
  readonly #matcher: Matcher;
  readonly #options: Options;
  readonly #context: Context;
  readonly #named: boolean;

  constructor(matcher: Matcher, options: Options, context: Context, named: boolean) {
    this.#matcher = matcher;
    this.#options = options;
    this.#context = context;
    this.#named = named;
  }

  /** Searches one input; returns how many lines were selected. */
  async run({ name, source }: Input): Promise<number> {
    const title = this.#named ? `${name === '-' ? '(standard input)' : name}:` : '';
    let number = 0;
    let selected = 0;
    for await (const line of readLines(source)) {
      number += 1;
      const text = Array.from(fromUtf8(line).replace(/\n$/, ''));
      if (this.#matcher.matches(text) === this.#options.has('invert')) continue;
      selected += 1;
      if (this.#options.has('quiet')) return selected;
      if (this.#options.has('count')) continue;
      await this.#print(title + (this.#options.has('number') ? `${String(number)}:` : ''), line, text);
    }
    if (this.#options.has('count') && !this.#options.has('quiet'))
      await writeText(this.#context.stdout, `${title}${String(selected)}\n`);
    return selected;
  }

  async #print(prefix: string, line: Uint8Array, text: readonly string[]): Promise<void> {
    const { stdout } = this.#context;
    if (this.#options.has('only')) {
      if (this.#options.has('invert')) return;
      for (const piece of pieces(this.#matcher, text)) await writeText(stdout, `${prefix}${piece}\n`);
      return;
    }
    const ending = utf8(line.at(-1) === 0x0a ? '' : '\n');
    await stdout.write(concat([utf8(prefix), line, ending]));
  }
}

export const grep = define({
  name: 'grep',
  operands: 'PATTERN [FILE]...',
  flags: {
    ignoreCase: { flags: ['-i', '--ignore-case'] },
    invert: { flags: ['-v', '--invert-match'] },
    number: { flags: ['-n', '--line-number'] },
    count: { flags: ['-c', '--count'] },
    extended: { flags: ['-E', '--extended-regexp'] },
    fixed: { flags: ['-F', '--fixed-strings'] },
    only: { flags: ['-o', '--only-matching'] },
    quiet: { flags: ['-q', '--quiet'] },
    pattern: { flags: ['-e', '--regexp'], value: 'PATTERN' },
  },
  manner: GNU,
  usageStatus: 2,
  async run(options, context) {
    const given = options.value('pattern');
    const pattern = given ?? options.operands[0];
    const names = given === null ? options.operands.slice(1) : options.operands;
    if (pattern === undefined) {
      await writeText(context.stderr, 'Usage: grep [OPTION]... PATTERNS [FILE]...\n');
      return 2;
    }
    const matcher = compile(pattern, options, context);
    if (typeof matcher === 'string') {
      await writeText(context.stderr, `grep: ${matcher}\n`);
      return 2;
    }
    const { inputs, missing } = await openInputs('grep', names, context);
    const search = new Search(matcher, options, context, names.length > 1);
    let selected = 0;
    for (const input of inputs) selected += await search.run(input);
    if (missing && !(options.has('quiet') && selected > 0)) return 2;
    return selected > 0 ? 0 : 1;
  },
});
