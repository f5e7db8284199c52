/** The scratch files: names without folders, octets in memory. They go with the shell. */
import { concat } from '#base/bytes.ts';
import { FILES_BYTES } from './limits.ts';
import type { Sink } from './streams.ts';

/** What a system call says when it fails, as `strerror` words it. */
export type FileError = 'No such file or directory' | 'No space left on device' | 'File name too long';

/** A write that failed: the command says so and ends with status 1. */
export class WriteFailed extends Error {
  readonly reason: FileError;
  constructor(reason: FileError) {
    super(reason);
    this.reason = reason;
  }
}

const NULL_DEVICE = '/dev/null';
/** NAME_MAX of Linux's file systems. */
const LONGEST_NAME = 255;

function plainName(name: string): string {
  return name.startsWith('./') ? name.slice(2) : name;
}

export class Files {
  readonly #files = new Map<string, Uint8Array[]>();
  #bytes = 0;

  names(): string[] {
    return [...this.#files.keys()].sort();
  }

  size(name: string): number | null {
    return this.read(name)?.length ?? null;
  }

  /** The octets of a file, or null when there is none of this name. */
  read(name: string): Uint8Array | null {
    const plain = plainName(name);
    if (plain === NULL_DEVICE) return new Uint8Array();
    const chunks = this.#files.get(plain);
    if (chunks === undefined) return null;
    const whole = concat(chunks);
    this.#files.set(plain, [whole]);
    return whole;
  }

  /** Opens a file for writing; without `append` it is emptied first. */
  open(name: string, append: boolean): Sink | FileError {
    const plain = plainName(name);
    if (plain === NULL_DEVICE) return { write: () => Promise.resolve() };
    if (plain === '' || plain.includes('/')) return 'No such file or directory';
    if (plain.length > LONGEST_NAME) return 'File name too long';
    const old = this.#files.get(plain) ?? [];
    const chunks = append ? [...old] : [];
    if (!append) this.#bytes -= old.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#files.set(plain, chunks);
    return { write: (bytes) => this.#append(plain, bytes) };
  }

  #append(name: string, bytes: Uint8Array): Promise<void> {
    if (this.#bytes + bytes.length > FILES_BYTES)
      return Promise.reject(new WriteFailed('No space left on device'));
    this.#bytes += bytes.length;
    this.#files.get(name)?.push(bytes);
    return Promise.resolve();
  }
}
