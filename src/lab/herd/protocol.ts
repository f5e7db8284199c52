/** What the page and the worker that runs a herd say to each other. */
import type { HerdOptions } from './options.ts';
import type { HerdResult } from './record.ts';

/** A new run ends the one before. */
export type ToWorker =
  { readonly kind: 'run'; readonly run: number; readonly options: HerdOptions } | { readonly kind: 'cancel' };

export type FromWorker = { readonly run: number } & (
  | {
      readonly kind: 'progress';
      /** The share of the clients that is connected, 0 to 1. */
      readonly connected: number;
      /** Virtual time, in milliseconds. */
      readonly nowMs: number;
    }
  | { readonly kind: 'result'; readonly result: HerdResult }
);
