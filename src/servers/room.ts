/** A chat room's log: what the server has published, in order. */

/** A message as the server keeps it: its id, and the JSON that goes out. */
export interface RoomMessage {
  readonly id: string;
  readonly json: string;
}

export class Room {
  #log: RoomMessage[] = [];
  #positions = new Map<string, number>();
  #listeners = new Set<(message: RoomMessage) => void>();

  /** Adds a message and tells the listeners. A message whose id is known already is dropped: returns false. */
  publish(message: RoomMessage): boolean {
    if (this.#positions.has(message.id)) return false;
    this.#positions.set(message.id, this.#log.length);
    this.#log.push(message);
    for (const listener of [...this.#listeners]) listener(message);
    return true;
  }

  /** Everything after the message with this id; everything there is when the id is unknown ('0', or no cursor). */
  since(id: string | null): readonly RoomMessage[] {
    const position = id === null ? undefined : this.#positions.get(id);
    return this.#log.slice(position === undefined ? 0 : position + 1);
  }

  /** Calls `listener` for each message from now on; returns how to stop that. */
  listen(listener: (message: RoomMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
