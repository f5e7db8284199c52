/** What properties are made of: how to say that one doesn't hold, spoiled input, and a look at how much is kept. */
import fc from 'fast-check';
import { concat } from '#base/bytes.ts';
import { OctetBuffer } from '../octet-buffer.ts';
import { same } from './vector.ts';

/** A property with its name: `check` runs it `numRuns` times from `seed` on and shrinks what fails. */
export interface NamedProperty {
  readonly name: string;
  readonly check: (options: { readonly seed?: number; readonly numRuns: number }) => Checked;
}

export interface Checked {
  readonly runs: number;
  /** Null when it held; else the shrunk counterexample, its seed and path. */
  readonly failure: string | null;
}

/** A property over one generated input; `holds` throws when it does not. */
export function property<T>(name: string, input: fc.Arbitrary<T>, holds: (input: T) => void): NamedProperty {
  return {
    name,
    check: (options) => {
      const details = fc.check(fc.property(input, holds), options);
      return {
        runs: details.numRuns,
        failure: details.failed ? (fc.defaultReportMessage(details) ?? 'no report') : null,
      };
    },
  };
}

/** Throws unless both are the same as JSON, octets compared by value. */
export function agree(what: string, expected: unknown, actual: unknown): void {
  const why = same(what, expected, actual);
  if (why !== null) throw new Error(why);
}

/** Octets with up to four of them changed, removed or added. */
export function spoiled(octets: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'insert'),
    octet: fc.nat(255),
  });
  return fc.tuple(octets, fc.array(change, { maxLength: 4 })).map(([whole, changes]) => {
    let spoilt = whole;
    for (const { at, how, octet } of changes) {
      const from = at % (spoilt.length + 1);
      const left = spoilt.subarray(0, from);
      const right = spoilt.subarray(how === 'insert' ? from : from + 1);
      spoilt = concat([left, how === 'remove' ? new Uint8Array(0) : Uint8Array.of(octet), right]);
    }
    return spoilt;
  });
}

/** Runs `work` and returns the most octets that any one buffer of a codec held meanwhile. */
export function fullestBuffer(work: () => void): number {
  const original = Object.getOwnPropertyDescriptor(OctetBuffer.prototype, 'append');
  const append = original?.value as OctetBuffer['append'];
  let most = 0;
  OctetBuffer.prototype.append = function (piece) {
    append.call(this, piece);
    most = Math.max(most, this.length);
  };
  try {
    work();
  } finally {
    OctetBuffer.prototype.append = append;
  }
  return most;
}
