/** What a browser does when the page's own event handler throws. */

type Handler = ((event: Event) => void) | null;

/**
 * From now on an exception in the handler `name` of `target` ends with that handler. A browser reports it to the console
 * and goes on (HTML section 8.1.8.1, "inner invoke" in DOM section 2.9): messages that were tampered with may be no JSON.
 */
export function containExceptions(target: object, name: string): void {
  const inherited = accessor(target, name);
  let current: Handler = null;
  Object.defineProperty(target, name, {
    configurable: true,
    get: () => current,
    set: (handler: Handler) => {
      current = handler && contained(handler);
      inherited?.set?.call(target, current);
    },
  });
}

function contained(handler: NonNullable<Handler>): Handler {
  return (event) => {
    try {
      handler(event);
    } catch {
      // The page's own mistake: its console would say so. What is the lab's goes by way of `LaneContext.fail`.
    }
  };
}

function accessor(target: object, name: string): PropertyDescriptor | undefined {
  for (let at: unknown = target; at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name);
    if (descriptor) return descriptor;
  }
  return undefined;
}
