/** Simulates the entries it is sent, one at a time. */
import { parentPort } from 'node:worker_threads';
import { figuresOf, type Figures } from './figures.ts';
import type { Entry } from './schema.ts';

export interface Task {
  readonly index: number;
  readonly entry: Entry;
  readonly scale: number;
}

export interface Done {
  readonly index: number;
  readonly figures: Figures;
}

parentPort?.on('message', ({ index, entry, scale }: Task) => {
  const done: Done = { index, figures: figuresOf(entry, scale) };
  parentPort?.postMessage(done);
});
