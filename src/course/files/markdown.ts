/**
 * A small, safe subset of Markdown as typed nodes: paragraphs, lists, emphasis, code, and links into the lesson, the
 * glossary and the page. Everything else is reported, with the place and the remedy. The lexer makes no HTML.
 */
import { lexer, type Token, type Tokens } from 'marked';
import { suggest } from './nearest.ts';
import type { Report, Rule } from './problem.ts';
import type { Block, Inline } from '../prose.ts';
import type { PointTarget } from '../points.ts';

/** A piece of a Markdown file: its tokens, and where they begin. */
export interface Piece {
  readonly token: Token;
  /** Offset of the token's first character. */
  readonly at: number;
}

/** What links may lead to, here. */
export interface LinkTargets {
  readonly terms: readonly string[];
  readonly steps: readonly string[];
  readonly points: ReadonlyMap<string, PointTarget>;
  /** Whether external pages may be linked. */
  readonly external: boolean;
}

/** A heading and what follows it, up to the next heading. */
export interface MarkdownSection {
  readonly depth: number;
  readonly heading: string;
  readonly at: number;
  readonly body: readonly Piece[];
}

/** A list item with an id: `- id: text`, and below it `> feedback`. */
export interface IdLine {
  readonly id: string;
  readonly at: number;
  readonly text: readonly Block[];
  readonly feedback: readonly Block[];
}

export class MarkdownFile {
  readonly file: string;
  readonly sections: readonly MarkdownSection[];
  readonly #text: string;
  readonly #report: Report;

  constructor(file: string, text: string, report: Report) {
    this.file = file;
    // The lexer does the same: offsets are those of its text.
    this.#text = text.replace(/^\uFEFF/, '').replace(/\r\n|\r/g, '\n');
    this.#report = report;
    this.sections = this.#split();
  }

  /** Reports a problem at an offset of the text. */
  problem(at: number, message: string, rule: Rule = 'schema'): void {
    const before = this.#text.slice(0, at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    this.#report({ rule, file: this.file, line, column: at - lineStart + 1, message });
  }

  /** Reports a problem with a text, which stands behind `from`. */
  problemIn(text: string, from: number, message: string, rule: Rule): void {
    this.problem(this.#find(text, from), message, rule);
  }

  /** The blocks of these pieces. */
  blocks(pieces: readonly Piece[], targets: LinkTargets): Block[] {
    return pieces.flatMap(({ token, at }) => this.#block(token, at, targets));
  }

  /** Splits off the lists with ids from the rest. */
  idLines(
    pieces: readonly Piece[],
    targets: LinkTargets,
  ): { readonly lines: IdLine[]; readonly rest: Piece[] } {
    const lines: IdLine[] = [];
    const rest: Piece[] = [];
    for (const piece of pieces) {
      const items = piece.token.type === 'list' ? (piece.token as Tokens.List).items : [];
      if (items.length === 0 || !items.every((item) => ID_LINE.test(item.text))) {
        rest.push(piece);
        continue;
      }
      let at = piece.at;
      for (const item of items) {
        at = this.#find(item.raw.trimEnd().split('\n')[0] ?? '', at);
        lines.push(this.#idLine(item, at, targets));
        at += 1;
      }
    }
    return { lines, rest };
  }

  #split(): MarkdownSection[] {
    const sections: { depth: number; heading: string; at: number; body: Piece[] }[] = [];
    let stray: number | null = null;
    let at = 0;
    for (const token of lexer(this.#text)) {
      if (token.type === 'heading' && (token as Tokens.Heading).depth <= 2) {
        const { depth, text } = token as Tokens.Heading;
        sections.push({ depth, heading: text, at, body: [] });
      } else if (token.type !== 'space') {
        if (sections.length === 0) stray ??= at;
        sections.at(-1)?.body.push({ token, at });
      }
      at += token.raw.length;
    }
    // Without a title the text before is the lesser fault.
    if (stray !== null && sections[0]?.depth === 1)
      this.problem(stray, 'text before the title. Begin the file with "# " and the title.');
    return sections;
  }

  #idLine(item: Tokens.ListItem, at: number, targets: LinkTargets): IdLine {
    const [, name = ''] = ID_LINE.exec(item.text) ?? [];
    const pieces = this.#pieces(item.tokens, at);
    const quotes = pieces.filter(({ token }) => token.type === 'blockquote');
    const blocks = this.blocks(
      pieces.filter((piece) => !quotes.includes(piece)),
      targets,
    );
    const feedback = quotes.flatMap((quote) =>
      this.blocks(this.#pieces((quote.token as Tokens.Blockquote).tokens, quote.at), targets),
    );
    return { id: name, at, text: withoutId(blocks), feedback };
  }

  /** Where `raw` stands from `from` on; `from` itself when it can't be found (it is indented differently). */
  #find(raw: string, from: number): number {
    const found = raw === '' ? -1 : this.#text.indexOf(raw.split('\n')[0] ?? '', from);
    return found < 0 ? from : found;
  }

  #pieces(tokens: readonly Token[], from: number): Piece[] {
    let at = from;
    return tokens.map((token) => {
      at = this.#find(token.raw.trim(), at);
      return { token, at };
    });
  }

  #block(token: Token, at: number, targets: LinkTargets): Block[] {
    switch (token.type) {
      case 'space':
        return [];
      case 'paragraph':
      case 'text': {
        const { tokens } = token as Tokens.Paragraph;
        return [{ kind: 'paragraph', children: this.#inlines(tokens, at, targets) }];
      }
      case 'list': {
        const { ordered, items } = token as Tokens.List;
        const pieces = this.#pieces(items, at);
        const read = pieces.map(({ token: item, at: from }) =>
          this.blocks(this.#pieces((item as Tokens.ListItem).tokens, from), targets),
        );
        return [{ kind: 'list', ordered, items: read }];
      }
      case 'code':
        return [{ kind: 'code-block', text: (token as Tokens.Code).text }];
      case 'heading':
        this.problem(
          at,
          'a heading of this depth has no meaning. Headings are "# title" and "## step-id: title".',
        );
        return [];
      default:
        this.problem(
          at,
          `${NAMES[token.type] ?? `Markdown's "${token.type}"`} can't be used here. ${ALLOWED}`,
        );
        return [];
    }
  }

  #inlines(tokens: readonly Token[], from: number, targets: LinkTargets): Inline[] {
    return this.#pieces(tokens, from).flatMap(({ token, at }) => this.#inline(token, at, targets));
  }

  #inline(token: Token, at: number, targets: LinkTargets): Inline[] {
    switch (token.type) {
      case 'text':
      case 'escape':
        return [{ kind: 'text', text: this.#plain((token as Tokens.Text).text, at, token.type) }];
      case 'codespan':
        return [{ kind: 'code', text: (token as Tokens.Codespan).text }];
      case 'em':
      case 'strong': {
        const children = this.#inlines((token as Tokens.Em).tokens, at, targets);
        return [{ kind: token.type === 'em' ? 'emphasis' : 'strong', children }];
      }
      case 'link':
        return [this.#link(token as Tokens.Link, at, targets)];
      default:
        this.problem(
          at,
          `${NAMES[token.type] ?? `Markdown's "${token.type}"`} can't be used here. ${ALLOWED}`,
        );
        return [];
    }
  }

  #plain(text: string, at: number, type: 'text' | 'escape'): string {
    if (type === 'text' && /\*\*|\]\(/.test(text))
      this.problem(
        at,
        'this markup is not closed, or stands too close to punctuation. Mend it or move the marks.',
      );
    return text.replaceAll('\n', ' ');
  }

  #link({ href, text, tokens }: Tokens.Link, at: number, targets: LinkTargets): Inline {
    const children = this.#inlines(tokens, at, targets);
    const plain: Inline = { kind: 'text', text };
    const colon = href.indexOf(':');
    const [scheme, name] = [href.slice(0, colon), href.slice(colon + 1)];
    switch (scheme) {
      case 'term':
        if (targets.terms.includes(name)) return { kind: 'term', term: name, children };
        this.problem(
          at,
          `the glossary has no term "${name}". ${suggest(name, targets.terms)} Or add it to lessons/glossary.yaml.`,
          'references',
        );
        return plain;
      case 'point': {
        const target = targets.points.get(name);
        if (target) return { kind: 'point', target, children };
        const valid = [...targets.points.keys()];
        this.problem(
          at,
          `nothing to point at is called "${name}" in this step. ${suggest(name, valid)}`,
          'references',
        );
        return plain;
      }
      case 'step':
        if (targets.steps.includes(name)) return { kind: 'step', step: name, children };
        this.problem(at, `the lesson has no step "${name}". ${suggest(name, targets.steps)}`, 'references');
        return plain;
      case 'https':
        if (targets.external) return { kind: 'link', href, children };
        this.problem(
          at,
          'external pages can be linked only under "## sources". Move the link there.',
          'references',
        );
        return plain;
      default:
        this.problem(at, `"${href}" leads nowhere. ${LINKS}`, 'references');
        return plain;
    }
  }
}

/** `id: text` at the start of a list item. */
const ID_LINE = /^([a-z][a-z0-9-]*)[:：]\s*/;

const ALLOWED = 'There are paragraphs, lists, *emphasis*, **strong**, `code`, code blocks and links.';
const LINKS = 'Links are term:…, point:…, step:…, and https://… under "## sources".';
const NAMES: Readonly<Record<string, string>> = {
  html: 'HTML',
  image: 'an image',
  table: 'a table',
  hr: 'a rule',
  blockquote: 'a quotation outside of "- id: text"',
  br: 'a hard line break',
  del: 'struck-through text',
  url: 'a bare address',
  checkbox: 'a check box',
};

/** The blocks without the id that begins the first one. */
function withoutId([first, ...more]: readonly Block[]): readonly Block[] {
  if (first?.kind !== 'paragraph') return more;
  const [text, ...rest] = first.children;
  if (text?.kind !== 'text') return [first, ...more];
  const children: Inline[] = [{ kind: 'text', text: text.text.replace(ID_LINE, '') }, ...rest];
  return [{ kind: 'paragraph', children }, ...more];
}
