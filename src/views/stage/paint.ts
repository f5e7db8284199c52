/** Paints marks, in their order, to a canvas. Coordinates are CSS pixels; the caller sets the device pixel ratio. */
import type { Line, Mark } from './marks.ts';
import { traceShape } from './shapes.ts';
import type { Theme } from './theme.ts';

export interface PaintOptions {
  readonly theme: Theme;
  /** Factor of every stroke width. */
  readonly stroke: number;
}

export function fontOf(theme: Theme, bold: boolean): string {
  return `${bold ? '600 ' : ''}${String(theme.fontPx)}px ${theme.fontFamily}`;
}

export function paint(ctx: CanvasRenderingContext2D, marks: readonly Mark[], options: PaintOptions): void {
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const mark of marks) paintMark(ctx, mark, options);
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

function paintMark(ctx: CanvasRenderingContext2D, mark: Mark, { theme, stroke }: PaintOptions): void {
  switch (mark.kind) {
    case 'line':
      paintLine(ctx, mark, theme, stroke);
      return;
    case 'tint':
      ctx.globalAlpha = Math.min(1, theme.tint * mark.alpha);
      ctx.fillStyle = theme.inks[mark.ink];
      ctx.beginPath();
      for (const polygon of mark.polygons) {
        for (let i = 0; i < polygon.length; i += 2) {
          const x = polygon[i] ?? 0;
          const y = polygon[i + 1] ?? 0;
          if (i === 0) ctx.moveTo(x, y);
          else ctx.lineTo(x, y);
        }
        ctx.closePath();
      }
      // Non-zero: polygons of one turning direction make a flat union.
      ctx.fill('nonzero');
      return;
    case 'hatch':
      paintHatch(ctx, mark, theme, stroke);
      return;
    case 'glyph':
      ctx.globalAlpha = mark.alpha;
      ctx.fillStyle = theme.inks[mark.shape];
      ctx.beginPath();
      traceShape(ctx, mark.shape, mark.x, mark.y, mark.radius);
      ctx.fill();
      return;
    case 'cross': {
      const { x, y, radius } = mark;
      ctx.globalAlpha = 1;
      ctx.setLineDash([]);
      ctx.lineCap = 'round';
      for (const [ink, width] of [
        ['paper', 2 * stroke + 3],
        ['red', 2 * stroke],
      ] as const) {
        ctx.globalAlpha = ink === 'red' ? mark.alpha : 1;
        ctx.strokeStyle = theme.inks[ink];
        ctx.lineWidth = width;
        ctx.beginPath();
        ctx.moveTo(x - radius, y - radius);
        ctx.lineTo(x + radius, y + radius);
        ctx.moveTo(x + radius, y - radius);
        ctx.lineTo(x - radius, y + radius);
        ctx.stroke();
      }
      ctx.lineCap = 'butt';
      return;
    }
    case 'text':
      ctx.font = fontOf(theme, mark.bold);
      ctx.textAlign = mark.align;
      if (mark.halo) {
        ctx.globalAlpha = 1;
        ctx.setLineDash([]);
        ctx.strokeStyle = theme.inks.paper;
        ctx.lineWidth = 3.5 * Math.sqrt(stroke);
        ctx.strokeText(mark.text, mark.x, mark.y);
      }
      ctx.globalAlpha = mark.alpha;
      ctx.fillStyle = theme.inks[mark.ink];
      ctx.fillText(mark.text, mark.x, mark.y);
      return;
  }
}

/** Thin upright and level lines stand on whole pixels, or they blur. */
function crisp(value: number, width: number): number {
  return Math.round(width) % 2 === 1 ? Math.round(value - 0.5) + 0.5 : Math.round(value);
}

function paintLine(ctx: CanvasRenderingContext2D, line: Line, theme: Theme, stroke: number): void {
  let { x1, y1, x2, y2 } = line;
  if (x1 === x2 && line.dash === null) x1 = x2 = crisp(x1, line.width);
  if (y1 === y2) y1 = y2 = crisp(y1, line.width);
  ctx.globalAlpha = line.alpha;
  ctx.setLineDash(line.dash === null ? [] : line.dash.map((length) => length * stroke));
  const passes = line.hollow
    ? ([
        ['line', 3.6],
        ['paper', 1.4],
      ] as const)
    : ([['line', 0]] as const);
  for (const [pass, width] of passes) {
    ctx.strokeStyle = theme.inks[pass === 'paper' ? 'paper' : line.ink];
    if (pass === 'paper') ctx.globalAlpha = 1;
    ctx.lineWidth = width === 0 ? line.width : width * stroke;
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  }
}

function paintHatch(
  ctx: CanvasRenderingContext2D,
  { x, y, width, height, alpha, anchor }: Extract<Mark, { kind: 'hatch' }>,
  theme: Theme,
  stroke: number,
): void {
  const right = Math.min(x + width, ctx.canvas.width);
  const left = Math.max(x, -8);
  if (right <= left) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, y, right - left, height);
  ctx.clip();
  ctx.globalAlpha = 0.28 * alpha;
  ctx.strokeStyle = theme.inks.red;
  ctx.lineWidth = 0.75 * stroke;
  ctx.setLineDash([]);
  ctx.beginPath();
  const gap = 10 * stroke;
  const first = anchor + Math.floor((left - height - anchor) / gap) * gap;
  for (let at = first; at < right; at += gap) {
    ctx.moveTo(at, y + height);
    ctx.lineTo(at + height, y);
  }
  ctx.stroke();
  ctx.restore();
}
