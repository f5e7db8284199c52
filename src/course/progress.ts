/**
 * How far a learner has got. Kept in the browser, taken along as a file: versioned JSON. Merging keeps whatever either
 * side has, so that importing an old file loses nothing.
 */
import { err, ok, type Result } from '#base/result.ts';
import type { LessonId, StepId } from './model.ts';

/** Version of the format. A file of a later one is refused: it may say what we can't keep. */
export const PROGRESS_VERSION = 1;
const FORMAT = 'pushpull-progress';

export interface LessonProgress {
  /** Where to go on; null before the first step. */
  readonly at: StepId | null;
  /** In the order in which they were done. */
  readonly done: readonly StepId[];
  /** By predict step: the option that was locked first. It is kept, right or wrong: that is what a prediction is. */
  readonly predictions: Readonly<Record<StepId, string>>;
}

export type Progress = ReadonlyMap<LessonId, LessonProgress>;

export const NO_PROGRESS: Progress = new Map();
export const NOT_STARTED: LessonProgress = { at: null, done: [], predictions: {} };

export function progressOf(progress: Progress, lesson: LessonId): LessonProgress {
  return progress.get(lesson) ?? NOT_STARTED;
}

/** The learner came to a step. */
export function reach(progress: Progress, lesson: LessonId, step: StepId): Progress {
  return new Map([...progress, [lesson, { ...progressOf(progress, lesson), at: step }]]);
}

/** The learner did what a step asks for. */
export function complete(progress: Progress, lesson: LessonId, step: StepId): Progress {
  const of = progressOf(progress, lesson);
  if (of.done.includes(step)) return progress;
  return new Map([...progress, [lesson, { ...of, done: [...of.done, step] }]]);
}

/** The learner locked an answer. The first one stands. */
export function predict(progress: Progress, lesson: LessonId, step: StepId, option: string): Progress {
  const of = progressOf(progress, lesson);
  if (Object.hasOwn(of.predictions, step)) return progress;
  return new Map([...progress, [lesson, { ...of, predictions: { ...of.predictions, [step]: option } }]]);
}

/** Everything that either has. Where they differ about the place, or a prediction, `ours` stands. */
export function merge(ours: Progress, theirs: Progress): Progress {
  const merged = new Map(ours);
  for (const [lesson, other] of theirs) {
    const mine = progressOf(ours, lesson);
    merged.set(lesson, {
      at: mine.at ?? other.at,
      done: [...mine.done, ...other.done.filter((step) => !mine.done.includes(step))],
      predictions: { ...other.predictions, ...mine.predictions },
    });
  }
  return merged;
}

/** The progress as a file. */
export function serialise(progress: Progress): string {
  const lessons = Object.fromEntries(progress);
  return `${JSON.stringify({ format: FORMAT, version: PROGRESS_VERSION, lessons }, null, 2)}\n`;
}

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with a file of progress. `detail` is the part that is meant: a version, or a place in the file. */
export interface ProgressError {
  readonly code: 'no-json' | 'other-format' | 'newer' | 'broken';
  readonly detail: string;
}

/** Reads a file of progress. Lessons and steps that this course doesn't have are kept: a later one may have them. */
export function parseProgress(text: string): Result<Progress, ProgressError> {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return err({ code: 'no-json', detail: error instanceof Error ? error.message : String(error) });
  }
  if (!isPlain(file) || file['format'] !== FORMAT) return err({ code: 'other-format', detail: FORMAT });
  const { version, lessons } = file;
  if (typeof version === 'number' && version > PROGRESS_VERSION)
    return err({ code: 'newer', detail: `${String(version)} > ${String(PROGRESS_VERSION)}` });
  if (version !== PROGRESS_VERSION) return err({ code: 'broken', detail: 'version' });
  if (!isPlain(lessons)) return err({ code: 'broken', detail: 'lessons' });
  const progress = new Map<LessonId, LessonProgress>();
  for (const [id, lesson] of Object.entries(lessons)) {
    const read = parseLesson(lesson, `lessons.${id}`);
    if (!read.ok) return read;
    progress.set(id, read.value);
  }
  return ok(progress);
}

function parseLesson(value: unknown, path: string): Result<LessonProgress, ProgressError> {
  const broken = (key: string): Result<never, ProgressError> =>
    err({ code: 'broken', detail: key === '' ? path : `${path}.${key}` });
  if (!isPlain(value)) return broken('');
  const { at, done, predictions } = value;
  if (at !== null && typeof at !== 'string') return broken('at');
  if (!isTexts(done)) return broken('done');
  if (!isPlain(predictions) || !isTexts(Object.values(predictions))) return broken('predictions');
  return ok({ at, done: [...new Set(done)], predictions: predictions as Readonly<Record<string, string>> });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
