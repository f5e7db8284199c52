/** The texts of the pages around the lessons. Apart from the page's catalogue: they come with the first such page. */
import { home as en, type HomeWords } from './home.en.ts';
import { home as zh } from './home.zh.ts';
import type { Locale } from './locale.ts';

const CATALOGUES: Readonly<Record<Locale, HomeWords>> = { en, zh };

export function homeCatalogue(locale: Locale): HomeWords {
  return CATALOGUES[locale];
}
