/** Opens lessons: fetches the files, has them read, and keeps the one that is being taken. Loaded with the first lesson. */
import type { LoadedLesson } from '#course/files/load.ts';
import type { Problem } from '#course/files/problem.ts';
import type { Glossary, Lesson, Step } from '#course/model.ts';
import type { SessionView } from './contract.ts';
import { LESSON_IDS, lessonFiles } from './lesson-files.ts';
import { ProgressStore } from './lesson-progress.svelte.ts';
import { LessonPlayer } from './lesson.svelte.ts';
import { isOutside, outsideLesson } from './outside-lessons.ts';

/** What stands in the lesson's place while there is none. */
export type DeskState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'open'; readonly player: LessonPlayer; readonly glossary: Glossary }
  /** Its files have mistakes. */
  | { readonly kind: 'broken'; readonly problems: readonly Problem[] }
  /** There is no lesson of that name; these exist. */
  | { readonly kind: 'unknown'; readonly id: string; readonly known: readonly string[] }
  /** The files or the reader could not be fetched. */
  | { readonly kind: 'failed' };

export interface DeskOptions {
  /** The learner came to a step. */
  readonly onstep: (step: Step) => void;
}

export class LessonDesk {
  readonly progress = new ProgressStore();
  readonly #session: SessionView;
  readonly #options: DeskOptions;
  #state: DeskState = $state.raw({ kind: 'loading' });
  /** Of the last `open`: what an earlier one still fetches is of no use. */
  #opening = 0;

  constructor(session: SessionView, options: DeskOptions) {
    this.#session = session;
    this.#options = options;
  }

  get state(): DeskState {
    return this.#state;
  }
  get player(): LessonPlayer | null {
    return this.#state.kind === 'open' ? this.#state.player : null;
  }

  /** Opens a lesson of the course, or one from the learner's disk, at a step; null: where the learner left it. */
  async open(id: string, step: string | null): Promise<void> {
    const opening = ++this.#opening;
    this.#state = { kind: 'loading' };
    const outside = outsideLesson(id);
    if (outside) {
      this.#show({ lesson: outside.lesson, problems: [] }, outside.glossary, step);
      return;
    }
    if (!LESSON_IDS.includes(id)) {
      this.#state = { kind: 'unknown', id, known: LESSON_IDS };
      return;
    }
    try {
      const [files, reader] = await Promise.all([lessonFiles(id), import('#course/files/load.ts')]);
      if (opening !== this.#opening) return;
      const glossary = reader.loadGlossary(files, () => undefined);
      this.#show(reader.loadLesson(files, id, glossary), glossary, step);
    } catch {
      if (opening === this.#opening) this.#state = { kind: 'failed' };
    }
  }

  /** Shows a lesson that was read, or what is wrong with it. */
  #show({ lesson, problems }: LoadedLesson, glossary: Glossary, step: string | null): void {
    this.#state = lesson
      ? { kind: 'open', player: this.#play(lesson, step), glossary }
      : { kind: 'broken', problems };
  }

  /** Leaves the lesson. */
  close(): void {
    this.#opening++;
    this.#state = { kind: 'loading' };
  }

  #play(lesson: Lesson, step: string | null): LessonPlayer {
    const { id } = lesson;
    const keeps = !isOutside(id);
    let done: readonly string[] = [];
    return new LessonPlayer(this.#session, lesson, {
      step: step ?? this.progress.value.get(id)?.at ?? null,
      onstep: (reached) => {
        if (keeps) this.progress.reach(id, reached.id);
        this.#options.onstep(reached);
      },
      ondone: (did, answer) => {
        done = [...done.filter((one) => one !== did.id), did.id];
        if (keeps) this.progress.complete(id, did.id, did.kind === 'predict' ? answer : null);
        else if (done.length === lesson.steps.length)
          // A lesson from outside counts once it was taken to its end.
          for (const one of lesson.steps) this.progress.complete(id, one.id, null);
      },
    });
  }
}
