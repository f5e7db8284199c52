/** What one line may use, so that none can hang the page or fill its memory. */
import { LimitReached } from './streams.ts';

/** Octets that the commands of one line may write altogether, and its expansions make. */
export const LINE_BYTES = 4 * 1024 * 1024;
/** Commands that one line may start. */
export const LINE_COMMANDS = 1000;
/** Octets in all scratch files together. */
export const FILES_BYTES = 16 * 1024 * 1024;
/** Lines that `history` remembers. */
export const HISTORY_LINES = 1000;
/** Background jobs at a time. */
export const JOBS = 16;

/** What is left of a line's share. A background job keeps its line's. */
export class Budget {
  #bytes = LINE_BYTES;
  #commands = LINE_COMMANDS;

  spend(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#bytes < 0) throw new LimitReached();
  }

  command(): void {
    this.#commands -= 1;
    if (this.#commands < 0) throw new LimitReached();
  }
}
