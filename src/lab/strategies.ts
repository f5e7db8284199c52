/**
 * The catalogue of what helps against a bad network: by which settings each strategy is switched on and off, what it is
 * measured by, which scenario shows it, and where its code is.
 */
import type { FigureId } from '#trace/verdict.ts';
import type { TransportId } from './recipe.ts';
import { JITTERS, RECONNECTS } from './settings-survival.ts';
import type { SettingKey, Settings } from './settings.ts';

export const STRATEGY_IDS = [
  'heartbeat',
  'timeout',
  'reconnect',
  'backoff',
  'ack',
  'dedupe',
  'resume',
  'backpressure',
  'signals',
  'fallback',
  'deflate',
  'snapshot',
] as const;
export type StrategyId = (typeof STRATEGY_IDS)[number];

/** The scenarios in which clients have something to survive. */
export const SURVIVAL_SCENARIO_IDS = [
  'lift',
  'tunnel',
  'flapping',
  'half-open',
  'captive',
  'proxy-idle',
  'restart',
  'slow-consumer',
  'sleep',
  'nat-rebinding',
  'lost-ack',
] as const;
export type SurvivalScenarioId = (typeof SURVIVAL_SCENARIO_IDS)[number];

export type StrategySettings = Readonly<Partial<Record<SettingKey, number>>>;

export interface Strategy {
  readonly id: StrategyId;
  /** The setting that decides: the strategy is on while it is more than in `off`. */
  readonly key: SettingKey;
  /** What the settings are when it is on. */
  readonly on: StrategySettings;
  /** The same settings when it is off. */
  readonly off: StrategySettings;
  /** The lanes that are worse off without it. */
  readonly transports: readonly TransportId[];
  /** The figure of the verdict that is worse without it. */
  readonly metric: FigureId;
  /** Where its absence shows. */
  readonly scenario: SurvivalScenarioId;
  /** Its code, as paths below `src/`. */
  readonly files: readonly string[];
}

const ALL: readonly TransportId[] = ['polling', 'longpoll', 'sse', 'ws'];

export const STRATEGIES: readonly Strategy[] = [
  {
    id: 'heartbeat',
    key: 'client.heartbeatMs',
    // A dead line is known within 8 s. The server's own sign of life, which keeps boxes on the way awake, comes twice
    // within the shortest silence that they allow in the scenarios (30 s).
    on: { 'client.heartbeatMs': 5000, 'client.heartbeatTimeoutMs': 3000, 'server.heartbeatMs': 5000 },
    off: { 'client.heartbeatMs': 0, 'client.heartbeatTimeoutMs': 3000, 'server.heartbeatMs': 0 },
    // A long poll asks by itself; its heartbeat bounds how long it is held.
    transports: ['longpoll', 'sse', 'ws'],
    metric: 'detectUs',
    scenario: 'half-open',
    files: ['clients/survival/heartbeat.ts', 'servers/socket.ts', 'servers/stream.ts'],
  },
  {
    id: 'timeout',
    key: 'client.timeoutMs',
    // Long enough for TCP to repair a lost SYN three times (1, 2 and 4 s), short beside its giving up (127 s).
    on: { 'client.timeoutMs': 8000 },
    off: { 'client.timeoutMs': 0 },
    transports: ALL,
    metric: 'recoverUs',
    scenario: 'half-open',
    files: ['clients/survival/reconnector.ts'],
  },
  {
    id: 'reconnect',
    key: 'client.reconnect',
    on: { 'client.reconnect': RECONNECTS.indexOf('exponential'), 'sse.retryMs': 1000 },
    off: { 'client.reconnect': RECONNECTS.indexOf('no'), 'sse.retryMs': 0 },
    // Polling of either kind is nothing but asking again.
    transports: ['sse', 'ws'],
    metric: 'lostDown',
    scenario: 'half-open',
    files: ['clients/survival/reconnector.ts'],
  },
  {
    id: 'backoff',
    key: 'client.reconnect',
    // A second is soon enough for who waits, and ten are not too long when the network is back. With equal jitter half
    // of each wait is certain, so that an attempt never follows another at once.
    on: {
      'client.reconnect': RECONNECTS.indexOf('exponential'),
      'client.reconnectMs': 1000,
      'client.reconnectCapMs': 10_000,
      'client.jitter': JITTERS.indexOf('equal'),
      'client.stableMs': 5000,
    },
    off: {
      'client.reconnect': RECONNECTS.indexOf('immediate'),
      'client.reconnectMs': 1000,
      'client.reconnectCapMs': 10_000,
      'client.jitter': JITTERS.indexOf('none'),
      'client.stableMs': 0,
    },
    transports: ALL,
    metric: 'attempts',
    scenario: 'restart',
    files: ['clients/survival/backoff.ts'],
  },
  {
    id: 'ack',
    key: 'client.ack',
    // Above TCP's own repair of a lost packet or two: sooner would send twice what is on its way.
    on: { 'client.ack': 1, 'client.ackTimeoutMs': 4000 },
    off: { 'client.ack': 0, 'client.ackTimeoutMs': 4000 },
    transports: ALL,
    metric: 'lostUp',
    scenario: 'restart',
    files: ['clients/survival/outbox.ts', 'clients/survival/posting.ts', 'servers/socket.ts'],
  },
  {
    id: 'dedupe',
    key: 'server.dedupe',
    on: { 'server.dedupe': 1 },
    off: { 'server.dedupe': 0 },
    transports: ALL,
    metric: 'repeated',
    scenario: 'lost-ack',
    files: ['servers/upward.ts'],
  },
  {
    id: 'resume',
    key: 'client.resume',
    on: { 'client.resume': 1 },
    off: { 'client.resume': 0 },
    // A poll without a cursor is no poll: that lane has one always.
    transports: ['longpoll', 'sse', 'ws'],
    metric: 'lostDown',
    scenario: 'lift',
    files: ['clients/survival/resume.ts', 'servers/catch-up.ts'],
  },
  {
    id: 'backpressure',
    key: 'client.highWaterBytes',
    // Two seconds of a line of 16 kbit/s: a heartbeat behind it is still answered in time.
    on: { 'client.highWaterBytes': 4096 },
    off: { 'client.highWaterBytes': 0 },
    transports: ['ws'],
    metric: 'peakUnsentBytes',
    scenario: 'slow-consumer',
    files: ['clients/survival/outbox.ts'],
  },
  {
    id: 'signals',
    key: 'client.signals',
    on: { 'client.signals': 1 },
    off: { 'client.signals': 0 },
    transports: ALL,
    metric: 'recoverUs',
    scenario: 'sleep',
    files: ['clients/survival/signals.ts', 'clients/survival/reconnector.ts'],
  },
  {
    id: 'fallback',
    key: 'client.fallback',
    on: { 'client.fallback': 1 },
    off: { 'client.fallback': 0 },
    transports: ['ws'],
    metric: 'worstGapUs',
    scenario: 'captive',
    files: ['clients/survival/fallback.ts', 'clients/survival/asking.ts'],
  },
  {
    id: 'deflate',
    key: 'ws.deflate',
    on: { 'ws.deflate': 1 },
    off: { 'ws.deflate': 0 },
    transports: ['ws'],
    metric: 'wireBytes',
    scenario: 'slow-consumer',
    files: ['codecs/websocket/deflate.ts'],
  },
  {
    id: 'snapshot',
    key: 'server.snapshot',
    on: { 'server.snapshot': 1 },
    off: { 'server.snapshot': 0 },
    transports: ALL,
    metric: 'lostDown',
    scenario: 'tunnel',
    files: ['servers/catch-up.ts', 'servers/room.ts'],
  },
];

/** Every strategy at work. */
export const ALL_ON: StrategySettings = Object.assign(
  {},
  ...STRATEGIES.map(({ on }) => on),
) as StrategySettings;

/** None: the simplest client of each transport, and a server that does no more than it must. */
export const ALL_OFF: StrategySettings = {
  ...(Object.assign({}, ...STRATEGIES.map(({ off }) => off)) as StrategySettings),
  'client.reconnect': RECONNECTS.indexOf('no'),
};

/** Whether the strategy is at work under these settings. */
export function isOn({ key, off }: Strategy, settings: Settings): boolean {
  return settings[key] > (off[key] ?? 0);
}
