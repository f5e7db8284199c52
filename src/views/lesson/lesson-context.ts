/** What every part of a lesson's prose may need, at any depth. */
import { createContext } from 'svelte';
import type { Glossary } from '#course/model.ts';
import type { PointTarget } from '#course/points.ts';
import type { LessonWords } from '#words/lesson.en.ts';
import type { Locale } from '#words/locale.ts';

export interface LessonContext {
  readonly words: LessonWords;
  readonly locale: Locale;
  readonly glossary: Glossary;
  /** Lights something up on the page; null: nothing. */
  point(target: PointTarget | null): void;
  /** Goes to another step of the lesson. */
  goTo(step: string): void;
}

export const [getLesson, setLesson] = createContext<LessonContext>();
