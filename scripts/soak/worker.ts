/** Plays the runs that it is sent, one at a time. */
import { parentPort } from 'node:worker_threads';
import { survive } from './survive.ts';

export interface Task {
  readonly scenario: string;
  readonly seed: number;
}

export interface Done extends Task {
  readonly problems: readonly string[];
}

async function work(task: Task): Promise<void> {
  const done: Done = { ...task, problems: await survive(task.scenario, task.seed) };
  parentPort?.postMessage(done);
}

// A rejection that nobody catches ends the thread with an 'error' event, which `soak` reports.
parentPort?.on('message', (task: Task) => void work(task));
