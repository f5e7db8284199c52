/**
 * Wiring of lessons to the page: what the address asks for, and what is fetched for it. `#lesson=polling&step=guess`;
 * Back goes from lesson to lesson, not from step to step.
 */
import type { Component, Snippet } from 'svelte';
import type { ControlId, Step } from '#course/model.ts';
import type { PointTarget } from '#course/points.ts';
import type { SessionView } from '#state/contract.ts';
import type { LessonDesk } from '#state/lesson-desk.svelte.ts';
import type { LessonPlayer } from '#state/lesson.svelte.ts';
import { putAllInHash, putInHash } from '#ui/preferences.svelte.ts';
import type { Words } from '#words/catalogue.ts';
import type { LessonWords } from '#words/lesson.en.ts';
import { hashValue, type Locale } from '#words/locale.ts';

interface ViewProps extends Record<string, unknown> {
  session: SessionView;
  words: Words;
  locale: Locale;
  desk: LessonDesk;
  projected: boolean;
  pointed: PointTarget | null;
  onpoint: (target: PointTarget | null) => void;
  story: Snippet;
  home: string;
  addressOf: (lesson: string) => string;
}

interface ExtraProps extends Record<string, unknown> {
  session: SessionView;
  locale: Locale;
  controls: readonly ControlId[];
}

/** What is fetched with the first lesson. */
interface Parts {
  readonly desk: LessonDesk;
  readonly View: Component<ViewProps>;
  readonly Extra: Component<ExtraProps>;
  readonly words: (locale: Locale) => LessonWords;
}

export class LessonRoute {
  /** What prose points at. */
  pointed: PointTarget | null = $state.raw(null);
  #id: string | null = $state.raw(hashValue(location.hash, 'lesson'));
  #parts: Parts | null = $state.raw(null);
  #failed: unknown = $state.raw(null);
  readonly #onstep: (step: Step) => void;

  constructor(onstep: (step: Step) => void) {
    this.#onstep = onstep;
  }

  /** The lesson that is asked for; null: free play. */
  get id(): string | null {
    return this.#id;
  }
  get parts(): Parts | null {
    return this.#id === null ? null : this.#parts;
  }
  get player(): LessonPlayer | null {
    return this.parts?.desk.player ?? null;
  }
  /** What the learner may change; null: everything. */
  get controls(): readonly ControlId[] | null {
    return this.#id === null ? null : (this.player?.step.controls ?? []);
  }
  /** The lesson could not be fetched. */
  get failed(): unknown {
    return this.#failed;
  }

  /** Opens a lesson at a step, or where the learner left it. */
  open(session: SessionView, id: string, step: string | null): void {
    putAllInHash({ lesson: id, step }, { step: true });
    void this.read(session);
  }

  /** Back to free play: the first scene, as a visitor finds it. */
  async leave(session: SessionView): Promise<void> {
    putAllInHash({ lesson: null, step: null }, { step: true });
    await this.read(session);
  }

  /** Follows the address. */
  async read(session: SessionView): Promise<void> {
    const id = hashValue(location.hash, 'lesson');
    const step = hashValue(location.hash, 'step');
    const before = this.#id;
    this.#id = id;
    this.pointed = null;
    if (id === null) {
      if (before === null) return;
      this.#parts?.desk.close();
      const { recipeOf, SCENARIOS } = await import('#lab/scenarios.ts');
      session.setSpeed(1);
      if (SCENARIOS[0]) session.startRun(recipeOf(SCENARIOS[0]));
      return;
    }
    const { player } = this;
    if (player && player.lesson.id === id) {
      if (step !== null) player.goTo(step);
      return;
    }
    session.pause();
    try {
      this.#parts ??= await this.#fetch(session);
    } catch (error) {
      this.#failed = error;
      return;
    }
    await this.#parts.desk.open(id, step);
  }

  async #fetch(session: SessionView): Promise<Parts> {
    const [{ LessonDesk }, { default: View }, { default: Extra }, { lessonCatalogue }] = await Promise.all([
      import('#state/lesson-desk.svelte.ts'),
      import('./views/lesson/Lesson.svelte'),
      import('./views/lesson/ExtraControls.svelte'),
      import('#words/lesson-catalogue.ts'),
    ]);
    const desk = new LessonDesk(session, {
      onstep: (step) => {
        putInHash('step', step.id);
        this.pointed = null;
        this.#onstep(step);
      },
    });
    return { desk, View, Extra, words: lessonCatalogue };
  }
}
