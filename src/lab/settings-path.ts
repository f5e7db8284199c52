/** Settings as the impairment model has them. */
import type { LinkParams, PathParams } from '#netem/model.ts';
import type { Settings } from './settings.ts';

function linkOf(settings: Settings, dir: 'up' | 'down', outage: boolean): LinkParams {
  return {
    delayMs: settings[`net.${dir}.delayMs`],
    jitterMs: settings[`net.${dir}.jitterMs`],
    lossPct: settings[`net.${dir}.lossPct`],
    rateKbit: settings[`net.${dir}.rateKbit`],
    queuePackets: settings['net.queuePackets'],
    outage,
  };
}

/** Both directions' impairments under these settings; `outage` while the line is cut. */
export function pathOf(settings: Settings, outage: boolean): PathParams {
  return { up: linkOf(settings, 'up', outage), down: linkOf(settings, 'down', outage) };
}

/** Whether two directions are impaired alike. */
export function sameLink(a: LinkParams, b: LinkParams): boolean {
  return (
    a.delayMs === b.delayMs &&
    a.jitterMs === b.jitterMs &&
    a.lossPct === b.lossPct &&
    a.rateKbit === b.rateKbit &&
    a.queuePackets === b.queuePackets &&
    a.outage === b.outage
  );
}
