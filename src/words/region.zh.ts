/** The Chinese texts about regions of the timeline. */
import { formatRange, formatSpan, formatTenths } from './format.ts';
import type { RegionFact, RegionWords } from './types-region.ts';

const WAY = { both: '', up: '上行', down: '下行' } as const;

function what(fact: RegionFact): string {
  if (fact.kind === 'outage') return `${WAY[fact.dir]}断线`;
  return fact.changes.length > 0 ? fact.changes.join('，') : '线路有变';
}

export const regionZh: RegionWords = {
  line: '线路',
  howToDraw: '在这里按住拖动：拖过的这一段，线路是断的。',
  wait: '稍等，上一处改动还在计算。',
  label(fact, forUs) {
    return fact.kind === 'worse'
      ? `${what(fact)}，${formatSpan(forUs / 1000)}`
      : `${what(fact)} ${formatSpan(forUs / 1000)}`;
  },
  brief: what,
  name: (fact) => (fact.kind === 'outage' && fact.dir === 'both' ? '断线，两个方向' : what(fact)),
  place: (fromUs, forUs) => `从 ${formatTenths(fromUs)} 起，持续 ${formatTenths(forUs)}`,
  tip(fact, fromUs, toUs, forkUs) {
    const fork = forkUs === null ? '' : `；从 ${formatTenths(forkUs)} 处分出新的一次`;
    return `${what(fact)} ${formatRange(fromUs, toUs)}（${formatSpan((toUs - fromUs) / 1000)}）${fork}`;
  },
  keys: '左右键移动 0.1 秒，加 Shift 移动 1 秒；加 Alt 移动终点。按 Delete 删除，按 Esc 放回原处。',
  byHand: '拖动可移动，拖两端可伸缩。',
  remove: '删除',
};
