/** Opens capsules: the run they describe, at their instant, with what was selected. Says what could not be used. */
import { fromMs, minus, toMs } from '#base/time.ts';
import type { Result } from '#base/result.ts';
import type { Recipe } from '#lab/recipe.ts';
import { recipeOfCapsule, type Capsule } from './capsule.ts';
import { readCapsuleFile } from './capsule-file.ts';
import { decodeCapsule } from './capsule-link.ts';
import type { CapsuleError, CapsuleNote } from './capsule-notes.ts';
import type { ReadCapsule } from './capsule-read.ts';
import type { Selection, SessionView } from './contract.ts';

/** Where a capsule came from. */
export type CapsuleSource = { readonly kind: 'link' } | { readonly kind: 'file'; readonly name: string };

/** How the last capsule is doing. */
export type Opening =
  | { readonly state: 'computing'; readonly from: CapsuleSource }
  /** The run stands where it was when the learner stopped the computing. */
  | { readonly state: 'stopped'; readonly from: CapsuleSource; readonly notes: readonly CapsuleNote[] }
  | { readonly state: 'failed'; readonly from: CapsuleSource; readonly error: CapsuleError }
  | { readonly state: 'open'; readonly from: CapsuleSource; readonly notes: readonly CapsuleNote[] };

/** A capsule that was read, and the run it describes. */
export interface CapsuleToShow extends ReadCapsule {
  readonly recipe: Recipe;
}

export interface CapsuleOpenerOptions {
  /** Takes the language and the colours of a capsule. */
  readonly onlook: (capsule: Capsule, from: CapsuleSource) => void;
  /** Takes the lesson that was open, and its step; null is free play. The run of the capsule starts when it is done. */
  readonly onlesson: (id: string | null, step: string | null) => Promise<void>;
}

/** What was selected, as far as the run has it by now. */
function selectable({ trace, lanes }: SessionView, selection: Selection): Partial<Selection> | null {
  const { msg, event, lane } = selection;
  const known = msg !== null && lanes.some((_, i) => trace.provenance.message(i, msg) !== undefined);
  const selected = { msg: known ? msg : null, event: event !== null && event < trace.length ? event : null };
  return selected.msg === null && selected.event === null ? null : { ...selected, lane };
}

export class CapsuleOpener {
  readonly #options: CapsuleOpenerOptions;
  #opening: Opening | null = $state.raw(null);

  constructor(options: CapsuleOpenerOptions) {
    this.#options = options;
  }

  /** Null when there is nothing to say. */
  get opening(): Opening | null {
    return this.#opening;
  }

  dismiss(): void {
    this.#opening = null;
  }

  /** Reads the value of `run=`. Null, and an `opening` that says why, when it can't be opened. */
  readLink(text: string): CapsuleToShow | null {
    return this.#take(decodeCapsule(text), { kind: 'link' });
  }

  /** As `readLink`, of a file. */
  async readFile(file: File): Promise<CapsuleToShow | null> {
    return this.#take(await readCapsuleFile(file), { kind: 'file', name: file.name });
  }

  /** Shows the run of a capsule at its instant. It is a run beside those there are, unless it is the one shown. */
  async show(
    session: SessionView,
    { capsule, notes, recipe }: CapsuleToShow,
    from: CapsuleSource,
  ): Promise<void> {
    this.#options.onlook(capsule, from);
    await this.#options.onlesson(capsule.lesson ?? null, capsule.step ?? null);
    if (session.shown.recipe !== recipe) session.startRun(recipe, { play: capsule.playheadMs === 0 });
    const leftMs = toMs(minus(fromMs(capsule.playheadMs), session.head));
    if (leftMs > 0) {
      const computing: Opening = { state: 'computing', from };
      this.#opening = computing;
      session.pause();
      const run = session.shown.id;
      const there = await session.skipAhead(leftMs);
      if (this.#opening !== computing) return; // Another capsule came.
      if (!there || session.shown.id !== run) {
        this.#opening = session.shown.id === run ? { state: 'stopped', from, notes } : null;
        return;
      }
    }
    if (capsule.playheadMs > 0) session.scrub(fromMs(capsule.playheadMs));
    session.select(selectable(session, capsule.selection));
    this.#opening = notes.length > 0 ? { state: 'open', from, notes } : null;
  }

  #take(read: Result<ReadCapsule, CapsuleError>, from: CapsuleSource): CapsuleToShow | null {
    if (read.ok) return { ...read.value, recipe: recipeOfCapsule(read.value.capsule) };
    this.#opening = { state: 'failed', from, error: read.error };
    return null;
  }
}
