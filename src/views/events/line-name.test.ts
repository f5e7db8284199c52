import { expect, test } from 'vitest';
import { IDEAL_LINK, NO_EXTRAS, withExtras } from '#netem/model.ts';
import { catalogue } from '#words/catalogue.ts';
import { lineName } from './line-name.ts';

const [en, zh] = [catalogue('en'), catalogue('zh')];
const plain = (text: string): string => text.replaceAll('\u2009', ' ');

test('a line that does nothing has only its delay', () => {
  expect(plain(lineName(IDEAL_LINK, en))).toBe('0 ms one way');
  expect(lineName({ ...IDEAL_LINK, outage: true }, en)).toBe('cut');
});

test('every impairment in force is named, in both languages', () => {
  const link = withExtras(
    { ...IDEAL_LINK, delayMs: 60, jitterMs: 20, lossPct: 5, rateKbit: 500, queuePackets: 20 },
    {
      ...NO_EXTRAS,
      distribution: 'pareto',
      jitterCorrelationPct: 25,
      reordering: true,
      lossCorrelationPct: 10,
      duplicatePct: 1,
      corruptPct: 2,
      reorderPct: 3,
      gap: 5,
    },
  );
  expect(plain(lineName(link, en))).toBe(
    '60 ms one way, jitter 20 ms, spread as by Pareto, correlation 25%, which may reorder, 5% lost, ' +
      'correlation 10%, 1% twice, 2% corrupted, 3% overtake, at most one in 5, at most 500 kbit/s, ' +
      'with 20 packets that may wait',
  );
  expect(plain(lineName(link, zh))).toBe(
    '单程 60 ms、抖动 20 ms、按帕累托分布、相关 25%、可以打乱先后、丢包 5%、相关 10%、重复 1%、损坏 2%、' +
      '插队 3%、每 5 个里最多一个、最多 500 kbit/s、排队最多 20 个包',
  );
});

test('loss in bursts is told by what it comes to', () => {
  const gemodel = { pPct: 1, rPct: 20, badLossPct: 100, goodLossPct: 0 };
  const link = withExtras(IDEAL_LINK, { ...NO_EXTRAS, gemodel });
  expect(lineName(link, en)).toContain('4.76% lost in bursts of about 5.0');
  expect(lineName(link, zh)).toContain('成串地丢包 4.76%，一串约 5.0 个');
});
