/** The log's texts: fetched with it, not with the page. */
import { catalogue, type Words } from './catalogue.ts';
import { logEn, type LogWords } from './log.en.ts';
import { logZh } from './log.zh.ts';

/** In the language of the page's texts. */
export function logCatalogue(words: Words): LogWords {
  return words === catalogue('zh') ? logZh : logEn;
}
