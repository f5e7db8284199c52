/** Which lesson comes after another in the order of the course. */
import type { Course, Lesson, LessonId } from '#course/model.ts';

/** The next lesson that is written; null after the last one, and for a lesson from outside. */
export function lessonAfter(
  id: LessonId,
  { course, lessons }: { readonly course: Course; readonly lessons: ReadonlyMap<LessonId, Lesson> },
): Lesson | null {
  const ids = course.sections.flatMap((section) => section.lessons.map((entry) => entry.id));
  const at = ids.indexOf(id);
  const next = at < 0 ? undefined : ids.slice(at + 1).find((later) => lessons.has(later));
  return next === undefined ? null : (lessons.get(next) ?? null);
}
