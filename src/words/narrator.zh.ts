/** The narrator's Chinese sentences. */
import { formatBytes, formatClock, formatDelay, formatSpan } from './format.ts';
import { stageZh } from './stage.zh.ts';
import type { LaneKind, NarratorFact, NarratorWords } from './types-stage.ts';

/** Latin names stand apart from the characters after them. */
function name(lane: LaneKind): string {
  const text = stageZh.lane[lane];
  return lane === 'sse' || lane === 'ws' ? `${text} ` : text;
}

function line(fact: NarratorFact): string {
  switch (fact.kind) {
    case 'cut':
      return '线路断了，两个方向都不通。';
    case 'restored':
      return `断了 ${formatSpan(fact.forUs / 1000)}，线路通了。谁先缓过来？`;
    case 'back':
      return `${name(fact.lane)}最先缓过来：线路恢复 ${formatDelay(fact.afterUs)} 后收到第 ${fact.msg} 条。`;
    case 'forked':
      return `从 ${formatClock(fact.atUs)} 起另开一次运行，原来那次还留着。`;
    case 'changed': {
      const what = stageZh.change(fact.key, fact.value);
      return what === null ? '有一项设置改了。' : `从现在起：${what}。`;
    }
    case 'said':
      return '你的话正从四条路同时上行。';
    case 'repaired':
      return `第 ${fact.msg} 条的包丢过，${formatDelay(fact.resentAfterUs)} 后重传，${name(fact.lane)}前后用了 ${formatDelay(fact.delayUs)}。`;
    case 'held-up':
      return `第 ${fact.msg} 条其实已经到了，可前面缺一个包，TCP 把它扣了 ${formatDelay(fact.heldUs)} 才交给 ${name(fact.lane).trim()}。`;
    case 'lost':
      return fact.msg === null
        ? `${name(fact.lane)}${fact.up ? '上行' : '下行'}丢了一个包，要等 TCP 重传。`
        : `${name(fact.lane)}丢了装着第 ${fact.msg} 条的包，要等 TCP 重传。`;
    case 'polled':
      return fact.count === 1
        ? `轮询取回第 ${fact.first} 条，它已发布 ${formatDelay(fact.delayUs)}。`
        : `一次轮询取回第 ${fact.first} 到 ${fact.last} 条，最早那条等了 ${formatDelay(fact.delayUs)}。`;
    case 'first':
      return fact.pollAtUs === null
        ? `第 ${fact.msg} 条，${name(fact.lane)}最先收到，用了 ${formatDelay(fact.delayUs)}。`
        : `第 ${fact.msg} 条，${name(fact.lane)}用 ${formatDelay(fact.delayUs)} 就收到了；轮询最早要到 ${formatClock(fact.pollAtUs)}。`;
    case 'empty':
      return `这次轮询扑了个空，白花 ${formatBytes(fact.bytes)} 的 HTTP 流量。`;
  }
}

export const narratorZh: NarratorWords = {
  start: '四个客户端正在连接，第一条消息即将发布。',
  line,
};
