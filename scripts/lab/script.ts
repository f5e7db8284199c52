/** Runs a script of the terminal headless: its lines in order, its output as a terminal would show it. */
import { readFileSync } from 'node:fs';
import { EPOCH_MS } from '#base/time.ts';
import { COMMANDS } from '#shell/commands/table.ts';
import type { Clock } from '#shell/command.ts';
import { Shell } from '#shell/run.ts';
import { Interrupted, type Sink } from '#shell/streams.ts';
import { terminalCatalogue } from '#words/terminal-catalogue.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Virtual time that leaps: when nothing else is left to do, to the next moment that someone waits for. */
export class LeapingClock implements Clock {
  #now = EPOCH_MS;
  #sleepers: Sleeper[] = [];
  #planned = false;

  now(): number {
    return this.#now;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        reject(new Interrupted());
      };
      const sleeper: Sleeper = {
        due: this.#now + ms,
        wake: () => {
          signal.removeEventListener('abort', stop);
          resolve();
        },
      };
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener('abort', stop);
      this.#sleepers.push(sleeper);
      this.#plan();
    });
  }

  /** A macrotask runs only when all promises have settled that can. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      const due = Math.min(...this.#sleepers.map((sleeper) => sleeper.due));
      if (due === Infinity) return;
      this.#now = due;
      const awake = this.#sleepers.filter((sleeper) => sleeper.due === due);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.due !== due);
      for (const sleeper of awake) sleeper.wake();
      this.#plan();
    });
  }
}

function sinkTo(stream: NodeJS.WriteStream): Sink {
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        stream.write(bytes, () => {
          resolve();
        });
      }),
  };
}

/** Runs the lines of a file one after the other; returns the last one's exit status. */
export async function runScript(path: string): Promise<number> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const shell = new Shell({ clock: new LeapingClock(), words: terminalCatalogue('en'), commands: COMMANDS });
  const terminal = { stdout: sinkTo(process.stdout), stderr: sinkTo(process.stderr) };
  for (const line of lines) await shell.run(line, terminal);
  await shell.close();
  return shell.status;
}
