/** Streams of octets between commands: what they read and write, with an end and with backpressure. */
import { concat, utf8 } from '#base/bytes.ts';

/** Where octets come from. `null` is the end. */
export interface Source {
  read(): Promise<Uint8Array | null>;
}

/** Where octets go. The promise settles when there is room for more. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
}

/** The reader of a pipe has gone (SIGPIPE): the writer ends without a word. */
export class BrokenPipe extends Error {}

/** Ctrl+C: the command ends with status 130. */
export class Interrupted extends Error {}

/** The line has used up what one line may use (limits.ts). */
export class LimitReached extends Error {}

/** How many octets a pipe holds before its writer waits: Linux's default (pipe(7)). */
const PIPE_BYTES = 65_536;

/** A pipe between two commands, in bounded memory. */
export class Pipe implements Source, Sink {
  readonly #chunks: Uint8Array[] = [];
  #held = 0;
  #ended = false;
  #broken = false;
  #interrupted = false;
  #waiting: (() => void)[] = [];

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.#interrupted) throw new Interrupted();
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#held -= chunk.length;
        this.#wake();
        return chunk;
      }
      if (this.#ended) return null;
      await this.#change();
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (;;) {
      if (this.#interrupted) throw new Interrupted();
      if (this.#broken) throw new BrokenPipe();
      if (this.#held < PIPE_BYTES) break;
      await this.#change();
    }
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#held += bytes.length;
    this.#wake();
  }

  /** The writer is done. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The reader is done. */
  cancel(): void {
    this.#broken = true;
    this.#wake();
  }

  /** Ctrl+C: whoever waits here, or comes, is sent away. */
  interrupt(): void {
    this.#interrupted = true;
    this.#wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** Ends all of a line: its signal is for those who wait for something else, its pipes it ends itself. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #pipes = new Set<Pipe>();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  pipe(): Pipe {
    const pipe = new Pipe();
    this.#pipes.add(pipe);
    if (this.signal.aborted) pipe.interrupt();
    return pipe;
  }

  /** Forgets pipes whose commands have ended. */
  release(pipes: readonly Pipe[]): void {
    for (const pipe of pipes) this.#pipes.delete(pipe);
  }

  abort(): void {
    this.#controller.abort();
    for (const pipe of this.#pipes) pipe.interrupt();
  }
}

/** What `$(…)` collects. */
export class Collector implements Sink {
  readonly #chunks: Uint8Array[] = [];

  write(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes);
    return Promise.resolve();
  }

  bytes(): Uint8Array {
    return concat(this.#chunks);
  }
}

/** Standard input where there is none: it is at its end. */
export const EMPTY: Source = { read: () => Promise.resolve(null) };

/** These octets, then the end. */
export function sourceOf(bytes: Uint8Array): Source {
  let left: Uint8Array | null = bytes.length > 0 ? bytes : null;
  return {
    read: () => {
      const chunk = left;
      left = null;
      return Promise.resolve(chunk);
    },
  };
}

/** What `promise` brings, unless the signal comes first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new Interrupted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(new Interrupted());
    };
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** All that comes. */
export async function readAll(source: Source): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let chunk = await source.read(); chunk !== null; chunk = await source.read()) chunks.push(chunk);
  return concat(chunks);
}

const LINE_FEED = 0x0a;

/** Line by line as they come, each with its line feed if it has one. */
export async function* readLines(source: Source): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  for (let chunk = await source.read(); chunk !== null; chunk = await source.read()) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      yield concat([...rest, chunk.subarray(from, at + 1)]);
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield concat(rest);
}

export function writeText(sink: Sink, text: string): Promise<void> {
  return sink.write(utf8(text));
}
