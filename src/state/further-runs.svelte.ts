/** Runs that the session keeps and plays no more, computed further in-page: the same recipe gives the same trace. */
import { SvelteMap } from 'svelte/reactivity';
import type { SimTime } from '#base/time.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Trace } from '#trace/log.ts';
import type { RunInfo } from './contract.ts';
import { catchUp, RunRecord } from './run-record.ts';

/** A run as far as it is known. */
export interface Reach {
  readonly trace: Trace;
  readonly head: SimTime;
}

export class FurtherRuns {
  /** By the run's id. */
  readonly #reaches = new SvelteMap<number, Reach>();
  #progress: number | null = $state.raw(null);
  #failure: string | null = $state.raw(null);
  #controller: AbortController | null = null;

  /** While one is being computed: how far, from 0 to 1. */
  get progress(): number | null {
    return this.#progress;
  }

  /** Why the last one could not be computed. */
  get failure(): string | null {
    return this.#failure;
  }

  /** How far the run goes: as it is kept, or further where that was asked for. */
  of({ id, trace, head }: RunInfo): Reach {
    const further = this.#reaches.get(id);
    return further && further.head > head ? further : { trace, head };
  }

  /** Computes the run anew, up to `target`. */
  async compute({ id, recipe, forkedAt, parent }: RunInfo, target: SimTime): Promise<void> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.#progress = 0;
    this.#failure = null;
    const record = new RunRecord(recipe, inPageTransport, { id, forkedAt, parent });
    try {
      await catchUp(record, target, controller.signal, (share) => {
        if (this.#controller === controller) this.#progress = share;
      });
      this.#reaches.set(id, { trace: record.run.trace, head: record.head });
    } catch (error) {
      if (!controller.signal.aborted) this.#failure = error instanceof Error ? error.message : String(error);
    } finally {
      record.run.dispose();
      if (this.#controller === controller) {
        this.#controller = null;
        this.#progress = null;
      }
    }
  }

  cancel(): void {
    this.#controller?.abort(new DOMException('cancelled', 'AbortError'));
  }
}
