/** Lessons from the learner's own disk, for as long as the page is open. They are data, like those of the course. */
import type { Glossary, Lesson, LessonId } from '#course/model.ts';
import type { Locale } from '#words/locale.ts';

const PREFIX = 'outside-';

export interface OutsideLesson {
  readonly lesson: Lesson;
  readonly glossary: Glossary;
}

const lessons = new Map<LessonId, OutsideLesson>();

/** Whether an id is of such a lesson, be it open or gone with an earlier page. */
export function isOutside(id: LessonId): boolean {
  return id.startsWith(PREFIX);
}

/** Keeps a lesson, under an id that no lesson of the course has and a title that says where it is from. */
export function putOutside(
  lesson: Lesson,
  glossary: Glossary,
  mark: Readonly<Record<Locale, string>>,
): LessonId {
  const id = `${PREFIX}${lesson.id}`;
  const { en, zh } = lesson.prose;
  const prose = {
    en: { ...en, title: `${en.title} (${mark.en})` },
    zh: { ...zh, title: `${zh.title}（${mark.zh}）` },
  };
  lessons.set(id, { lesson: { ...lesson, id, prose }, glossary });
  return id;
}

export function outsideLesson(id: LessonId): OutsideLesson | null {
  return lessons.get(id) ?? null;
}
