/** Settings as the impairment model has them, and back. */
import { ensure } from '#base/assert.ts';
import { DISTRIBUTIONS } from '#netem/distribution.ts';
import { extrasOf, withExtras, type LinkParams, type NetemExtras, type PathParams } from '#netem/model.ts';
import type { SettingKey, Settings } from './settings.ts';
import { NETEM_SETTINGS } from './settings-netem.ts';

type Way = 'up' | 'down';

function extrasUnder(settings: Settings, dir: Way): NetemExtras {
  const pPct = settings[`net.${dir}.gemodelPPct`];
  const goodLossPct = settings[`net.${dir}.gemodelGoodLossPct`];
  return {
    distribution: ensure(DISTRIBUTIONS[settings[`net.${dir}.distribution`]], 'distribution'),
    jitterCorrelationPct: settings[`net.${dir}.jitterCorrelationPct`],
    reordering: settings[`net.${dir}.reordering`] > 0,
    lossCorrelationPct: settings[`net.${dir}.lossCorrelationPct`],
    gemodel:
      pPct > 0 || goodLossPct > 0
        ? {
            pPct,
            rPct: settings[`net.${dir}.gemodelRPct`],
            badLossPct: settings[`net.${dir}.gemodelBadLossPct`],
            goodLossPct,
          }
        : null,
    duplicatePct: settings[`net.${dir}.duplicatePct`],
    duplicateCorrelationPct: settings[`net.${dir}.duplicateCorrelationPct`],
    corruptPct: settings[`net.${dir}.corruptPct`],
    corruptCorrelationPct: settings[`net.${dir}.corruptCorrelationPct`],
    reorderPct: settings[`net.${dir}.reorderPct`],
    reorderCorrelationPct: settings[`net.${dir}.reorderCorrelationPct`],
    gap: settings[`net.${dir}.reorderGap`],
  };
}

/** One direction's impairments under these settings; `outage` while the line is cut. */
export function linkOf(settings: Settings, dir: Way, outage: boolean): LinkParams {
  const plain: LinkParams = {
    delayMs: settings[`net.${dir}.delayMs`],
    jitterMs: settings[`net.${dir}.jitterMs`],
    lossPct: settings[`net.${dir}.lossPct`],
    rateKbit: settings[`net.${dir}.rateKbit`],
    queuePackets: settings['net.queuePackets'],
    outage,
  };
  return withExtras(plain, extrasUnder(settings, dir));
}

/** Both directions' impairments under these settings. */
export function pathOf(settings: Settings, outage: boolean): PathParams {
  return { up: linkOf(settings, 'up', outage), down: linkOf(settings, 'down', outage) };
}

/**
 * The settings under which a direction has these impairments, but for an outage. The queue's length is one for both
 * directions.
 */
export function settingsOf(link: LinkParams, dir: Way): Partial<Record<SettingKey, number>> {
  const { gemodel, ...extras } = extrasOf(link);
  const burst = (name: 'R' | 'BadLoss'): number => NETEM_SETTINGS[`net.${dir}.gemodel${name}Pct`].default;
  return {
    [`net.${dir}.delayMs`]: link.delayMs,
    [`net.${dir}.jitterMs`]: link.jitterMs,
    [`net.${dir}.lossPct`]: link.lossPct,
    [`net.${dir}.rateKbit`]: link.rateKbit,
    'net.queuePackets': link.queuePackets,
    [`net.${dir}.distribution`]: DISTRIBUTIONS.indexOf(extras.distribution),
    [`net.${dir}.jitterCorrelationPct`]: extras.jitterCorrelationPct,
    [`net.${dir}.reordering`]: extras.reordering ? 1 : 0,
    [`net.${dir}.lossCorrelationPct`]: extras.lossCorrelationPct,
    [`net.${dir}.gemodelPPct`]: gemodel?.pPct ?? 0,
    [`net.${dir}.gemodelRPct`]: gemodel?.rPct ?? burst('R'),
    [`net.${dir}.gemodelBadLossPct`]: gemodel?.badLossPct ?? burst('BadLoss'),
    [`net.${dir}.gemodelGoodLossPct`]: gemodel?.goodLossPct ?? 0,
    [`net.${dir}.duplicatePct`]: extras.duplicatePct,
    [`net.${dir}.duplicateCorrelationPct`]: extras.duplicateCorrelationPct,
    [`net.${dir}.corruptPct`]: extras.corruptPct,
    [`net.${dir}.corruptCorrelationPct`]: extras.corruptCorrelationPct,
    [`net.${dir}.reorderPct`]: extras.reorderPct,
    [`net.${dir}.reorderCorrelationPct`]: extras.reorderCorrelationPct,
    [`net.${dir}.reorderGap`]: extras.gap,
  };
}
