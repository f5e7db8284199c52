/** The rows of the course's map: what is planned, what is written, and how far the learner is. */
import type { Course, Lesson, LessonId } from '#course/model.ts';
import { progressOf, type Progress } from '#course/progress.ts';
import { FIRST_LESSON } from '#state/first-lesson.ts';
import type { Locale } from '#words/locale.ts';
import type { HomeWords } from '#words/home.en.ts';
import { PLAN, type PlannedSection } from './plan.ts';

export type RowState =
  | { readonly kind: 'planned' | 'not-begun' | 'done' }
  /** Steps are counted from 1. */
  | { readonly kind: 'begun'; readonly step: number; readonly of: number };

export interface Row {
  readonly id: LessonId;
  /** Its place in the course, from 0. */
  readonly number: number;
  readonly title: string;
  /** Null where it is not written yet. */
  readonly minutes: number | null;
  readonly state: RowState;
  /** Lessons to take before it. */
  readonly requires: readonly LessonId[];
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Known {
  readonly course: Course;
  readonly lessons: ReadonlyMap<LessonId, Lesson>;
}

/** How far the learner is in a written lesson. */
export function stateOf(lesson: Lesson, progress: Progress): RowState {
  const { at, done } = progressOf(progress, lesson.id);
  const of = lesson.steps.length;
  if (lesson.steps.every(({ id }) => done.includes(id))) return { kind: 'done' };
  const step = lesson.steps.findIndex(({ id }) => id === at) + 1;
  return step === 0 && done.length === 0
    ? { kind: 'not-begun' }
    : { kind: 'begun', step: Math.max(1, step), of };
}

/** The whole map: the plan's order; what the course has besides stands at the end of its section. */
export function courseMap(known: Known, progress: Progress, words: HomeWords, locale: Locale): Section[] {
  const planned = new Set<string>(PLAN.flatMap(({ lessons }) => lessons.map(({ id }) => id)));
  const entries = new Map(
    known.course.sections.flatMap(({ lessons }) => lessons.map((one) => [one.id, one])),
  );
  let number = 0;
  const row = (id: LessonId, title: string, requires: readonly LessonId[]): Row => {
    const lesson = known.lessons.get(id);
    return {
      id,
      number: number++,
      title: lesson?.prose[locale].title ?? title,
      minutes: lesson?.minutes ?? null,
      state: lesson ? stateOf(lesson, progress) : { kind: 'planned' },
      requires: entries.get(id)?.requires ?? requires,
    };
  };
  const section = ({ id, lessons }: PlannedSection): Section => {
    const written = known.course.sections.find((one) => one.id === id);
    const further = written?.lessons.filter((one) => !planned.has(one.id)) ?? [];
    return {
      id,
      title: written?.title[locale] ?? words.sections[id],
      rows: [
        ...lessons.map((one) => row(one.id, words.planned[one.id], one.requires)),
        ...further.map((one) => row(one.id, one.id, one.requires)),
      ],
    };
  };
  const sections = PLAN.map(section);
  const strangers = known.course.sections.filter(({ id }) => !PLAN.some((one) => one.id === id));
  for (const { id, title, lessons } of strangers) {
    const rows = lessons
      .filter((one) => !planned.has(one.id))
      .map((one) => row(one.id, one.id, one.requires));
    if (rows.length > 0) sections.push({ id, title: title[locale], rows });
  }
  return sections;
}

/** What to do next: go on with what was begun, else the start, else the first that is ready; null when all is done. */
export function nextLesson(sections: readonly Section[]): Row | null {
  const rows = sections.flatMap((section) => section.rows);
  const open = rows.filter(({ state }) => state.kind === 'not-begun' || state.kind === 'begun');
  const begun = open.find(({ state }) => state.kind === 'begun');
  if (begun) return begun;
  const done = new Set(rows.filter(({ state }) => state.kind === 'done').map(({ id }) => id));
  const start = done.size === 0 ? open.find(({ id }) => id === FIRST_LESSON) : undefined;
  return start ?? open.find(({ requires }) => requires.every((id) => done.has(id))) ?? open[0] ?? null;
}
