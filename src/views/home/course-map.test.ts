import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCourse } from '#course/files/load.ts';
import { complete, NO_PROGRESS, reach, type Progress } from '#course/progress.ts';
import { FIRST_LESSON } from '#state/first-lesson.ts';
import { catalogue } from '#words/catalogue.ts';
import { homeCatalogue } from '#words/home-catalogue.ts';
import { LOCALES } from '#words/locale.ts';
import { courseMap, nextLesson, type Row } from './course-map.ts';
import { PLAN } from './plan.ts';

const root = new URL('../../../lessons/', import.meta.url);
const files = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(yaml|md)$/.test(path))
    .map((path) => [path, readFileSync(new URL(path, root), 'utf8')]),
);
const known = loadCourse(files);
const empty = { course: { sections: [] }, lessons: new Map() };
const planned = new Set<string>(PLAN.flatMap(({ lessons }) => lessons.map(({ id }) => id)));
const startSteps = known.lessons.get(FIRST_LESSON)?.steps.map(({ id }) => id) ?? [];

function rowsOf(progress: Progress, of: typeof known | typeof empty = known): Row[] {
  return courseMap(of, progress, homeCatalogue('en'), 'en').flatMap(({ rows }) => rows);
}

function finished(ids: Iterable<string>): Progress {
  let progress = NO_PROGRESS;
  for (const id of ids)
    for (const step of known.lessons.get(id)?.steps ?? []) progress = complete(progress, id, step.id);
  return progress;
}

test('every lesson of the course is in the plan, under the same section', () => {
  for (const section of known.course.sections) {
    const plan = PLAN.find(({ id }) => id === section.id)?.lessons.map(({ id }): string => id) ?? [];
    for (const { id } of section.lessons) expect(plan, section.id).toContain(id);
  }
});

test('a lesson requires only such as stand before it', () => {
  const seen = new Set<string>();
  for (const row of rowsOf(NO_PROGRESS)) {
    for (const id of row.requires) expect(seen, row.id).toContain(id);
    seen.add(row.id);
  }
});

test('a lesson without files is planned, with a title and without minutes', () => {
  const rows = rowsOf(NO_PROGRESS, empty);
  expect(rows).toHaveLength(planned.size);
  for (const row of rows) {
    expect(row.state, row.id).toEqual({ kind: 'planned' });
    expect(row.title, row.id).not.toBe('');
    expect(row.minutes, row.id).toBeNull();
  }
});

test('rows are numbered from 0 through all sections', () => {
  expect(rowsOf(NO_PROGRESS).map(({ number }) => number)).toEqual([...rowsOf(NO_PROGRESS).keys()]);
});

test('a written lesson says its own title in each language, and its minutes', () => {
  for (const locale of LOCALES) {
    const rows = courseMap(known, NO_PROGRESS, homeCatalogue(locale), locale).flatMap((one) => one.rows);
    const row = rows.find(({ id }) => id === FIRST_LESSON);
    const lesson = known.lessons.get(FIRST_LESSON);
    expect(row?.title).toBe(lesson?.prose[locale].title);
    expect(row?.minutes).toBe(lesson?.minutes);
  }
});

test('progress shows as the step that was reached, and as done when every step is', () => {
  const stateOf = (progress: Progress) => rowsOf(progress).find(({ id }) => id === FIRST_LESSON)?.state;
  expect(stateOf(NO_PROGRESS)).toEqual({ kind: 'not-begun' });
  expect(stateOf(reach(NO_PROGRESS, FIRST_LESSON, startSteps[2] ?? ''))).toEqual({
    kind: 'begun',
    step: 3,
    of: startSteps.length,
  });
  expect(stateOf(finished([FIRST_LESSON]))).toEqual({ kind: 'done' });
});

test('a step that the lesson no longer has counts as its beginning', () => {
  const gone = complete(reach(NO_PROGRESS, FIRST_LESSON, 'gone'), FIRST_LESSON, startSteps[0] ?? '');
  expect(rowsOf(gone).find(({ id }) => id === FIRST_LESSON)?.state).toEqual({
    kind: 'begun',
    step: 1,
    of: startSteps.length,
  });
});

test('a newcomer begins with the start, then goes on in order, and first ends what was begun', () => {
  const next = (progress: Progress) => nextLesson(courseMap(known, progress, homeCatalogue('en'), 'en'))?.id;
  expect(next(NO_PROGRESS)).toBe(FIRST_LESSON);
  expect(next(reach(NO_PROGRESS, 'long-polling', 'x'))).toBe(FIRST_LESSON);
  const begun = known.lessons.get('long-polling')?.steps[1]?.id ?? '';
  expect(next(reach(NO_PROGRESS, 'long-polling', begun))).toBe('long-polling');
  expect(next(finished([FIRST_LESSON]))).toBe('layers');
  expect(next(finished(known.lessons.keys()))).toBeUndefined();
});

test('the first view promises the minutes that the first lesson has', () => {
  for (const locale of LOCALES) {
    const { start } = catalogue(locale);
    expect(start).toContain(String(known.lessons.get(FIRST_LESSON)?.minutes));
  }
});
