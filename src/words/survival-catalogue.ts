/** Texts of the panel in which clients survive a weak network: fetched with it, not with the page. */
import { catalogue, type Words } from './catalogue.ts';
import { survivalEn, type SurvivalWords } from './survival.en.ts';
import { survivalZh } from './survival.zh.ts';

/** In the language of the page's texts. */
export function survivalCatalogue(words: Words): SurvivalWords {
  return words === catalogue('zh') ? survivalZh : survivalEn;
}
