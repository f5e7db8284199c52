/** The verdict's texts: fetched with its panel, not with the page. */
import { catalogue, type Words } from './catalogue.ts';
import { verdictEn, type VerdictWords } from './verdict.en.ts';
import { verdictZh } from './verdict.zh.ts';

/** In the language of the page's texts. */
export function verdictCatalogue(words: Words): VerdictWords {
  return words === catalogue('zh') ? verdictZh : verdictEn;
}
