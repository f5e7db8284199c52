/** Event handler attributes, `onmessage` and its like, and what a browser does when the page's own handler throws. */

type Handler = object | null;

/**
 * Gives `target` the attribute `on…` for events of this type, as HTML section 8.1.8.1 has it: the handler stands among
 * the listeners where it was first set, and keeps that place until it is set to null. An exception in it ends with it: a
 * browser reports it to the console and goes on, and messages that were tampered with may be no JSON.
 */
export function eventHandler(target: EventTarget, type: string): void {
  let current: Handler = null;
  const listener = (event: Event): void => {
    if (typeof current !== 'function') return;
    try {
      Reflect.apply(current, target, [event]);
    } catch {
      // The page's own mistake: its console would say so. What is the lab's goes by way of `LaneContext.fail`.
    }
  };
  Object.defineProperty(target, `on${type}`, {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: (value: unknown) => {
      const handler = typeof value === 'function' || typeof value === 'object' ? value : null;
      if (handler === null) target.removeEventListener(type, listener);
      else if (current === null) target.addEventListener(type, listener);
      current = handler;
    },
  });
}
