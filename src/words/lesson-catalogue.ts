/** The texts of a lesson's frame. Apart from the page's catalogue: they come with the first lesson that is opened. */
import { lesson as en, type LessonWords } from './lesson.en.ts';
import { lesson as zh } from './lesson.zh.ts';
import type { Locale } from './locale.ts';

const CATALOGUES: Readonly<Record<Locale, LessonWords>> = { en, zh };

export function lessonCatalogue(locale: Locale): LessonWords {
  return CATALOGUES[locale];
}
