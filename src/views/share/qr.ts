/** A text as the modules of a QR code. */
import { encode } from 'uqr';
import { utf8 } from '#base/bytes.ts';

/** The standard's quiet zone, in modules (ISO/IEC 18004 section 9.1). */
const QUIET = 4;

/**
 * What version 25 holds in byte mode at error correction level L: 117 modules a side. Denser codes are too fine for a
 * phone's camera, from a screen and all the more from a wall.
 */
export const QR_BYTES = 1273;

export function fitsQr(text: string): boolean {
  return utf8(text).length <= QR_BYTES;
}

/** The dark modules as the data of an SVG path, a rectangle for each run in a row; null when the text doesn't fit. */
export function qrPath(text: string): { readonly path: string; readonly size: number } | null {
  if (!fitsQr(text)) return null;
  const { data, size } = encode(text, { ecc: 'L', boostEcc: true, maxVersion: 25, border: QUIET });
  let path = '';
  for (const [y, row] of data.entries())
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x++;
      path += `M${String(from)} ${String(y)}h${String(x + 1 - from)}v1h-${String(x + 1 - from)}z`;
    }
  return { path, size };
}
