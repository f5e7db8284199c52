/** What a changed setting is called where there is room for a few words; null for what nobody is told. */
import { SURVIVAL_CHANGES } from './change-survival.en.ts';
import { formatBytes, formatSpan, THIN } from './format.ts';
import { network } from './network.en.ts';

const never = (ms: number): string => (ms === 0 ? 'off' : formatSpan(ms));

/** Settings of one direction, by their key behind `net.up.` or `net.down.`. */
const IMPAIRMENTS: Readonly<Record<string, (value: number, way: string) => string>> = {
  delayMs: (ms, way) => `latency${way} ${formatSpan(ms)}`,
  jitterMs: (ms, way) => `jitter${way} ${formatSpan(ms)}`,
  lossPct: (pct, way) => `loss${way} ${String(pct)}%`,
  rateKbit: (kbit, way) => (kbit === 0 ? `no rate limit${way}` : `rate${way} ${String(kbit)}${THIN}kbit/s`),
  distribution: (at, way) => `spread of jitter${way} ${network.more.distributions[at] ?? ''}`,
  jitterCorrelationPct: (pct, way) => `correlation of jitter${way} ${String(pct)}%`,
  reordering: (on, way) => `jitter${way} ${on > 0 ? 'may reorder' : 'keeps the order'}`,
  lossCorrelationPct: (pct, way) => `correlation of loss${way} ${String(pct)}%`,
  gemodelPPct: (pct, way) =>
    pct === 0 ? `no loss in bursts${way}` : `loss in bursts${way}, p ${String(pct)}%`,
  gemodelRPct: (pct, way) => `loss in bursts${way}, r ${String(pct)}%`,
  gemodelBadLossPct: (pct, way) => `loss while bad${way} ${String(pct)}%`,
  gemodelGoodLossPct: (pct, way) => `loss while good${way} ${String(pct)}%`,
  duplicatePct: (pct, way) => `duplicates${way} ${String(pct)}%`,
  duplicateCorrelationPct: (pct, way) => `correlation of duplicates${way} ${String(pct)}%`,
  corruptPct: (pct, way) => `corruption${way} ${String(pct)}%`,
  corruptCorrelationPct: (pct, way) => `correlation of corruption${way} ${String(pct)}%`,
  reorderPct: (pct, way) => `overtaking${way} ${String(pct)}%`,
  reorderCorrelationPct: (pct, way) => `correlation of overtaking${way} ${String(pct)}%`,
  reorderGap: (n, way) => (n > 1 ? `one in ${String(n)} may overtake${way}` : `any may overtake${way}`),
  queuePackets: (n) => `queue ${String(n)} packets`,
};

const OTHERS: Readonly<Record<string, (value: number) => string>> = {
  'polling.intervalMs': (ms) => `poll every ${formatSpan(ms)}`,
  'longpoll.holdMs': (ms) => `hold at most ${formatSpan(ms)}`,
  'longpoll.cursor': (on) => (on > 0 ? 'long polls name the last message' : 'long polls name no message'),
  'path.tls': (on) => (on > 0 ? 'TLS 1.3' : 'no TLS'),
  'path.box': (at) => `in between: ${Object.values(network.path.boxes)[at] ?? ''}`,
  'path.boxBufferBytes': (bytes) => `the proxy’s buffer ${formatBytes(bytes)}`,
  'path.boxIdleMs': (ms) => `patience in between ${formatSpan(ms)}`,
  'http.keepAlive': (on) => (on > 0 ? 'connections kept alive' : 'Connection: close'),
  'tcp.keepaliveMs': (ms) => `TCP keepalive ${never(ms)}`,
  'server.heartbeatMs': (ms) => `heartbeat ${never(ms)}`,
  'server.noBuffering': (on) => (on > 0 ? 'X-Accel-Buffering: no' : 'without X-Accel-Buffering'),
  ...SURVIVAL_CHANGES,
};

export function changeEn(key: string, value: number): string | null {
  const name = /^net\.(?:(?:up|down)\.)?(\w+)$/.exec(key)?.[1] ?? '';
  const way = key.includes('.up.') ? ' up' : key.includes('.down.') ? ' down' : '';
  return IMPAIRMENTS[name]?.(value, way) ?? OTHERS[key]?.(value) ?? null;
}
