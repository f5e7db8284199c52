/** The outline of each transport's mark, of equal visual weight: circle r, square .9 r, triangle 1.22 r, diamond 1.25 r. */
import type { Shape } from './marks.ts';

/** What the outline needs of a canvas context or a `Path2D`. */
export type Outline = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'closePath' | 'arc' | 'rect'>;

export function traceShape(to: Outline, shape: Shape, x: number, y: number, radius: number): void {
  switch (shape) {
    case 'polling':
      to.moveTo(x + radius, y);
      to.arc(x, y, radius, 0, 2 * Math.PI);
      break;
    case 'longpoll': {
      const half = radius * 0.9;
      to.rect(x - half, y - half, 2 * half, 2 * half);
      break;
    }
    case 'sse': {
      const r = radius * 1.22;
      // The middle of the box, not the centroid: stacked marks keep their pitch.
      to.moveTo(x, y - r * 0.86);
      to.lineTo(x + r, y + r * 0.8);
      to.lineTo(x - r, y + r * 0.8);
      to.closePath();
      break;
    }
    case 'ws': {
      const r = radius * 1.25;
      to.moveTo(x, y - r);
      to.lineTo(x + r, y);
      to.lineTo(x, y + r);
      to.lineTo(x - r, y);
      to.closePath();
      break;
    }
  }
}
