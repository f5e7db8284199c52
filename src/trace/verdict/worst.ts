/** The largest of what has been seen, and where. */
import type { EventId } from '../events.ts';
import type { Figure } from '../verdict.ts';

export class Worst {
  #figure: Figure | null = null;

  /** Null when nothing was seen. */
  get figure(): Figure | null {
    return this.#figure;
  }

  /** The earliest of equals stays. */
  see(value: number, event: EventId): void {
    if (!this.#figure || value > this.#figure.value) this.#figure = { value, event, open: false };
  }

  /** The same with one more that is not over yet. */
  with(value: number, event: EventId): Figure {
    return this.#figure && this.#figure.value >= value ? this.#figure : { value, event, open: true };
  }
}

/** How often something happened, and where first. */
export class Tally {
  #count = 0;
  #first: EventId;

  constructor(none: EventId) {
    this.#first = none;
  }

  get figure(): Figure {
    return { value: this.#count, event: this.#first, open: false };
  }

  add(event: EventId): void {
    if (this.#count === 0) this.#first = event;
    this.#count++;
  }
}
