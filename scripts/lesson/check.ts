/** The tests of lessons, in the order of the course. */
import { lessonIds, loadCourse, type Files } from '#course/files/load.ts';
import { formatProblem } from '#course/files/problem.ts';
import { verifyFiles, verifySteps, type Finding } from '#course/verify/verify.ts';

/** Tests the lessons with these ids; none: all. What all lessons share is tested in any case. */
export async function* checkLessons(files: Files, asked: readonly string[]): AsyncGenerator<Finding> {
  const { course, lessons, problems } = loadCourse(files);
  const shared = problems.filter(({ file }) => !file.includes('/'));
  yield {
    lesson: 'course',
    step: null,
    what: 'course and glossary valid',
    passed: shared.length === 0,
    details: shared.map(formatProblem),
  };
  const inOrder = course.sections.flatMap((section) => section.lessons.map(({ id }) => id));
  const there = lessonIds(files);
  const all = new Set([...inOrder.filter((id) => there.includes(id)), ...there]);
  for (const id of all) {
    if (asked.length > 0 && !asked.includes(id)) continue;
    yield* verifyFiles(
      id,
      problems.filter(({ file }) => file.startsWith(`${id}/`)),
    );
    const lesson = lessons.get(id);
    if (lesson) yield* verifySteps(lesson);
  }
}
