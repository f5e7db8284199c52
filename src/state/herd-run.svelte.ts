/** A herd as the page sees it: asked for, under way, cancelled, there. One worker each, started with the first run. */
import type { HerdOptions } from '#lab/herd/options.ts';
import type { FromWorker, ToWorker } from '#lab/herd/protocol.ts';
import type { HerdResult } from '#lab/herd/record.ts';
import { openHerdWorker } from './herd-thread.ts';

export type HerdStatus = 'idle' | 'running' | 'cancelled' | 'done' | 'failed';

/** What a result is of. */
export interface HerdShown {
  readonly options: HerdOptions;
  readonly result: HerdResult;
}

export class HerdRun {
  #worker: Worker | null = null;
  #run = 0;
  #asked: HerdOptions | null = null;
  #status: HerdStatus = $state.raw('idle');
  #shown: HerdShown | null = $state.raw(null);
  #connected = $state.raw(0);
  #nowMs = $state.raw(0);
  #failure = $state.raw('');

  get status(): HerdStatus {
    return this.#status;
  }
  /** The last run that got to its end; it stays while the next one is under way. */
  get shown(): HerdShown | null {
    return this.#shown;
  }
  /** Of the run under way: the share of its clients that is connected. */
  get connected(): number {
    return this.#connected;
  }
  /** Of the run under way: its virtual time, in milliseconds. */
  get nowMs(): number {
    return this.#nowMs;
  }
  /** Why there is no result, in the browser's words. */
  get failure(): string {
    return this.#failure;
  }

  /** Begins a run; the one that is under way ends. */
  start(options: HerdOptions): void {
    this.#asked = options;
    this.#run++;
    this.#connected = this.#nowMs = 0;
    this.#status = 'running';
    this.#worker ??= this.#open();
    this.#say({ kind: 'run', run: this.#run, options });
  }

  cancel(): void {
    if (this.#status !== 'running') return;
    this.#run++;
    this.#status = 'cancelled';
    this.#say({ kind: 'cancel' });
  }

  dispose(): void {
    this.#run++;
    this.#worker?.terminate();
    this.#worker = null;
  }

  #open(): Worker {
    const worker = openHerdWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      this.#hear(data);
    });
    worker.addEventListener('error', ({ message }) => {
      this.#failure = message;
      this.#status = 'failed';
      this.dispose();
    });
    return worker;
  }

  #hear(message: FromWorker): void {
    if (message.run !== this.#run || !this.#asked) return;
    if (message.kind === 'progress') {
      this.#connected = message.connected;
      this.#nowMs = message.nowMs;
      return;
    }
    this.#shown = { options: this.#asked, result: message.result };
    this.#status = 'done';
  }

  #say(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}
