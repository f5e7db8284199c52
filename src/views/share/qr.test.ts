import { expect, test } from 'vitest';
import { fitsQr, QR_BYTES, qrPath } from './qr.ts';

/** The modules that a path makes dark, as rows of # and blanks. */
function drawn(path: string, size: number): string[] {
  const rows = Array.from({ length: size }, () => Array<string>(size).fill(' '));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    rows[Number(y)]?.fill('#', Number(x), Number(x) + Number(width));
  return rows.map((row) => row.join(''));
}

test('draws the finder patterns inside a quiet zone of four modules', () => {
  const code = qrPath('https://example.org/#run=abc');
  const rows = drawn(code?.path ?? '', code?.size ?? 0);
  expect(rows.slice(0, 4).join('').trim()).toBe('');
  expect(
    rows
      .map((row) => row.slice(0, 4))
      .join('')
      .trim(),
  ).toBe('');
  const finder = ['#######', '#     #', '# ### #', '# ### #', '# ### #', '#     #', '#######'];
  expect(rows.slice(4, 11).map((row) => row.slice(4, 11))).toEqual(finder);
  expect(rows.slice(4, 11).map((row) => row.slice(-11, -4))).toEqual(finder);
});

test('takes what version 25 holds, and not one octet more', () => {
  const longest = 'x'.repeat(QR_BYTES);
  expect(qrPath(longest)?.size).toBe(117 + 2 * 4);
  expect(fitsQr(`${longest}x`)).toBe(false);
  expect(qrPath(`${longest}x`)).toBeNull();
});
