/** What loss in bursts comes to: the means of the Gilbert-Elliott model, once it has run for long. */
import type { GilbertElliott } from './model.ts';

export interface BurstMeans {
  /** Packets lost, 0 to 100 percent. */
  readonly lossPct: number;
  /** How many packets in a row are lost, on average; null when none is, infinite when all are. */
  readonly run: number | null;
}

/** Share of packets that are sent while the line is bad. A line that never changes stays good, as it begins. */
function badShare({ pPct, rPct }: GilbertElliott): number {
  return pPct === 0 ? 0 : pPct / (pPct + rPct);
}

/**
 * The mean loss, p·(1−h) + r·(1−k) over p + r, and the mean run of losses: of all packets the lost ones, over those
 * that are lost after one that was not. (With 1-h = 100 % and 1-k = 0 that is 1/r.)
 */
export function burstMeans(model: GilbertElliott): BurstMeans {
  const [p, r] = [model.pPct / 100, model.rPct / 100];
  const [badLoss, goodLoss] = [model.badLossPct / 100, model.goodLossPct / 100];
  const bad = badShare(model);
  const lost = bad * badLoss + (1 - bad) * goodLoss;
  const afterBad = (1 - r) * badLoss + r * goodLoss;
  const afterGood = (1 - p) * goodLoss + p * badLoss;
  const begins = bad * (1 - badLoss) * afterBad + (1 - bad) * (1 - goodLoss) * afterGood;
  return { lossPct: lost * 100, run: lost === 0 ? null : lost / begins };
}

/** Keeps two significant figures: what a person would have typed. */
function rounded(pct: number): number {
  return Number(pct.toPrecision(2));
}

/** `model` with such a p that `lossPct` percent are lost on average, nearly; null when no p does that. */
export function withMeanLoss(model: GilbertElliott, lossPct: number): GilbertElliott | null {
  const { rPct, badLossPct, goodLossPct } = model;
  if (lossPct <= goodLossPct || lossPct >= badLossPct) return null;
  const pPct = rounded((rPct * (lossPct - goodLossPct)) / (badLossPct - lossPct));
  return pPct > 0 && pPct <= 100 ? { ...model, pPct } : null;
}
