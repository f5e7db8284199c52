/** 说明见 netem.en.ts。 */
import type { NetemWords } from './netem.en.ts';

export const netem: NetemWords = {
  tc: {
    expected: (word, wanted) =>
      word === '' ? `这一行没写完，接下来应该是“${wanted}”。` : `这里应该是“${wanted}”，不是“${word}”。`,
    'unknown-verb': (word, verbs) =>
      word === '' ? `还没写要做什么，可以写 ${verbs}。` : `没有“${word}”这个操作，可以写 ${verbs}。`,
    'unknown-option': (word, meant) =>
      meant === '' ? `netem 没有“${word}”这个选项。` : `netem 没有“${word}”这个选项，是不是想写“${meant}”？`,
    'unknown-loss': (word, models) => `“${word}”不是丢包的方式。直接写百分比，或者写 ${models}。`,
    'unknown-distribution': (word, known) => `没有“${word}”这种分布，可以写 ${known}。`,
    unsupported: (word) => `netem 认得这里的“${word}”，不过本页没有模拟它，请删掉。`,
    missing: (option) => `“${option}”后面还缺一个值。`,
    'bad-time': (word, option) => `“${option}”后面要写时间，“${word}”不是。可以写 100ms、1.5s 或者 250us。`,
    'bad-rate': (word, option) => `“${option}”后面要写速率，“${word}”不是。可以写 500kbit 或者 1.5mbit。`,
    'bad-percent': (word, option) => `“${option}”这里要写百分比，“${word}”不是。可以写 5% 或者 0.1%。`,
    'bad-count': (word, option) => `“${option}”后面要写整数，“${word}”不是。`,
    'out-of-range': (word, least, most) => `“${word}”超出了范围，应该在 ${least} 到 ${most} 之间。`,
    'two-losses': (word) => `前面已经写过丢包了，“${word}”只能出现一次。`,
    'needs-delay': (word) => `没有延迟就谈不上插队，“${word}”要和延迟一起写，比如 delay 10ms。`,
    'needs-jitter': (word) => `“${word}”说的是抖动怎么分布，前面要先写延迟和抖动，比如 delay 100ms 10ms。`,
    'needs-reorder': (word) => `“${word}”要和乱序一起写，比如 reorder 25%。`,
  },
  link: {
    range: (name, least, most) => `${name}超出了范围，应该在 ${least} 到 ${most} 之间。`,
    whole: (name, least, most) => `${name}应该是 ${least} 到 ${most} 之间的整数。`,
    'two-losses': () => '随机丢包和突发丢包只能选一种。',
    'reorder-without-delay': () => '没有延迟，就谈不上插队：请先设延迟。',
    'gap-without-reorder': () => '要先有包插队，间隔才有意义。',
    'distribution-without-jitter': () => '要先有延迟和抖动，才能选抖动的分布。',
  },
  names: {
    delayMs: '延迟',
    jitterMs: '抖动',
    jitterCorrelationPct: '抖动的相关度',
    lossPct: '丢包率',
    lossCorrelationPct: '丢包的相关度',
    pPct: '由好变坏的概率',
    rPct: '由坏变好的概率',
    badLossPct: '坏的时候的丢包率',
    goodLossPct: '好的时候的丢包率',
    duplicatePct: '重复率',
    duplicateCorrelationPct: '重复的相关度',
    corruptPct: '损坏率',
    corruptCorrelationPct: '损坏的相关度',
    reorderPct: '乱序率',
    reorderCorrelationPct: '乱序的相关度',
    gap: '乱序间隔',
    rateKbit: '带宽',
    queuePackets: '队列',
  },
};
