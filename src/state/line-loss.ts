/** How much of what is sent is lost, in one number. */
import { burstMeans } from '#netem/burst.ts';
import type { SessionView } from './contract.ts';

type Settings = SessionView['settings'];
type Values = Parameters<SessionView['set']>[0];

function inBursts(settings: Settings, way: 'up' | 'down'): boolean {
  return settings[`net.${way}.gemodelPPct`] > 0 || settings[`net.${way}.gemodelGoodLossPct`] > 0;
}

/** How many percent of a direction's packets are lost on average. */
export function lossPct(settings: Settings, way: 'up' | 'down'): number {
  if (!inBursts(settings, way)) return settings[`net.${way}.lossPct`];
  return burstMeans({
    pPct: settings[`net.${way}.gemodelPPct`],
    rPct: settings[`net.${way}.gemodelRPct`],
    badLossPct: settings[`net.${way}.gemodelBadLossPct`],
    goodLossPct: settings[`net.${way}.gemodelGoodLossPct`],
  }).lossPct;
}

/** The same with those that arrive corrupted, which the checksum drops. */
export function goneOf(settings: Settings, way: 'up' | 'down'): number {
  const lost = lossPct(settings, way);
  return lost + ((100 - lost) * settings[`net.${way}.corruptPct`]) / 100;
}

/** So many percent are lost, both ways, each packet by itself: where losses came in bursts, they do no longer. */
export function lossOf(settings: Settings, percent: number): Values {
  const plain: Values = { 'net.up.lossPct': percent, 'net.down.lossPct': percent };
  if (!inBursts(settings, 'up') && !inBursts(settings, 'down')) return plain;
  return {
    ...plain,
    'net.up.gemodelPPct': 0,
    'net.down.gemodelPPct': 0,
    'net.up.gemodelGoodLossPct': 0,
    'net.down.gemodelGoodLossPct': 0,
  };
}
