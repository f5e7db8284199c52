/** How far the learner is in each lesson, kept in this browser and nowhere else. */
import { ok, type Result } from '#base/result.ts';
import {
  complete,
  merge,
  NO_PROGRESS,
  parseProgress,
  predict,
  reach,
  serialise,
  type Progress,
  type ProgressError,
} from '#course/progress.ts';

const KEY = 'pushpull.progress';

function stored(): Progress {
  try {
    const text = localStorage.getItem(KEY);
    const read = text === null ? ok(NO_PROGRESS) : parseProgress(text);
    return read.ok ? read.value : NO_PROGRESS;
  } catch {
    return NO_PROGRESS; // Storage is forbidden: progress lasts as long as the page.
  }
}

export class ProgressStore {
  #value: Progress = $state.raw(stored());

  get value(): Progress {
    return this.#value;
  }

  /** The learner came to a step. */
  reach(lesson: string, step: string): void {
    this.#change((progress) => reach(progress, lesson, step));
  }

  /** The learner did a step; with a prediction, what it was. */
  complete(lesson: string, step: string, prediction: string | null): void {
    this.#change((progress) => {
      const done = complete(progress, lesson, step);
      return prediction === null ? done : predict(done, lesson, step, prediction);
    });
  }

  /** The progress as the text of a file. */
  export(): string {
    return serialise(this.#value);
  }

  /** Adds what a file has; nothing is lost. */
  import(text: string): Result<Progress, ProgressError> {
    const read = parseProgress(text);
    if (read.ok) this.#change((progress) => merge(progress, read.value));
    return read;
  }

  /** Another tab may have gone on meanwhile: what it kept is kept. */
  #change(change: (progress: Progress) => Progress): void {
    this.#value = change(merge(this.#value, stored()));
    try {
      localStorage.setItem(KEY, serialise(this.#value));
    } catch {
      // Storage is forbidden or full: progress lasts as long as the page.
    }
  }
}
