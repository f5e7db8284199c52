/**
 * A list of buttons as one stop of the Tab key: arrows, Home and End move among them (WAI-ARIA authoring practices,
 * roving tabindex). The buttons carry `data-rove`, the first of them `tabindex` 0 and the others -1.
 */
export function roving(list: HTMLElement): () => void {
  const stops = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-rove]')];

  function onkeydown(event: KeyboardEvent): void {
    const all = stops();
    const at = all.findIndex((stop) => stop === event.target);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
  }

  function onfocusin({ target }: FocusEvent): void {
    const all = stops();
    if (!all.some((stop) => stop === target)) return;
    for (const stop of all) stop.tabIndex = stop === target ? 0 : -1;
  }

  list.addEventListener('keydown', onkeydown);
  list.addEventListener('focusin', onfocusin);
  return () => {
    list.removeEventListener('keydown', onkeydown);
    list.removeEventListener('focusin', onfocusin);
  };
}
