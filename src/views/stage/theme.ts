/** The theme's colours and type as the canvas needs them, read once from the custom properties of src/app.css. */
import type { Ink } from './marks.ts';

export interface Theme {
  readonly inks: Readonly<Record<Ink, string>>;
  /** Opacity of one wait's tint. */
  readonly tint: number;
  readonly fontFamily: string;
  readonly fontPx: number;
  readonly projector: boolean;
}

/** Reads the theme as it applies to `element`, whose font size must be that of the axis. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    inks: {
      ...{ paper: token('--paper'), ink: token('--ink'), ink2: token('--ink2'), ink3: token('--ink3') },
      ...{ rail: token('--rail'), hair: token('--hair'), red: token('--red') },
      ...{
        polling: token('--polling'),
        longpoll: token('--longpoll'),
        sse: token('--sse'),
        ws: token('--ws'),
      },
    },
    tint: Number(token('--wait-opacity')),
    fontFamily: style.fontFamily,
    fontPx: Number.parseFloat(style.fontSize),
    projector: Number(token('--stroke')) > 1,
  };
}
