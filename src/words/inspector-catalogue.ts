/** The inspector's texts of one language: fetched with it, not with the page. */
import { inspectorEn, type InspectorWords } from './inspector.en.ts';
import { inspectorZh } from './inspector.zh.ts';
import type { Locale } from './locale.ts';

export function inspectorCatalogue(locale: Locale): InspectorWords {
  return locale === 'zh' ? inspectorZh : inspectorEn;
}
