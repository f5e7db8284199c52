/** 说明见 change.en.ts。 */
import { SURVIVAL_CHANGES } from './change-survival.zh.ts';
import { formatBytes, formatSpan, THIN } from './format.ts';
import { network } from './network.zh.ts';

const never = (ms: number): string => (ms === 0 ? '关' : formatSpan(ms));

const IMPAIRMENTS: Readonly<Record<string, (value: number, way: string) => string>> = {
  delayMs: (ms, way) => `${way}延迟 ${formatSpan(ms)}`,
  jitterMs: (ms, way) => `${way}抖动 ${formatSpan(ms)}`,
  lossPct: (pct, way) => `${way}丢包 ${String(pct)}%`,
  rateKbit: (kbit, way) => (kbit === 0 ? `${way}不限速` : `${way}限速 ${String(kbit)}${THIN}kbit/s`),
  distribution: (at, way) => `${way}抖动按${network.more.distributions[at] ?? ''}分布`,
  jitterCorrelationPct: (pct, way) => `${way}抖动的相关度 ${String(pct)}%`,
  reordering: (on, way) => `${way}抖动${on > 0 ? '可以打乱先后' : '不打乱先后'}`,
  lossCorrelationPct: (pct, way) => `${way}丢包的相关度 ${String(pct)}%`,
  gemodelPPct: (pct, way) => (pct === 0 ? `${way}不再成串地丢包` : `${way}成串地丢包，p ${String(pct)}%`),
  gemodelRPct: (pct, way) => `${way}成串地丢包，r ${String(pct)}%`,
  gemodelBadLossPct: (pct, way) => `${way}坏的时候丢 ${String(pct)}%`,
  gemodelGoodLossPct: (pct, way) => `${way}好的时候丢 ${String(pct)}%`,
  duplicatePct: (pct, way) => `${way}重复 ${String(pct)}%`,
  duplicateCorrelationPct: (pct, way) => `${way}重复的相关度 ${String(pct)}%`,
  corruptPct: (pct, way) => `${way}损坏 ${String(pct)}%`,
  corruptCorrelationPct: (pct, way) => `${way}损坏的相关度 ${String(pct)}%`,
  reorderPct: (pct, way) => `${way}插队 ${String(pct)}%`,
  reorderCorrelationPct: (pct, way) => `${way}插队的相关度 ${String(pct)}%`,
  reorderGap: (n, way) => (n > 1 ? `${way}每 ${String(n)} 个里一个可以插队` : `${way}哪个都可以插队`),
  queuePackets: (n) => `队列 ${String(n)} 个包`,
};

const OTHERS: Readonly<Record<string, (value: number) => string>> = {
  'polling.intervalMs': (ms) => `轮询间隔 ${formatSpan(ms)}`,
  'longpoll.holdMs': (ms) => `最多挂起 ${formatSpan(ms)}`,
  'longpoll.cursor': (on) => (on > 0 ? '长轮询带上最后一条的编号' : '长轮询不带编号'),
  'path.tls': (on) => (on > 0 ? 'TLS 1.3' : '不用 TLS'),
  'path.box': (at) => `中间有：${Object.values(network.path.boxes)[at] ?? ''}`,
  'path.boxBufferBytes': (bytes) => `代理的缓冲区 ${formatBytes(bytes)}`,
  'path.boxIdleMs': (ms) => `中间的设备忍 ${formatSpan(ms)}`,
  'http.keepAlive': (on) => (on > 0 ? '连接用完不关' : 'Connection: close'),
  'tcp.keepaliveMs': (ms) => `TCP 保活 ${never(ms)}`,
  'server.heartbeatMs': (ms) => `心跳 ${never(ms)}`,
  'server.noBuffering': (on) => (on > 0 ? 'X-Accel-Buffering: no' : '不带 X-Accel-Buffering'),
  ...SURVIVAL_CHANGES,
};

export function changeZh(key: string, value: number): string | null {
  const name = /^net\.(?:(?:up|down)\.)?(\w+)$/.exec(key)?.[1] ?? '';
  const way = key.includes('.up.') ? '上行' : key.includes('.down.') ? '下行' : '';
  return IMPAIRMENTS[name]?.(value, way) ?? OTHERS[key]?.(value) ?? null;
}
