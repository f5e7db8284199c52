/** Backslash escapes as `printf` and `echo -e` read them, over octets (one character an octet, #base/bytes latin1). */

const LETTERS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '"': '"',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

export interface Unescaped {
  readonly octets: string;
  /** `\c`: nothing more is printed. */
  readonly stopped: boolean;
}

/** In a format octal is `\NNN`; in `%b` and `echo -e` it is `\0NNN`, and `\c` ends the output. */
export function unescape(octets: string, octal: 'format' | 'argument'): Unescaped {
  const pattern = /\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|0[0-7]{0,3}|[\s\S])/g;
  const argument = /\\(x[0-9a-fA-F]{1,2}|0[0-7]{0,3}|[1-7][0-7]{0,2}|[\s\S])/g;
  let end = -1;
  const text = octets.replace(
    octal === 'format' ? pattern : argument,
    (whole: string, code: string, at: number) => {
      if (octal === 'argument' && code === 'c' && end < 0) end = at;
      if (/^x./.test(code)) return String.fromCharCode(parseInt(code.slice(1), 16));
      if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 0xff);
      return LETTERS[code] ?? whole;
    },
  );
  if (end < 0) return { octets: text, stopped: false };
  return { octets: unescape(octets.slice(0, end), octal).octets, stopped: true };
}
