/** fast-check helpers: the same octets cut in every way. */
import fc from 'fast-check';

/** Cuts `octets` at the positions that `cuts` picks; the pieces are copies, so that none aliases another. */
export function splitAt(octets: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const positions = [...new Set(cuts.map((cut) => cut % (octets.length + 1)))].sort((a, b) => a - b);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const to of [...positions, octets.length]) {
    pieces.push(octets.slice(from, to));
    from = to;
  }
  return pieces;
}

/** Where to cut; `splitAt` folds the numbers into range. */
export const cuts = fc.array(fc.nat(), { maxLength: 12 });

/**
 * Octets that look like the protocol more often than noise does: pieces from `words` and random ones, mixed.
 */
export function wireLike(words: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  );
  return fc
    .array(piece, { maxLength: 40 })
    .map((pieces) => Uint8Array.from(pieces.flatMap((octets) => [...octets])));
}
