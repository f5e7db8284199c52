/**
 * What a surviving client and its server do against a bad network, as settings: each can be set for the run, for one lane
 * from the start (`LaneSpec.own`) or for one lane from a moment on (an intervention with `lane`).
 */
import type { Strategies } from '#clients/survival/strategies.ts';
import type { NumberSetting, Settings } from './settings.ts';

const NO_YES = ['no', 'yes'] as const;

/** `client.reconnect`: how long a client waits before it opens another connection. */
export const RECONNECTS = ['no', 'immediate', 'fixed', 'exponential'] as const;
/** `client.jitter`: how the wait is spread (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export const JITTERS = ['none', 'full', 'equal', 'decorrelated'] as const;

export const SURVIVAL_SETTINGS = {
  'client.heartbeatMs': {
    unit: 'ms',
    min: 0,
    max: 3_600_000,
    default: 0,
    live: true,
    about: 'how long the client hears nothing before it asks whether the server is there; 0 is never',
  },
  'client.heartbeatTimeoutMs': {
    unit: 'ms',
    min: 100,
    max: 600_000,
    default: 3000,
    live: true,
    about: 'how long the client waits for the answer to its heartbeat',
  },
  'client.timeoutMs': {
    unit: 'ms',
    min: 0,
    max: 600_000,
    default: 0,
    live: true,
    about: 'how long a handshake or an answer may take; 0 waits for TCP',
  },
  'client.reconnect': {
    unit: '',
    min: 0,
    max: RECONNECTS.length - 1,
    default: 0,
    choices: RECONNECTS,
    live: true,
    about: 'whether and when the client opens another connection or asks again',
  },
  'client.reconnectMs': {
    unit: 'ms',
    min: 0,
    max: 600_000,
    default: 1000,
    live: true,
    about: 'the wait before another attempt; of a growing wait, the first',
  },
  'client.reconnectCapMs': {
    unit: 'ms',
    min: 0,
    max: 3_600_000,
    default: 30_000,
    live: true,
    about: 'the longest wait before another attempt',
  },
  'client.jitter': {
    unit: '',
    min: 0,
    max: JITTERS.length - 1,
    default: 0,
    choices: JITTERS,
    live: true,
    about: 'how the wait before another attempt is spread at random',
  },
  'client.stableMs': {
    unit: 'ms',
    min: 0,
    max: 600_000,
    default: 5000,
    live: true,
    about: 'how long a connection must stand before the wait begins anew from its first',
  },
  'client.ack': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether lines that go up are kept until the server has acknowledged them, and sent again',
  },
  'client.ackTimeoutMs': {
    unit: 'ms',
    min: 100,
    max: 600_000,
    default: 4000,
    live: true,
    about: 'how long an acknowledgement is waited for before a line is sent again',
  },
  'client.resume': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether a client that comes back names the last message it has',
  },
  'client.highWaterBytes': {
    unit: 'B',
    min: 0,
    max: 16_777_216,
    default: 0,
    live: true,
    about: 'bufferedAmount above which the client keeps its lines to itself; 0 is no bound',
  },
  'client.signals': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether the client heeds the online, offline and visibilitychange events',
  },
  'client.fallback': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether a WebSocket client goes on by long polling where no WebSocket can be opened',
  },
  'ws.deflate': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether the server agrees to permessage-deflate (RFC 7692)',
  },
  'sse.ids': {
    unit: '',
    min: 0,
    max: 1,
    default: 1,
    choices: NO_YES,
    live: true,
    about: 'whether the events of a stream have ids, for the browser to name when it comes back',
  },
  'sse.retryMs': {
    unit: 'ms',
    min: 0,
    max: 600_000,
    default: 0,
    live: true,
    about: 'the reconnection time that an event stream sets with a retry line; 0 sends none',
  },
  'sse.stop': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether who opens an event stream is answered 204, on which a browser does not come back',
  },
  'server.dedupe': {
    unit: '',
    min: 0,
    max: 1,
    default: 1,
    choices: NO_YES,
    live: true,
    about: 'whether the server drops a line that it has already',
  },
  'server.history': {
    unit: '',
    min: 0,
    max: 100_000,
    default: 0,
    live: true,
    about: 'how many messages the server keeps for clients that come back; 0 is all',
  },
  'server.snapshot': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether a client whose last message the server has no more gets a snapshot first',
  },
} as const satisfies Record<string, NumberSetting>;

export type SurvivalKey = keyof typeof SURVIVAL_SETTINGS;

/** What the client's code is handed of these settings. */
export function strategiesOf(settings: Settings): Strategies {
  return {
    heartbeatMs: settings['client.heartbeatMs'],
    heartbeatTimeoutMs: settings['client.heartbeatTimeoutMs'],
    timeoutMs: settings['client.timeoutMs'],
    reconnect: RECONNECTS[settings['client.reconnect']] ?? 'no',
    reconnectMs: settings['client.reconnectMs'],
    reconnectCapMs: settings['client.reconnectCapMs'],
    jitter: JITTERS[settings['client.jitter']] ?? 'none',
    stableMs: settings['client.stableMs'],
    ack: settings['client.ack'] > 0,
    ackTimeoutMs: settings['client.ackTimeoutMs'],
    resume: settings['client.resume'] > 0,
    highWaterBytes: settings['client.highWaterBytes'],
    signals: settings['client.signals'] > 0,
    fallback: settings['client.fallback'] > 0,
  };
}
