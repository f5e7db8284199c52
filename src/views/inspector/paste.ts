/**
 * Octets from text as people find it: plain hexadecimal, the RFC's `0x81 0x85`, `\x81\x85`, a Buffer as Node prints it,
 * and dumps with offsets and ASCII as Wireshark, hexdump -C and xxd show them.
 */
import { err, ok, type Result } from '#base/result.ts';

/** The largest paste: twice the largest frame with a 16-bit length. */
export const MAX_PASTED_OCTETS = 131_072;

/** What is wrong, and where: line and column count from 1. */
export interface PasteProblem {
  readonly kind: 'empty' | 'digit' | 'odd' | 'large';
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

interface Word {
  readonly text: string;
  readonly column: number;
}

/** "0000   81 85", "00000000  81 85", "00000000: 8185": an offset, then a wide gap or a colon; alone at a dump's end. */
const OFFSET = /^\s*([0-9a-f]{4,8})(:\s*|\s{2,}|\t|$)/iu;
const AROUND = /<Buffer|>|\((?:contains|with)[^)]*\)/giu;

export function readPasted(text: string): Result<Uint8Array<ArrayBuffer>, PasteProblem> {
  const octets: number[] = [];
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    for (const word of wordsOf(line, octets.length)) {
      const problem = problemOf(word);
      if (problem) return err({ ...problem, line: index + 1, column: word.column });
      for (let at = 0; at < word.text.length; at += 2) octets.push(parseInt(word.text.slice(at, at + 2), 16));
      if (octets.length > MAX_PASTED_OCTETS)
        return err({ kind: 'large', text: '', line: index + 1, column: word.column });
    }
  }
  return octets.length === 0
    ? err({ kind: 'empty', text: '', line: 1, column: 1 })
    : ok(Uint8Array.from(octets));
}

function problemOf({ text }: Word): Pick<PasteProblem, 'kind' | 'text'> | null {
  const shown = text.length > 24 ? `${text.slice(0, 24)}…` : text;
  if (/[^0-9a-f]/iu.test(text)) return { kind: 'digit', text: shown };
  return text.length % 2 === 1 ? { kind: 'odd', text: shown } : null;
}

/** The words of a line that should be octets; `read` is how many octets stand before it. */
function wordsOf(line: string, read: number): Word[] {
  const offset = OFFSET.exec(line);
  // Four digits may as well be two octets: an offset counts what stands before it.
  const dump = offset !== null && parseInt(offset[1] ?? '', 16) === read && (offset[2] !== '' || read > 0);
  const start = dump ? offset[0].length : 0;
  const body = dump ? withoutAscii(line.slice(start), offset[2]?.startsWith(':') ?? false) : line;
  // What is left out keeps its width, so that columns stay true.
  const cleaned = body
    .replace(AROUND, (found) => ' '.repeat(found.length))
    .replace(/0x|\\x/giu, '  ')
    .replace(/[,;:\-[\]{}"']/gu, ' ');
  return [...cleaned.matchAll(/\S+/gu)].map((match) => ({ text: match[0], column: start + match.index + 1 }));
}

/** xxd sets its ASCII apart by two spaces, hexdump by bars, Wireshark by three spaces. */
function withoutAscii(body: string, colon: boolean): string {
  const at = body.search(colon ? /\s{2,}/u : /\s*\||\s{3,}/u);
  return at < 0 ? body : body.slice(0, at);
}
