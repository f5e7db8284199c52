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

async function work({ index, entry, scale }: Task): Promise<void> {
  const done: Done = { index, figures: await figuresOf(entry, scale) };
  parentPort?.postMessage(done);
}

// A rejection that nobody catches ends the thread with an 'error' event, which `calibrate` reports.
parentPort?.on('message', (task: Task) => void work(task));
