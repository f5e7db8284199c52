import { expect, test } from 'vitest';
import { checkLink, LINK_BOUNDS } from './check.ts';
import { deviation, DISTRIBUTIONS, distributionTable } from './distribution.ts';
import { IDEAL_LINK, NO_EXTRAS, sameLink, symmetricPath, withExtras } from './model.ts';

const link = IDEAL_LINK;

test('further impairments are only written down where there are some', () => {
  expect(withExtras(link, NO_EXTRAS)).toEqual(link);
  const corrupting = withExtras(link, { ...NO_EXTRAS, corruptPct: 1 });
  expect(corrupting.netem).toEqual({ ...NO_EXTRAS, corruptPct: 1 });
  expect(withExtras(corrupting, NO_EXTRAS)).toEqual(link);
  expect(symmetricPath(100).up).toEqual({ ...link, delayMs: 50 });
});

test('links are the same when every impairment is', () => {
  const gemodel = { pPct: 1, rPct: 20, badLossPct: 100, goodLossPct: 0 };
  const burst = withExtras(link, { ...NO_EXTRAS, gemodel });
  expect(sameLink(link, { ...link, netem: NO_EXTRAS })).toBe(true);
  expect(sameLink(link, { ...link, outage: true })).toBe(false);
  expect(sameLink(link, burst)).toBe(false);
  expect(sameLink(burst, withExtras(link, { ...NO_EXTRAS, gemodel: { ...gemodel } }))).toBe(true);
  expect(sameLink(burst, withExtras(link, { ...NO_EXTRAS, gemodel: { ...gemodel, rPct: 21 } }))).toBe(false);
});

test('a link that can not be carried out is refused', () => {
  const gemodel = { pPct: 1, rPct: 20, badLossPct: 100, goodLossPct: 0 };
  const fault = (plain: object, extras: object): unknown => {
    const checked = checkLink(withExtras({ ...link, ...plain }, { ...NO_EXTRAS, ...extras }));
    return checked.ok ? null : [checked.error.code, ...checked.error.params];
  };
  expect(fault({ delayMs: 10 }, { gemodel, reorderPct: 1, gap: 3 })).toBeNull();
  expect(fault({ delayMs: -1 }, {})).toEqual(['range', 'delayMs', '0', String(LINK_BOUNDS.delayMs.max)]);
  expect(fault({ lossPct: NaN }, {})).toEqual(['range', 'lossPct', '0', '100']);
  expect(fault({ queuePackets: 1.5 }, {})).toEqual(['whole', 'queuePackets', '1', '100000']);
  expect(fault({}, { gemodel: { ...gemodel, rPct: 101 } })).toEqual(['range', 'rPct', '0', '100']);
  expect(fault({ lossPct: 1 }, { gemodel })).toEqual(['two-losses']);
  expect(fault({}, { reorderPct: 1 })).toEqual(['reorder-without-delay']);
  expect(fault({ delayMs: 1 }, { gap: 1 })).toEqual(['gap-without-reorder']);
  expect(fault({ delayMs: 1 }, { distribution: 'pareto' })).toEqual(['distribution-without-jitter']);
});

// Numbers from running the algorithms of iproute2's netem/*.c in another language, with its own erf and pow.
test.each([
  ['normal', -32_768, -28_307, 0, 28_858, -26_163, 637_024_795],
  ['pareto', -5461, -5460, -2622, 32_767, -1_123_786, 3_261_707_780],
  ['paretonormal', -12_305, -11_171, -1966, 31_789, -848_968, 2_918_022_304],
] as const)('the table of %s is iproute2’s', (name, first, second, middle, last, sum, hash) => {
  const table = [...distributionTable(name)];
  expect([table.length, table[0], table[1], table[2048], table.at(-1)]).toEqual([
    4096,
    first,
    second,
    middle,
    last,
  ]);
  expect(table.reduce((total, entry) => total + entry)).toBe(sum);
  expect(table.reduce((h, entry) => (Math.imul(h, 31) + entry) >>> 0, 0)).toBe(hash);
});

test('jitter spreads as its distribution has it, about the fixed delay', () => {
  const spread = DISTRIBUTIONS.map((name) => {
    const all = Array.from({ length: 8192 }, (_, i) => deviation(name, 10, (i + 0.5) / 8192));
    const mean = all.reduce((a, b) => a + b) / all.length;
    const variance = all.reduce((a, b) => a + (b - mean) ** 2, 0) / all.length;
    expect(Math.abs(mean)).toBeLessThan(0.4);
    return [Math.sqrt(variance), Math.min(...all), Math.max(...all)].map((x) => Math.round(x * 10) / 10);
  });
  expect(spread).toEqual([
    [5.8, -10, 10],
    [10, -40, 35.2],
    [8.2, -6.7, 40],
    [8.3, -15, 38.8],
  ]);
});
