/** Header lines in bulk: one look at each octet, one decoding for all of them, none for those that said the same before. */
import { fromLatin1 } from '#base/bytes.ts';
import { isFieldValue, isToken, type Header } from './message.ts';

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;

const NAME = 1;
const VALUE = 2;

/** What each octet may be part of. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  return (isToken(character) ? NAME : 0) | (isFieldValue(character) ? VALUE : 0);
});

/** Lines of one call at most; and of a longer head, octets that are kept for comparison. */
const MAX_LINES = 64;
const KEPT_OCTETS = 8192;

/** Where each line of one call ends; and of each that is new: its place in the head, and where name and value begin and end. */
const ends = new Int32Array(MAX_LINES);
const marks = new Int32Array(5 * MAX_LINES);
const NEW: Header = ['', ''];

/**
 * Reads header lines. On one connection nearly every head says again what the head before said (RFC 7541 begins with
 * that), so a line whose octets are those of the same line of an earlier head is that line: no new strings.
 */
export class FieldLineReader {
  /** The lines of an earlier head: their octets, where each ends in them, and what it says. */
  #octets = new Uint8Array(0);
  #ends = new Int32Array(0);
  #known: readonly Header[] = [];

  /**
   * Reads the whole and well-formed lines of `bytes` from `start` on, `limit` octets at most, and adds them to `headers`.
   * Returns how many octets they have. What stops it, a line cut off, an empty one or a broken one, is for the caller to
   * tell.
   */
  take(bytes: Uint8Array, start: number, limit: number, headers: Header[]): number {
    const first = headers.length;
    const most = Math.min(start + limit, bytes.length);
    let end = start;
    let lines = 0;
    let mark = 0;
    for (; lines < MAX_LINES; lines++) {
      const known = this.#lengthAt(first + lines, bytes, end, most);
      if (known > 0) {
        end += known;
        headers.push(this.#known[first + lines] ?? NEW);
      } else {
        const behind = markLine(bytes, end, most, mark);
        if (behind < 0) break;
        marks[mark] = first + lines;
        mark += 5;
        end = behind;
        headers.push(NEW);
      }
      ends[lines] = end - start;
    }
    if (mark > 0) readMarked(bytes, mark, headers);
    // A head that is mostly new is the one to compare the next with.
    if (first === 0 && mark > 5 * (lines >> 1) && end - start <= KEPT_OCTETS) {
      this.#octets = bytes.slice(start, end);
      this.#ends = ends.slice(0, lines);
      this.#known = headers.slice();
    }
    return end - start;
  }

  /** Octets of the known line when it stands at `at` and ends by `most`, else 0. */
  #lengthAt(line: number, bytes: Uint8Array, at: number, most: number): number {
    const end = this.#ends[line] ?? 0;
    const from = line === 0 ? 0 : (this.#ends[line - 1] ?? 0);
    if (at + end - from > most) return 0;
    const octets = this.#octets;
    for (let i = from; i < end; i++) if (octets[i] !== bytes[at + i - from]) return 0;
    return Math.max(end - from, 0);
  }
}

/** Marks the line at `at`, up to `most`; returns the position behind it, or -1 when it is no whole and well-formed line. */
function markLine(bytes: Uint8Array, at: number, most: number, mark: number): number {
  const colon = behind(bytes, at, NAME);
  if (colon === at || bytes[colon] !== COLON) return -1;
  let from = colon + 1;
  while (isOws(bytes[from])) from++;
  const cr = behind(bytes, from, VALUE);
  if (bytes[cr] !== CR || bytes[cr + 1] !== LF || cr + 2 > most) return -1;
  let to = cr;
  while (to > from && isOws(bytes[to - 1])) to--;
  marks[mark + 1] = at;
  marks[mark + 2] = colon;
  marks[mark + 3] = from;
  marks[mark + 4] = to;
  return cr + 2;
}

/** Puts names and values of the lines marked, up to `mark`, into their places. */
function readMarked(bytes: Uint8Array, mark: number, headers: Header[]): void {
  const from = marked(1);
  const text = fromLatin1(bytes.subarray(from, marked(mark - 1)));
  for (let i = 0; i < mark; i += 5)
    headers[marked(i)] = [
      text.slice(marked(i + 1) - from, marked(i + 2) - from),
      text.slice(marked(i + 3) - from, marked(i + 4) - from),
    ];
}

function marked(i: number): number {
  return marks[i] ?? 0;
}

/** Position behind the octets of one class at `at`. */
function behind(bytes: Uint8Array, at: number, kind: number): number {
  let i = at;
  // Four at a time as long as all are of the class: more than twice as fast.
  for (const last = bytes.length - 4; i <= last; i += 4) {
    const common = classOf(bytes[i]) & classOf(bytes[i + 1]) & classOf(bytes[i + 2]) & classOf(bytes[i + 3]);
    if ((common & kind) === 0) break;
  }
  while (i < bytes.length && (classOf(bytes[i]) & kind) !== 0) i++;
  return i;
}

function classOf(octet = 0): number {
  return CLASSES[octet] ?? 0;
}

/** Optional white space (RFC 9110 section 5.6.3). */
function isOws(octet: number | undefined): boolean {
  return octet === SPACE || octet === TAB;
}
