/** All texts of one language. */
import { en, type ShellWords } from './en.ts';
import type { Locale } from './locale.ts';
import { zh } from './zh.ts';

export type Words = ShellWords;

const CATALOGUES: Readonly<Record<Locale, Words>> = { en, zh };

export function catalogue(locale: Locale): Words {
  return CATALOGUES[locale];
}
