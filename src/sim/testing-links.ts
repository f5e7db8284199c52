/** For tests: links that do anything to packets. */
import fc from 'fast-check';
import { DISTRIBUTIONS } from '#netem/distribution.ts';
import { withExtras, type LinkParams, type NetemExtras } from '#netem/model.ts';

/** Nothing in every other link, else up to `max` percent. */
function upTo(max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constant(0), fc.double({ min: 0.01, max, noNaN: true }));
}

/** Further impairments, none of which is likely to happen to more than `most` percent of packets. */
export function anyExtras(most: number): fc.Arbitrary<NetemExtras> {
  return fc.record({
    distribution: fc.constantFrom(...DISTRIBUTIONS),
    jitterCorrelationPct: upTo(100),
    reordering: fc.boolean(),
    lossCorrelationPct: upTo(100),
    gemodel: fc.option(
      fc.record({
        pPct: upTo(most / 4),
        rPct: fc.integer({ min: 20, max: 100 }),
        badLossPct: upTo(100),
        goodLossPct: upTo(most / 4),
      }),
    ),
    duplicatePct: upTo(most),
    duplicateCorrelationPct: upTo(90),
    corruptPct: upTo(most / 2),
    corruptCorrelationPct: upTo(90),
    reorderPct: upTo(most),
    reorderCorrelationPct: upTo(90),
    gap: fc.nat(6),
  });
}

/** A link with whatever `plain` yields, and in every other case with further impairments. */
export function withAnyExtras(plain: fc.Arbitrary<LinkParams>, most: number): fc.Arbitrary<LinkParams> {
  return fc
    .tuple(plain, fc.option(anyExtras(most)))
    .map(([link, extras]) => (extras ? withExtras(link, extras) : link));
}
