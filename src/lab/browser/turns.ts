/**
 * Keeps what a lane's code asks for in the order in which it asked. Through a service worker two requests of one instant
 * may overtake each other; on the wire they leave as in a page that has none.
 */

export interface Turn {
  /** Does `work` when all earlier turns have been taken or given up: at once, if they have. */
  take(work: () => void): void;
  /** It is not taken any more. */
  giveUp(): void;
}

interface Place {
  over: boolean;
  work: (() => void) | null;
}

export class Turns {
  /** Those not yet taken, in their order. */
  #places: Place[] = [];

  next(): Turn {
    const place: Place = { over: false, work: null };
    this.#places.push(place);
    return {
      take: (work) => {
        place.work = work;
        this.#proceed();
      },
      giveUp: () => {
        place.over = true;
        this.#proceed();
      },
    };
  }

  #proceed(): void {
    for (;;) {
      const [first] = this.#places;
      if (!first || (!first.over && !first.work)) return;
      this.#places.shift();
      if (!first.over) first.work?.();
    }
  }
}
