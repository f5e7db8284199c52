/** A direction of the line in words: every impairment that is in force. */
import { burstMeans } from '#netem/burst.ts';
import { extrasOf, IDEAL_LINK, type GilbertElliott, type LinkParams } from '#netem/model.ts';
import type { Words } from '#words/catalogue.ts';
import { formatBitRate, formatCount, formatPercent, formatSpan } from '#words/format.ts';

type LineWords = Words['events']['net'];

function jitterNames(link: LinkParams, w: LineWords): string[] {
  if (link.jitterMs === 0) return [];
  const { distribution, jitterCorrelationPct, reordering } = extrasOf(link);
  const spread = distribution === 'uniform' ? [] : [w.spread[distribution]];
  return [
    w.jitter(formatSpan(link.jitterMs)),
    ...spread,
    ...correlation(jitterCorrelationPct, w),
    ...(reordering ? [w.mayReorder] : []),
  ];
}

function burstName(model: GilbertElliott, w: LineWords): string {
  const { lossPct, run } = burstMeans(model);
  const inARow = run === null || !Number.isFinite(run) ? '' : w.inARow(run.toFixed(1));
  return w.bursts(formatPercent(lossPct), inARow);
}

function correlation(pct: number, w: LineWords): string[] {
  return pct > 0 ? [w.correlation(formatPercent(pct))] : [];
}

/** "60 ms one way, jitter 20 ms, 5% lost"; the word for a cut line while it is cut. */
export function lineName(link: LinkParams, words: Words): string {
  const w = words.events.net;
  if (link.outage) return w.cut;
  const extras = extrasOf(link);
  const share = (pct: number, correlationPct: number, name: (percent: string) => string): string[] =>
    pct > 0 ? [name(formatPercent(pct)), ...correlation(correlationPct, w)] : [];
  return [
    w.delay(formatSpan(link.delayMs)),
    ...jitterNames(link, w),
    ...(extras.gemodel
      ? [burstName(extras.gemodel, w)]
      : share(link.lossPct, extras.lossCorrelationPct, w.loss)),
    ...share(extras.duplicatePct, extras.duplicateCorrelationPct, w.duplicate),
    ...share(extras.corruptPct, extras.corruptCorrelationPct, w.corrupt),
    ...share(extras.reorderPct, extras.reorderCorrelationPct, w.reorder),
    ...(extras.reorderPct > 0 && extras.gap > 1 ? [w.gap(formatCount(extras.gap))] : []),
    ...(link.rateKbit > 0 ? [w.rate(formatBitRate(link.rateKbit * 1000))] : []),
    ...(link.rateKbit > 0 && link.queuePackets !== IDEAL_LINK.queuePackets
      ? [w.queue(formatCount(link.queuePackets))]
      : []),
  ].join(words.events.join);
}
