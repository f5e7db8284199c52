/** What a pointer on the plot does: scrub, pan, pinch, click, hover. Tells; decides nothing about the run. */

export interface PointerTarget {
  /** Whether a press here takes hold of the playhead. */
  takesPlayhead: (x: number, y: number) => boolean;
  scrubTo: (x: number) => void;
  /** The playhead is let go. */
  scrubbed: () => void;
  panBy: (px: number) => void;
  zoomBy: (factor: number, x: number) => void;
  click: (x: number, y: number) => void;
  hover: (at: { readonly x: number; readonly y: number } | null) => void;
}

/** A press that moves less than this is a click. */
const CLICK_PX = 4;

/** An attachment for the plot; pixels are those of its own box. */
export function pointerGestures(target: PointerTarget): (element: HTMLElement) => () => void {
  return (element) => {
    const pointers = new Map<number, { x: number; y: number }>();
    let mode: 'none' | 'press' | 'pan' | 'scrub' | 'pinch' = 'none';
    let start = { x: 0, y: 0 };
    let apart = 0;

    const at = (event: MouseEvent): { x: number; y: number } => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };

    const spread = (): { apart: number; x: number } => {
      const [a, b] = [...pointers.values()];
      return a && b ? { apart: Math.abs(a.x - b.x), x: (a.x + b.x) / 2 } : { apart: 0, x: 0 };
    };

    function down(event: PointerEvent): void {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button'))) return;
      const point = at(event);
      pointers.set(event.pointerId, point);
      element.setPointerCapture(event.pointerId);
      if (pointers.size === 2) {
        if (mode === 'scrub') target.scrubbed();
        mode = 'pinch';
        apart = spread().apart;
      } else if (target.takesPlayhead(point.x, point.y)) {
        mode = 'scrub';
        target.scrubTo(point.x);
      } else mode = 'press';
      start = point;
    }

    function move(event: PointerEvent): void {
      const point = at(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        target.hover(point);
        element.style.cursor = target.takesPlayhead(point.x, point.y) ? 'ew-resize' : '';
        return;
      }
      pointers.set(event.pointerId, point);
      if (mode === 'press' && Math.hypot(point.x - start.x, point.y - start.y) > CLICK_PX) mode = 'pan';
      if (mode === 'scrub') target.scrubTo(point.x);
      else if (mode === 'pan') target.panBy(before.x - point.x);
      else if (mode === 'pinch') {
        const now = spread();
        if (now.apart > 10 && apart > 10) target.zoomBy(apart / now.apart, now.x);
        apart = now.apart;
      }
    }

    function up(event: PointerEvent): void {
      if (!pointers.delete(event.pointerId)) return;
      if (mode === 'press' && event.type === 'pointerup') target.click(start.x, start.y);
      if (mode === 'scrub') target.scrubbed();
      mode = 'none';
    }

    function leave(): void {
      target.hover(null);
    }

    function wheel(event: WheelEvent): void {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        target.zoomBy(Math.exp(Math.max(-80, Math.min(80, event.deltaY)) * 0.005), at(event).x);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        target.panBy(event.deltaX || event.deltaY);
      }
    }

    const listeners = {
      pointerdown: down,
      pointermove: move,
      pointerup: up,
      pointercancel: up,
      pointerleave: leave,
    };
    for (const [type, listener] of Object.entries(listeners))
      element.addEventListener(type, listener as EventListener);
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      for (const [type, listener] of Object.entries(listeners))
        element.removeEventListener(type, listener as EventListener);
      element.removeEventListener('wheel', wheel);
    };
  };
}
