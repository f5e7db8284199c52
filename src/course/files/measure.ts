/** How long a text is in its language: words in English, characters in Chinese. */
import type { Locale } from '#words/locale.ts';
import { plainText, type Block } from '../prose.ts';

const WIDE = /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u3000-\u303F\u2018-\u201D\u2026]/;

/** Characters, of which narrow ones (letters, digits) count half and white space nothing. */
export function charactersIn(text: string): number {
  let count = 0;
  for (const character of text.replace(/\s+/g, '')) count += WIDE.test(character) ? 1 : 0.5;
  return Math.ceil(count);
}

export function lengthOf(blocks: readonly Block[], locale: Locale): number {
  const text = plainText(blocks);
  return locale === 'zh' ? charactersIn(text) : text.split(/\s+/).filter((word) => word !== '').length;
}

/** What a step may say at once, options and requirements included: it stands in a column of 288 px beside the stage. */
export const MAX_STEP: Readonly<Record<Locale, number>> = { en: 90, zh: 170 };

/** What one hint or feedback may say: it comes below. */
export const MAX_FEEDBACK: Readonly<Record<Locale, number>> = { en: 45, zh: 85 };

/** The longest option must not give itself away: at most so many times the shortest. */
export const MAX_OPTION_RATIO = 2;

export const UNIT: Readonly<Record<Locale, string>> = { en: 'words', zh: 'characters' };
