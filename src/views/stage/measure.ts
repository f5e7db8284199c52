/** Widths of texts in the stage's type, measured once each. */
import { fontOf } from './paint.ts';
import type { Theme } from './theme.ts';

/** Delays and numbers repeat; a run that never ends must not fill the memory with them. */
const MAX_TEXTS = 4000;

/** Measures by the context that paints: only a canvas in the page has the page's tabular figures. */
export class TextWidths {
  readonly #theme: Theme;
  #widths = new Map<string, number>();

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  of(ctx: CanvasRenderingContext2D, text: string, bold: boolean): number {
    const key = (bold ? 'b' : 'r') + text;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    if (this.#widths.size >= MAX_TEXTS) this.#widths.clear();
    ctx.font = fontOf(this.#theme, bold);
    const { width } = ctx.measureText(text);
    this.#widths.set(key, width);
    return width;
  }
}
