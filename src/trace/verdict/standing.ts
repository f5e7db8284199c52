/** Whether a lane's client goes on at all. */
import type { EventOf, TraceEvent } from '../events.ts';

export class Standing {
  #phase: EventOf<'client.phase'>['phase'] | null = null;
  #closed = false;

  add(event: TraceEvent): void {
    if (event.type === 'client.phase') this.#phase = event.phase;
    else if (event.type === 'client.state') this.#closed = event.state === 'closed';
  }

  /** It is a surviving client: it says what it does about its connection. */
  get survivor(): boolean {
    return this.#phase !== null;
  }

  /** It has stopped, or what carries it is closed and nobody opens another. */
  get closedForGood(): boolean {
    return this.#phase === null ? this.#closed : this.#phase === 'closed';
  }
}
