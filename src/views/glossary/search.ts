/** Which terms a query means, and in which order terms stand. */
import type { GlossaryTerm } from '#course/model.ts';
import { LOCALES, type Locale } from '#words/locale.ts';

/** Without case, accents, hyphens and the like: "Time-out" is found by "timeout". */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}

/** By their names in that language. */
export function inOrder(terms: readonly GlossaryTerm[], locale: Locale): GlossaryTerm[] {
  const collator = new Intl.Collator(locale === 'zh' ? 'zh-Hans-u-co-pinyin' : 'en', { sensitivity: 'base' });
  return [...terms].sort((a, b) => collator.compare(a.name[locale], b.name[locale]));
}

/** Terms that have the query in a name or a definition, in either language; first those that have it in a name. */
export function search(terms: readonly GlossaryTerm[], query: string): readonly GlossaryTerm[] {
  const wanted = bare(query);
  if (wanted === '') return terms;
  const has = (texts: GlossaryTerm['name']): boolean =>
    LOCALES.some((locale) => bare(texts[locale]).includes(wanted));
  const named = terms.filter((term) => has(term.name));
  return [...named, ...terms.filter((term) => !named.includes(term) && has(term.definition))];
}
