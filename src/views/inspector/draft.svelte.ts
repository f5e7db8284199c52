/** A unit's octets as the learner has changed them: a copy, with its way back. What went over the wire stays as it was. */
import { equalBytes } from '#base/bytes.ts';

/** Steps that can be undone. */
const UNDO_LIMIT = 200;

/** Octets that the grid and the hexadecimal view show and change. */
export interface Editable {
  readonly octets: Uint8Array;
  /** Whether octet `at` was changed. */
  differs(at: number): boolean;
  /** Whether a bit was changed. */
  flipped(bit: number): boolean;
  /** Inverts one bit, counted from the first, most significant first. */
  flip(bit: number): void;
  set(at: number, octet: number): void;
}

export class Draft implements Editable {
  readonly original: Uint8Array;
  #octets: Uint8Array = $state.raw(new Uint8Array());
  #past: readonly Uint8Array[] = $state.raw([]);

  constructor(original: Uint8Array) {
    this.original = original;
    this.#octets = original;
  }

  /** The octets as they are now. Never written to: a change makes a copy. */
  get octets(): Uint8Array {
    return this.#octets;
  }

  /** They differ from what was sent. */
  get changed(): boolean {
    return this.#octets !== this.original && !equalBytes(this.#octets, this.original);
  }

  get undoable(): boolean {
    return this.#past.length > 0;
  }

  /** Whether octet `at` is not what was sent there. */
  differs(at: number): boolean {
    return this.#octets !== this.original && this.#octets[at] !== this.original[at];
  }

  flipped(bit: number): boolean {
    const at = bit >> 3;
    if (!this.differs(at)) return false;
    const before = this.original[at];
    return before === undefined || (((this.#octets[at] ?? 0) ^ before) & (0x80 >> (bit & 7))) !== 0;
  }

  flip(bit: number): void {
    const at = bit >> 3;
    this.set(at, (this.#octets[at] ?? 0) ^ (0x80 >> (bit & 7)));
  }

  set(at: number, octet: number): void {
    if (at < 0 || at >= this.#octets.length || this.#octets[at] === octet) return;
    const next = this.#octets.slice();
    next[at] = octet;
    this.replace(next);
  }

  replace(octets: Uint8Array): void {
    this.#past = [...this.#past.slice(-UNDO_LIMIT + 1), this.#octets];
    this.#octets = octets;
  }

  undo(): void {
    const last = this.#past.at(-1);
    if (!last) return;
    this.#past = this.#past.slice(0, -1);
    this.#octets = last;
  }

  /** Back to what was sent; that can be undone too. */
  reset(): void {
    if (this.changed) this.replace(this.original);
  }
}
