/** Widths of texts in the stage's type, measured once each. */
import { fontOf } from './paint.ts';
import type { Theme } from './theme.ts';

/** Delays and numbers repeat; a run that never ends must not fill the memory with them. */
const MAX_TEXTS = 4000;

export function textMeasure(theme: Theme): (text: string, bold: boolean) => number {
  const ctx = document.createElement('canvas').getContext('2d');
  const widths = new Map<string, number>();
  return (text, bold) => {
    const key = (bold ? 'b' : 'r') + text;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (!ctx) return text.length * theme.fontPx * 0.6;
    if (widths.size >= MAX_TEXTS) widths.clear();
    ctx.font = fontOf(theme, bold);
    const width = ctx.measureText(text).width;
    widths.set(key, width);
    return width;
  };
}
