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

  /** Whether a message with this id was published. */
  has(id: string): boolean {
    return this.#positions.has(id);
  }

  /** Adds a message, which must be new, and tells the listeners. */
  publish(message: RoomMessage): void {
    this.#positions.set(message.id, this.#log.length);
    this.#log.push(message);
    for (const listener of [...this.#listeners]) listener(message);
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
