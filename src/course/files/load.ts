/**
 * Lessons from their files. Pure: takes a map of paths and texts, whether they come from the disk, the page's bundle or
 * a dropped folder. Paths begin behind `lessons/`: 'course.yaml', 'glossary.yaml', 'polling/lesson.yaml'.
 */
import * as v from 'valibot';
import { LOCALES, type Locale } from '#words/locale.ts';
import type {
  Course,
  CourseEntry,
  CourseSection,
  Glossary,
  GlossaryTerm,
  Lesson,
  LessonId,
} from '../model.ts';
import { MarkdownFile } from './markdown.ts';
import { suggest } from './nearest.ts';
import { isFatal, sortProblems, type Problem, type Report } from './problem.ts';
import { readNearMisses, readSolution } from './read-attempts.ts';
import { readProse } from './read-prose.ts';
import { readLogic, type LessonLogic } from './read-steps.ts';
import { YamlSource } from './source.ts';
import { bilingual, id, isId, ID_RULE } from './values.ts';

/** Texts of files by their paths. */
export type Files = ReadonlyMap<string, string>;

export const COURSE_FILE = 'course.yaml';
export const GLOSSARY_FILE = 'glossary.yaml';
const LESSON_FILE = 'lesson.yaml';

export interface LoadedLesson {
  /** Null when a problem is fatal. */
  readonly lesson: Lesson | null;
  readonly problems: readonly Problem[];
}

export interface LoadedCourse {
  /** The lessons that could be read, in the order of the course. */
  readonly course: Course;
  readonly lessons: ReadonlyMap<LessonId, Lesson>;
  readonly glossary: Glossary;
  /** Of all files, by file and place. */
  readonly problems: readonly Problem[];
}

/** A file at the root: what is missing is reported in the file itself. */
function sourceOf(files: Files, file: string, report: Report): YamlSource {
  const text = files.get(file);
  if (text === undefined)
    report({ rule: 'schema', file, line: 1, column: 1, message: 'this file is missing. Add it.' });
  return new YamlSource(file, text ?? '{}', report);
}

export function loadGlossary(files: Files, report: Report): Glossary {
  const source = sourceOf(files, GLOSSARY_FILE, report);
  const glossary = new Map<string, GlossaryTerm>();
  if (!files.has(GLOSSARY_FILE)) return glossary;
  for (const i of source.indices([], 'the glossary')) {
    const read = source.object([i], 'a term', { id, name: bilingual, definition: bilingual });
    if (!read) continue;
    if (glossary.has(read.id)) source.problem([i, 'id'], `there are two terms "${read.id}". Remove one.`);
    glossary.set(read.id, read);
  }
  return glossary;
}

/** Ids of the lessons whose folders are among the files. */
export function lessonIds(files: Files): LessonId[] {
  return [...files.keys()]
    .filter((path) => path.endsWith(`/${LESSON_FILE}`))
    .map((path) => path.slice(0, -LESSON_FILE.length - 1));
}

/** Reads one lesson. */
export function loadLesson(files: Files, lessonId: LessonId, glossary: Glossary): LoadedLesson {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const path = (name: string): string => `${lessonId}/${name}`;
  if (!isId(lessonId)) {
    const message = `the folder's name "${lessonId}" is no id. Write ${ID_RULE}.`;
    report({ rule: 'schema', file: path(LESSON_FILE), line: 1, column: 1, message });
  }
  const source = sourceOf(files, path(LESSON_FILE), report);
  // Of what is no YAML nothing can be said.
  if (source.root === undefined) return { lesson: null, problems: sortProblems(problems) };
  const logic = readLogic(source);
  // Only lessons with something to attempt have these files.
  const optional = (name: string): YamlSource =>
    new YamlSource(path(name), files.get(path(name)) ?? '', report);
  const lesson = {
    id: lessonId,
    minutes: logic.minutes,
    steps: logic.steps,
    prose: readAllProse(files, lessonId, logic, glossary, report),
    solution: readSolution(optional('solution.yaml'), logic),
    nearMisses: readNearMisses(optional('near-miss.yaml'), logic),
  };
  return { lesson: problems.some(isFatal) ? null : lesson, problems: sortProblems(problems) };
}

function readAllProse(
  files: Files,
  lessonId: LessonId,
  { steps, broken }: LessonLogic,
  glossary: Glossary,
  report: Report,
): Lesson['prose'] {
  const terms = [...glossary.keys()];
  const entries = LOCALES.map((locale: Locale) => {
    const file = `${lessonId}/${locale}.md`;
    const text = files.get(file);
    if (text === undefined) {
      const message = `this file is missing. Add it, with the lesson's words in ${NAMES[locale]}.`;
      report({ rule: 'ids', file, line: 1, column: 1, message });
    }
    // A missing file is one problem, not one for each step.
    const quiet: Report = () => undefined;
    const markdown = new MarkdownFile(file, text ?? '', text === undefined ? quiet : report);
    return [locale, readProse(markdown, { steps, broken, terms, locale })] as const;
  });
  return Object.fromEntries(entries) as Record<Locale, (typeof entries)[number][1]>;
}

const NAMES: Readonly<Record<Locale, string>> = { en: 'English', zh: 'Chinese' };

/** Reads the whole course. A lesson with a fatal problem is left out; the others can be used. */
export function loadCourse(files: Files): LoadedCourse {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const glossary = loadGlossary(files, report);
  const ids = lessonIds(files);
  const lessons = new Map<LessonId, Lesson>();
  const course = readCourse(sourceOf(files, COURSE_FILE, report), ids);
  for (const lessonId of ids) {
    const loaded = loadLesson(files, lessonId, glossary);
    problems.push(...loaded.problems);
    if (loaded.lesson) lessons.set(lessonId, loaded.lesson);
  }
  return { course, lessons, glossary, problems: sortProblems(problems) };
}

/** Reads course.yaml, which must name every lesson once, each after those that it requires. */
function readCourse(source: YamlSource, ids: readonly LessonId[]): Course {
  const seen: LessonId[] = [];
  const sections: CourseSection[] = [];
  const read = source.object([], 'the course', { sections: v.unknown() });
  for (const i of read ? source.indices(['sections'], 'the sections') : []) {
    const section = source.object(['sections', i], 'a section', {
      id,
      title: bilingual,
      lessons: v.unknown(),
    });
    if (!section) continue;
    const lessons = source
      .indices(['sections', i, 'lessons'], 'the lessons')
      .map((j) => readEntry(source, ['sections', i, 'lessons', j], ids, seen))
      .filter((entry) => entry !== null);
    sections.push({ id: section.id, title: section.title, lessons });
  }
  for (const lessonId of ids)
    if (!seen.includes(lessonId))
      source.problem(
        [],
        `the lesson "${lessonId}" is not in the course. Add it to a section's lessons.`,
        'references',
      );
  return { sections };
}

function readEntry(
  source: YamlSource,
  path: readonly (string | number)[],
  ids: readonly LessonId[],
  seen: LessonId[],
): CourseEntry | null {
  const requires = v.optional(v.array(id, 'must be a list of ids.'));
  const entry = source.object(path, 'a lesson', { id, requires });
  if (!entry) return null;
  if (!ids.includes(entry.id))
    source.problem(
      [...path, 'id'],
      `there is no folder lessons/${entry.id}. ${suggest(entry.id, ids)}`,
      'references',
    );
  if (seen.includes(entry.id)) source.problem([...path, 'id'], `"${entry.id}" stands twice. Remove one.`);
  for (const [i, required] of (entry.requires ?? []).entries())
    if (!seen.includes(required))
      source.problem(
        [...path, 'requires', i],
        `"${required}" doesn't stand before "${entry.id}". ${suggest(required, seen)}`,
        'references',
      );
  seen.push(entry.id);
  return { id: entry.id, requires: entry.requires ?? [] };
}
