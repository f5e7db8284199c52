/** From words as typed to the arguments that a command gets. */
import type { Script, Word } from './ast.ts';

export interface Expander {
  variable(name: string): string;
  /** What the commands print, without the line feeds at its end. */
  output(script: Script): Promise<string>;
}

async function pieces(
  word: Word,
  expander: Expander,
): Promise<{ text: string; quoted: boolean; made: boolean }[]> {
  const found = [];
  for (const part of word) {
    if (part.kind === 'text') found.push({ text: part.text, quoted: part.quoted, made: false });
    else {
      const text =
        part.kind === 'variable' ? expander.variable(part.name) : await expander.output(part.script);
      found.push({ text, quoted: part.quoted, made: true });
    }
  }
  return found;
}

/** A word that stays one: the value of a variable, the name of a file. */
export async function expandOne(word: Word, expander: Expander): Promise<string> {
  return (await pieces(word, expander)).map(({ text }) => text).join('');
}

/** What `$NAME` and `$(…)` bring outside quotes is split at white space; it may become no argument at all. */
async function expandSplit(word: Word, expander: Expander): Promise<string[]> {
  const fields: string[] = [];
  let open: string | null = null;
  for (const { text, quoted, made } of await pieces(word, expander)) {
    if (quoted || !made) {
      // An unquoted empty text stands for nothing; a quoted one is an argument.
      if (quoted || text !== '') open = (open ?? '') + text;
      continue;
    }
    const fragments = text.split(/[ \t\n]+/);
    for (const [i, fragment] of fragments.entries()) {
      if (i > 0 && open !== null) {
        fields.push(open);
        open = null;
      }
      if (fragment !== '') open = (open ?? '') + fragment;
    }
  }
  if (open !== null) fields.push(open);
  return fields;
}

export async function expandAll(words: readonly Word[], expander: Expander): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) fields.push(...(await expandSplit(word, expander)));
  return fields;
}
