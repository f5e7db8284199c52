/** The last error that nobody caught, shown until it is dismissed. */

/** What an error says, whatever was thrown. */
export function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

export class Troubles {
  #last = $state<string | null>(null);

  get last(): string | null {
    return this.#last;
  }

  report(thrown: unknown): void {
    this.#last = reason(thrown);
  }

  dismiss(): void {
    this.#last = null;
  }

  /** Reports what reaches the window. Returns how to stop that. */
  listen(): () => void {
    const onError = (event: ErrorEvent): void => {
      this.report(event.error ?? event.message);
    };
    const onRejection = (event: PromiseRejectionEvent): void => {
      this.report(event.reason);
    };
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    return () => {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
    };
  }
}
