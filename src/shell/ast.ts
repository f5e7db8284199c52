/** What a line means: the part of the shell's language (POSIX.1-2024, XCU chapter 2) that the terminal runs. */

/** A piece of a word. What is quoted is never split at white space. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'output'; readonly script: Script; readonly quoted: boolean };

export type Word = readonly Part[];

/** `<`, `>`, `>>` with a file, or `2>&1`: the one stream goes where the other goes. */
export type Redirect =
  | { readonly kind: 'read'; readonly from: Word }
  | { readonly kind: 'write'; readonly stream: 1 | 2; readonly append: boolean; readonly to: Word }
  | { readonly kind: 'join'; readonly stream: 1 | 2; readonly with: 1 | 2 };

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export interface SimpleCommand {
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

export interface Pipeline {
  /** `! command`: the exit status is turned around. */
  readonly negated: boolean;
  readonly commands: readonly SimpleCommand[];
}

export interface Chain {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export interface Statement {
  readonly chain: Chain;
  /** Ended by `&`. */
  readonly background: boolean;
  /** The statement as it was typed, for `jobs`. */
  readonly text: string;
}

export type Script = readonly Statement[];
