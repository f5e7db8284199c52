/** What a changed setting of `lab/settings-survival.ts` is called where there is room for a few words. */
import { formatBytes, formatSpan } from './format.ts';

const RECONNECTS = [
  'no reconnection',
  'reconnects at once',
  'fixed wait to reconnect',
  'waits to reconnect that double',
];
const JITTERS = ['no jitter', 'full jitter', 'equal jitter', 'decorrelated jitter'];

export const SURVIVAL_CHANGES: Readonly<Record<string, (value: number) => string>> = {
  'client.heartbeatMs': (ms) => (ms === 0 ? 'no heartbeat' : `heartbeat after ${formatSpan(ms)}`),
  'client.heartbeatTimeoutMs': (ms) => `patience with the heartbeat ${formatSpan(ms)}`,
  'client.timeoutMs': (ms) => (ms === 0 ? 'no time-out' : `time-out ${formatSpan(ms)}`),
  'client.reconnect': (at) => RECONNECTS[at] ?? '',
  'client.reconnectMs': (ms) => `first wait ${formatSpan(ms)}`,
  'client.reconnectCapMs': (ms) => `longest wait ${formatSpan(ms)}`,
  'client.jitter': (at) => JITTERS[at] ?? '',
  'client.stableMs': (ms) => `stable after ${formatSpan(ms)}`,
  'client.ack': (on) => (on > 0 ? 'lines acknowledged' : 'no acknowledgement'),
  'client.ackTimeoutMs': (ms) => `sent again after ${formatSpan(ms)}`,
  'client.resume': (on) => (on > 0 ? 'resumes' : 'no resume'),
  'client.highWaterBytes': (bytes) => (bytes === 0 ? 'no backpressure' : `high water ${formatBytes(bytes)}`),
  'client.signals': (on) => (on > 0 ? 'heeds online and offline' : 'heeds no online or offline'),
  'client.fallback': (on) => (on > 0 ? 'falls back to long polling' : 'no fallback'),
  'ws.deflate': (on) => (on > 0 ? 'permessage-deflate' : 'no permessage-deflate'),
  'sse.ids': (on) => (on > 0 ? 'events with ids' : 'events without ids'),
  'sse.retryMs': (ms) => (ms === 0 ? 'no retry line' : `retry: ${String(ms)}`),
  'sse.stop': (on) => (on > 0 ? 'streams answered 204' : 'streams answered 200'),
  'server.dedupe': (on) => (on > 0 ? 'the server drops repetitions' : 'repetitions take effect'),
  'server.history': (n) => (n === 0 ? 'the server keeps all' : `the server keeps ${String(n)}`),
  'server.snapshot': (on) => (on > 0 ? 'snapshots' : 'no snapshots'),
};
