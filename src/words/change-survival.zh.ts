/** What a changed setting of `lab/settings-survival.ts` is called in Chinese where there is room for a few words. */
import { formatBytes, formatSpan } from './format.ts';

const RECONNECTS = ['不重连', '立刻重连', '固定等待后重连', '翻倍等待后重连'];
const JITTERS = ['不打散', '完全抖动', '均等抖动', '去相关抖动'];

export const SURVIVAL_CHANGES: Readonly<Record<string, (value: number) => string>> = {
  'client.heartbeatMs': (ms) => (ms === 0 ? '没有心跳' : `沉默 ${formatSpan(ms)} 发心跳`),
  'client.heartbeatTimeoutMs': (ms) => `心跳最多等 ${formatSpan(ms)}`,
  'client.timeoutMs': (ms) => (ms === 0 ? '没有超时' : `超时 ${formatSpan(ms)}`),
  'client.reconnect': (at) => RECONNECTS[at] ?? '',
  'client.reconnectMs': (ms) => `第一次等 ${formatSpan(ms)}`,
  'client.reconnectCapMs': (ms) => `最多等 ${formatSpan(ms)}`,
  'client.jitter': (at) => JITTERS[at] ?? '',
  'client.stableMs': (ms) => `稳定 ${formatSpan(ms)} 后重新计`,
  'client.ack': (on) => (on > 0 ? '逐条确认' : '没有确认'),
  'client.ackTimeoutMs': (ms) => `${formatSpan(ms)} 后重发`,
  'client.resume': (on) => (on > 0 ? '续传' : '不续传'),
  'client.highWaterBytes': (bytes) => (bytes === 0 ? '没有背压' : `水位 ${formatBytes(bytes)}`),
  'client.signals': (on) => (on > 0 ? '听 online 和 offline' : '不听 online 和 offline'),
  'client.fallback': (on) => (on > 0 ? '退回长轮询' : '不退回长轮询'),
  'ws.deflate': (on) => (on > 0 ? 'permessage-deflate' : '不用 permessage-deflate'),
  'sse.ids': (on) => (on > 0 ? '事件带编号' : '事件不带编号'),
  'sse.retryMs': (ms) => (ms === 0 ? '没有 retry 行' : `retry: ${String(ms)}`),
  'sse.stop': (on) => (on > 0 ? '事件流答 204' : '事件流答 200'),
  'server.dedupe': (on) => (on > 0 ? '服务器丢掉重复的' : '重复的也生效'),
  'server.history': (n) => (n === 0 ? '服务器全都留着' : `服务器留 ${String(n)} 条`),
  'server.snapshot': (on) => (on > 0 ? '有快照' : '没有快照'),
};
