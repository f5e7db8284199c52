/** What all exports share: what is exported, and how a long one goes on in steps. */
import type { SimTime } from '#base/time.ts';
import type { LaneIndex } from '../events.ts';
import type { Trace } from '../log.ts';

/** A run, as far as it is exported. */
export interface ExportSource {
  readonly trace: Trace;
  readonly lanes: readonly { readonly id: string; readonly transport: string }[];
  readonly seed: number;
  /** The last instant that is exported. */
  readonly until: SimTime;
}

/** Parts of a file, in order. */
export type FileParts = Uint8Array<ArrayBuffer>[];

/** Yields how much is done, 0 to 1, every few milliseconds of work; returns the file. */
export type Export = Generator<number, FileParts>;

/** Events between two steps. */
export const STEP_EVENTS = 500;

/** Stands in every export: its reader must know what it is a picture of. */
export const MODELLED =
  'Exported from PushPull. Nothing here was captured from a network: octets, TCP segments and times are those of a ' +
  'simulation in virtual time. The same seed gives the same file. TLS, where there is any, is counted, not encrypted.';

export function laneName({ lanes }: ExportSource, lane: LaneIndex): string {
  return lanes[lane]?.id ?? 'run';
}

/** Runs an export to its end at once. */
export function exportAll(steps: Export): FileParts {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
