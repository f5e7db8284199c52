/** Bits and octets as the grid and the hexadecimal view cut them. Positions in bits unless said otherwise. */
import type { Field } from '#codecs/fields.ts';

/** A part of a field, or of what no field names, in one row of the grid. */
export interface Piece {
  /** Null: no field names these bits. */
  readonly field: Field | null;
  /** The first field of several that share one label, such as the three reserved bits. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The field began in an earlier row. */
  readonly continued: boolean;
}

export function bitAt(octets: Uint8Array, bit: number): 0 | 1 {
  return (((octets[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1 ? 1 : 0;
}

/** The bits [from, to) as text: hexadecimal where they are whole octets (at most `most` of them), else binary. */
export function bitText(octets: Uint8Array, from: number, to: number, most = 8): string {
  if (from % 8 === 0 && to % 8 === 0) {
    const shown = octets.subarray(from / 8, Math.min(to / 8, from / 8 + most));
    const text = Array.from(shown, (octet) => octet.toString(16).padStart(2, '0')).join(' ');
    return to / 8 - from / 8 > most ? `${text} …` : text;
  }
  let text = '';
  for (let bit = from; bit < to; bit++) text += String(bitAt(octets, bit));
  return text;
}

const RESERVED = ['rsv1', 'rsv2', 'rsv3'];

/** What stands in the bits [from, to), in order. `first` is where to begin looking in `fields`. */
export function piecesIn(fields: readonly Field[], from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (let i = firstEndingAfter(fields, from); i < fields.length && at < to; i++) {
    const field = fields[i];
    if (!field || field.offset >= to) break;
    if (field.offset > at)
      pieces.push({ field: null, name: '', from: at, to: field.offset, continued: false });
    const start = Math.max(field.offset, from);
    const end = Math.min(field.offset + field.bitLength, to);
    pieces.push({ field, name: field.name, from: start, to: end, continued: field.offset < from });
    at = end;
  }
  if (at < to) pieces.push({ field: null, name: '', from: at, to, continued: false });
  return pieces;
}

/** The pieces under which a label stands: the reserved bits share one. */
export function labelsOf(pieces: readonly Piece[]): Piece[] {
  const labels: Piece[] = [];
  for (const piece of pieces) {
    const last = labels.at(-1);
    if (last?.name === 'rsv' && RESERVED.includes(piece.name))
      labels[labels.length - 1] = { ...last, to: piece.to };
    else labels.push(RESERVED.includes(piece.name) ? { ...piece, name: 'rsv' } : piece);
  }
  return labels;
}

function firstEndingAfter(fields: readonly Field[], bit: number): number {
  let low = 0;
  let high = fields.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const field = fields[middle];
    if (field && field.offset + field.bitLength <= bit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A printable ASCII character, or a dot in the place of anything else. */
export function asciiOf(octet: number): string {
  return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '·';
}
