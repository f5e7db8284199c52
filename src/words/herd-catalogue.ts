/** The texts of the herd. Apart from the page's catalogue: they come with its page, or with its lesson. */
import { herd as en, type HerdWords } from './herd.en.ts';
import { herd as zh } from './herd.zh.ts';
import type { Locale } from './locale.ts';

const CATALOGUES: Readonly<Record<Locale, HerdWords>> = { en, zh };

export function herdCatalogue(locale: Locale): HerdWords {
  return CATALOGUES[locale];
}
