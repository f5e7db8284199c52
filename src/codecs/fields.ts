import { fromUtf8Strict, toHex } from '#base/bytes.ts';

/**
 * What an inspector shows of a unit of protocol data: a list of named runs of bits. The byte grid, the tree of fields
 * and the selection all share this one shape. Fields are made on demand by `annotate…` functions, never while decoding.
 */
export interface Field {
  /** The specification's own word where there is one: `fin`, `opcode`, `Content-Length`. */
  readonly name: string;
  /** First BIT of the field, counted from the first bit (most significant first) of the unit's first octet. */
  readonly offset: number;
  readonly bitLength: number;
  readonly value: string | number | boolean;
  /** Where the field is defined, such as 'RFC 6455 §5.2'. */
  readonly spec: string;
}

/** A field that starts and ends on an octet boundary; positions are given in octets, the result is in bits. */
export function octetField(
  name: string,
  from: number,
  to: number,
  value: Field['value'],
  spec: string,
): Field {
  return { name, offset: from * 8, bitLength: (to - from) * 8, value, spec };
}

const SHOWN_OCTETS = 4096;

/** Octets as a field's value: text where they are text, hexadecimal otherwise, cut when they are many. */
export function preview(octets: Uint8Array): string {
  const whole = octets.length <= SHOWN_OCTETS;
  // The cut may fall inside a character of up to four octets.
  for (let less = 0; less < (whole ? 1 : 4); less++) {
    const text = fromUtf8Strict(octets.subarray(0, SHOWN_OCTETS - less));
    if (text !== null) return text;
  }
  return toHex(octets.subarray(0, SHOWN_OCTETS));
}
