import { expect, test } from 'vitest';
import { burstMeans, withMeanLoss } from './burst.ts';
import type { GilbertElliott } from './model.ts';

const SIMPLE: GilbertElliott = { pPct: 1, rPct: 20, badLossPct: 100, goodLossPct: 0 };

test('Gilbert’s model loses p / (p + r) of the packets, 1 / r in a row', () => {
  const { lossPct, run } = burstMeans(SIMPLE);
  expect(lossPct).toBeCloseTo(100 / 21, 9);
  expect(run).toBeCloseTo(5, 9);
});

/** Runs of losses when the model is played packet by packet, with the numbers of a plain generator. */
function played(model: GilbertElliott, packets: number): { lossPct: number; run: number } {
  let state = 12345;
  const percent = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * 100;
  };
  let [bad, before, lost, runs] = [false, false, 0, 0];
  for (let i = 0; i < packets; i++) {
    const now = percent() < (bad ? model.badLossPct : model.goodLossPct);
    if (now) lost++;
    if (now && !before) runs++;
    before = now;
    if (percent() < (bad ? model.rPct : model.pPct)) bad = !bad;
  }
  return { lossPct: (100 * lost) / packets, run: lost / runs };
}

test.each([
  { pPct: 2, rPct: 25, badLossPct: 70, goodLossPct: 1 },
  { pPct: 10, rPct: 10, badLossPct: 50, goodLossPct: 5 },
])('the means are those of the model when it is played: %o', (model) => {
  const means = burstMeans(model);
  const found = played(model, 400_000);
  expect(means.lossPct / found.lossPct).toBeCloseTo(1, 1);
  expect((means.run ?? 0) / found.run).toBeCloseTo(1, 1);
});

test('the ends: nothing lost, everything lost, a line that never turns bad', () => {
  expect(burstMeans({ ...SIMPLE, badLossPct: 0 })).toEqual({ lossPct: 0, run: null });
  expect(burstMeans({ ...SIMPLE, goodLossPct: 100 })).toEqual({ lossPct: 100, run: Infinity });
  expect(burstMeans({ ...SIMPLE, pPct: 0, rPct: 0 })).toEqual({ lossPct: 0, run: null });
});

test('a mean loss that is asked for is met by p, where it can be', () => {
  const met = withMeanLoss(SIMPLE, 5);
  expect(met?.pPct).toBe(1.1);
  expect(met && burstMeans(met).lossPct).toBeCloseTo(5, 0);
  expect(withMeanLoss(SIMPLE, 0)).toBeNull();
  expect(withMeanLoss(SIMPLE, 99)).toBeNull();
  expect(withMeanLoss({ ...SIMPLE, badLossPct: 30 }, 40)).toBeNull();
});
