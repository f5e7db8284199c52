/** The texts of the terminal. Apart from the page's catalogue: they come with the terminal. */
import type { Locale } from './locale.ts';
import { terminalEn, type TerminalWords } from './terminal.en.ts';
import { terminalZh } from './terminal.zh.ts';

const CATALOGUES: Readonly<Record<Locale, TerminalWords>> = { en: terminalEn, zh: terminalZh };

export function terminalCatalogue(locale: Locale): TerminalWords {
  return CATALOGUES[locale];
}
