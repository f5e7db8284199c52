/** The runs that the session keeps, the newest last, and the one that is being computed. */
import type { SimTime } from '#base/time.ts';
import type { Recipe } from '#lab/recipe.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Transport } from '#lab/transports/transport.ts';
import { catchUp, RunRecord } from './run-record.ts';

const MAX_RUNS = 5;

export class RunShelf {
  #records: readonly RunRecord[] = $state.raw([]);
  #progress: number | null = $state.raw(null);
  #controller: AbortController | null = null;
  #nextId = 1;

  get records(): readonly RunRecord[] {
    return this.#records;
  }

  /** While a run is being computed: how far it is, from 0 to 1. */
  get progress(): number | null {
    return this.#progress;
  }

  /** Starts a run from 0. Only the newest is played on: the others are kept to look at. */
  begin(recipe: Recipe, transport: Transport): RunRecord {
    this.dispose();
    const record = new RunRecord(recipe, transport, { id: this.#nextId++, forkedAt: null, parent: null });
    this.#keep(record);
    return record;
  }

  /** Computes a run in-page that differs from `parent` from `at` on, up to `target`. As for `#compute`. */
  async fork(recipe: Recipe, at: SimTime, parent: RunRecord, target: SimTime): Promise<RunRecord | null> {
    const record = new RunRecord(recipe, inPageTransport, {
      id: this.#nextId++,
      forkedAt: at,
      parent: parent.id,
    });
    if (!(await this.#compute(record, target))) return null;
    parent.run.dispose();
    this.#keep(record);
    return record;
  }

  /**
   * Computes more of a run, up to `target`, and returns the record that has it: one that was played through the worker
   * is computed anew in-page. As for `#compute`.
   */
  async skip(from: RunRecord, target: SimTime): Promise<RunRecord | null> {
    if (from.transport.kind === 'in-page') return (await this.#compute(from, target)) ? from : null;
    const { id, forkedAt, parent } = from;
    const record = new RunRecord(from.run.recipe, inPageTransport, { id, forkedAt, parent });
    if (!(await this.#compute(record, target))) return null;
    this.#records = this.#records.map((old) => (old === from ? record : old));
    from.run.dispose();
    return record;
  }

  /** Stops what is being computed. */
  cancel(): void {
    this.#controller?.abort(new DOMException('cancelled', 'AbortError'));
  }

  dispose(): void {
    for (const record of this.#records) record.run.dispose();
  }

  #keep(record: RunRecord): void {
    this.#records = [...this.#records, record].slice(-MAX_RUNS);
  }

  /** False when it was cancelled. Rejects when the run fails. */
  async #compute(record: RunRecord, target: SimTime): Promise<boolean> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.#progress = 0;
    try {
      await catchUp(record, target, controller.signal, (share) => {
        if (this.#controller === controller) this.#progress = share;
      });
      return true;
    } catch (error) {
      if (!this.#records.includes(record)) record.run.dispose();
      if (controller.signal.aborted) return false;
      throw error;
    } finally {
      if (this.#controller === controller) {
        this.#controller = null;
        this.#progress = null;
      }
    }
  }
}
