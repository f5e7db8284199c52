/** The texts of the inspector's modes for handshakes, HTTP, event streams and segments: fetched with the first of them. */
import { inspectorModesEn, type InspectorModesWords } from './inspector-modes.en.ts';
import { inspectorModesZh } from './inspector-modes.zh.ts';
import type { Locale } from './locale.ts';

export function inspectorModesCatalogue(locale: Locale): InspectorModesWords {
  return locale === 'zh' ? inspectorModesZh : inspectorModesEn;
}
