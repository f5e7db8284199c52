/**
 * What is pointed at and what is chosen among the bits of a unit. The grid, the hexadecimal view, the tree and a mode's
 * own pictures share one cursor: so they are linked. Positions are bits from the unit's first (most significant first).
 */
import type { Field } from '#codecs/fields.ts';

/** Bits [from, to). */
export interface BitRange {
  readonly from: number;
  readonly to: number;
}

/** Up to so many bits a field is pointed at as a whole; of a larger one, octet by octet. */
const WHOLE_BITS = 32;

/** Who moved the cursor: a view scrolls to what another one chose, never to what is merely pointed at. */
export type CursorSource = 'grid' | 'hex' | 'tree' | 'mode';

export class Cursor {
  #hovered = $state.raw<BitRange | null>(null);
  #selected = $state.raw<BitRange | null>(null);
  #source = $state.raw<CursorSource>('mode');

  /** Under the pointer, in whichever view. */
  get hovered(): BitRange | null {
    return this.#hovered;
  }

  /** Chosen by a click or a key. */
  get selected(): BitRange | null {
    return this.#selected;
  }

  /** What is to be shown as marked: what is pointed at, else what is chosen. */
  get shown(): BitRange | null {
    return this.#hovered ?? this.#selected;
  }

  /** Which view chose. */
  get source(): CursorSource {
    return this.#source;
  }

  hover(range: BitRange | null): void {
    if (range?.from !== this.#hovered?.from || range?.to !== this.#hovered?.to) this.#hovered = range;
  }

  select(range: BitRange | null, source: CursorSource = 'mode'): void {
    this.#selected = range;
    this.#source = source;
  }
}

export function rangeOf(field: Field): BitRange {
  return { from: field.offset, to: field.offset + field.bitLength };
}

export function overlaps(a: BitRange | null, b: BitRange): boolean {
  return a !== null && a.from < b.to && b.from < a.to;
}

/** The field in which a bit stands; fields are in order and do not overlap. */
export function fieldAt(fields: readonly Field[], bit: number): Field | null {
  let low = 0;
  let high = fields.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const field = fields[middle];
    if (!field) return null;
    if (bit < field.offset) high = middle - 1;
    else if (bit >= field.offset + field.bitLength) low = middle + 1;
    else return field;
  }
  return null;
}

/** What pointing at a bit means: its field, or of a long field or of none its octet. */
export function targetAt(fields: readonly Field[], bit: number): BitRange {
  const field = fieldAt(fields, bit);
  if (field && field.bitLength <= WHOLE_BITS) return rangeOf(field);
  const octet = bit - (bit % 8);
  return { from: octet, to: octet + 8 };
}

/** The range before (-1) or after (1) one, as the arrow keys go: null at either end. */
export function stepFrom(
  fields: readonly Field[],
  bits: number,
  from: BitRange | null,
  step: -1 | 1,
): BitRange | null {
  if (from === null) return bits > 0 ? targetAt(fields, 0) : null;
  const bit = step < 0 ? from.from - 1 : from.to;
  return bit < 0 || bit >= bits ? null : targetAt(fields, bit);
}
