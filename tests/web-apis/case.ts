/** A case of the tables: a script that uses an API, and what it must see. The table runs wherever the API is found. */

/** What a script has in its hands: the APIs under test and a server that serves `echo.ts`. */
export interface Page {
  readonly WebSocket: typeof WebSocket;
  readonly EventSource: typeof EventSource;
  /** Resolves after milliseconds on the page's clock. */
  readonly wait: (ms: number) => Promise<void>;
  /** The page's origin with the schemes http(s) and ws(s). */
  readonly origin: string;
  readonly socketOrigin: string;
}

export interface ApiCase {
  /** What the standard demands. */
  readonly name: string;
  /** What the script must return: plain data. */
  readonly sees: unknown;
  /** The server agrees to permessage-deflate. */
  readonly deflate?: true;
  readonly script: (page: Page) => unknown;
}

/** What a case gave. */
export interface Outcome {
  readonly name: string;
  readonly saw: unknown;
}

/** The name of the exception that `work` throws; '' if it throws none. */
export function thrown(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return error instanceof Error || error instanceof DOMException ? error.name : 'something else';
  }
}

/** The next event of a type. */
export function next<E extends Event = Event>(target: EventTarget, type: string): Promise<E> {
  return new Promise((resolve) => {
    target.addEventListener(
      type,
      (event) => {
        resolve(event as E);
      },
      { once: true },
    );
  });
}

/** The types of the events that fire at `target`, in order. */
export function record(target: EventTarget, types: readonly string[]): string[] {
  const seen: string[] = [];
  for (const type of types)
    target.addEventListener(type, () => {
      seen.push(type);
    });
  return seen;
}
