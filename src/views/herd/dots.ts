/** Draws a herd's attempts as dots: across is time, down are the clients. */
import type { HerdDots } from '#state/herd-figures.ts';

export interface DotInks {
  readonly letIn: string;
  readonly refused: string;
}

export interface DotFrame {
  readonly width: number;
  readonly height: number;
  /** The end of the time axis, in milliseconds. */
  readonly endMs: number;
  readonly clients: number;
  /** Edge of a dot. */
  readonly size: number;
}

export function paintDots(
  to: CanvasRenderingContext2D,
  dots: HerdDots,
  inks: DotInks,
  { width, height, endMs, clients, size }: DotFrame,
): void {
  to.clearRect(0, 0, width, height);
  // Those that were let in last: there are fewer, and they are what the others wait for.
  for (const refused of [1, 0]) {
    to.fillStyle = refused === 1 ? inks.refused : inks.letIn;
    for (const [i, at] of dots.atMs.entries()) {
      if (dots.refused[i] !== refused) continue;
      const x = (at / endMs) * width;
      const y = ((dots.client[i] ?? 0) / clients) * (height - size);
      to.fillRect(x - size / 2, y, size, size);
    }
  }
}
