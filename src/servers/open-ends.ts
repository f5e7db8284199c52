/** What a server has open and does not end by itself: sockets, streams, held polls. */
export class OpenEnds {
  readonly #ends = new Set<(code: number, reason: string) => void>();

  /** `end` ends it in its own way when the server goes; returns how to strike it off, when it has ended otherwise. */
  add(end: (code: number, reason: string) => void): () => void {
    this.#ends.add(end);
    return () => {
      this.#ends.delete(end);
    };
  }

  endAll(code: number, reason: string): void {
    for (const end of [...this.#ends]) end(code, reason);
  }
}
