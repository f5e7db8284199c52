/** A chat room's log: what the server has published, in order, as far back as it keeps it. */

/** A message as the server keeps it: its id, and the JSON that goes out. */
export interface RoomMessage {
  readonly id: string;
  readonly json: string;
}

/** Messages that a client has missed and that the log has no more: how many, and which was the last of them. */
export interface Gap {
  readonly through: string;
  readonly messages: number;
}

export class Room {
  #log: RoomMessage[] = [];
  /** How many messages were let go of before the first in the log. */
  #gone = 0;
  /** The last message that was let go of. */
  #lastGone = '';
  #positions = new Map<string, number>();
  #listeners = new Set<(message: RoomMessage) => void>();

  /** Whether a message with this id was published. */
  has(id: string): boolean {
    return this.#positions.has(id);
  }

  /** Adds a message, which must be new, and tells the listeners. */
  publish(message: RoomMessage): void {
    this.#positions.set(message.id, this.#gone + this.#log.length);
    this.#log.push(message);
    for (const listener of [...this.#listeners]) listener(message);
  }

  /** Lets go of all but the last `size` messages. Returns the oldest that is kept, or null if nothing was let go of. */
  keep(size: number): RoomMessage | null {
    const last = this.#log[this.#log.length - size - 1];
    const oldest = this.#log[this.#log.length - size];
    if (!last || !oldest) return null;
    this.#lastGone = last.id;
    this.#gone += this.#log.length - size;
    this.#log = this.#log.slice(-size);
    return oldest;
  }

  /** Everything after the message with this id; everything there is when the id is unknown ('0', or no cursor). */
  since(id: string | null): readonly RoomMessage[] {
    return this.#log.slice(Math.max(0, this.#after(id) - this.#gone));
  }

  /** What a client whose last message has this id missed that is not in the log any more; null is nothing. */
  gapAfter(id: string): Gap | null {
    const messages = this.#gone - this.#after(id);
    return messages > 0 ? { through: this.#lastGone, messages } : null;
  }

  /** Calls `listener` for each message from now on; returns how to stop that. */
  listen(listener: (message: RoomMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The position in the room's history behind the message with this id. */
  #after(id: string | null): number {
    const position = id === null ? undefined : this.#positions.get(id);
    return position === undefined ? 0 : position + 1;
  }
}
