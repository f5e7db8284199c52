/** The rows of the field tree. */
import type { Field } from '#codecs/fields.ts';
import type { BitRange } from '#views/inspector/cursor.svelte.ts';
import { rangeOf } from '#views/inspector/cursor.svelte.ts';
import { bitText } from './bits.ts';

export interface TreeRow {
  /** Unique in its tree. */
  readonly key: string;
  /** 1 is the outermost. */
  readonly level: 1 | 2;
  readonly name: string;
  /** The bits as they stand there: binary, or hexadecimal octets. */
  readonly raw: string;
  /** What that means, in words. */
  readonly about: string;
  /** Where it is defined, such as 'RFC 6455 §5.2'. */
  readonly spec: string;
  readonly range: BitRange;
}

/** One row a field, without grouping: for modes whose fields stand side by side. */
export function plainRows(
  fields: readonly Field[],
  octets: Uint8Array,
  words: { readonly fields: Readonly<Record<string, string>> },
  about: (field: Field) => string = ({ value }) => String(value),
): TreeRow[] {
  return fields.map((field) => ({
    key: `${field.name}@${String(field.offset)}`,
    level: 1,
    name: words.fields[field.name] ?? field.name,
    raw: bitText(octets, field.offset, field.offset + field.bitLength, 6),
    about: about(field),
    spec: field.spec,
    range: rangeOf(field),
  }));
}
