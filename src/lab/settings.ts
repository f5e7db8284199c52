/** Everything about a run that can be set, by its key: in the page, on the command line, in a link. */

import { NETEM_SETTINGS, NETEM_SHORTHANDS } from './settings-netem.ts';
import { ROUTE_SETTINGS } from './settings-route.ts';
import { SURVIVAL_SETTINGS } from './settings-survival.ts';

/** A setting with a number: its unit, bounds and default in `race`. */
export interface NumberSetting {
  readonly unit: 'ms' | '%' | 'kbit/s' | 'packets' | '1/s' | 'B' | '';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** For a choice: what 0, 1, … stand for. These words may be written instead of the number. */
  readonly choices?: readonly string[];
  /** Whether it may change while the run goes on. */
  readonly live: boolean;
  readonly about: string;
}

/** All settings. `net.up.*` and `net.down.*` are one direction; `SHORTHANDS` set both at once. */
export const SETTINGS = {
  'net.up.delayMs': {
    unit: 'ms',
    min: 0,
    max: 10_000,
    default: 60,
    live: true,
    about: 'one-way delay, client to server',
  },
  'net.down.delayMs': {
    unit: 'ms',
    min: 0,
    max: 10_000,
    default: 60,
    live: true,
    about: 'one-way delay, server to client',
  },
  'net.up.jitterMs': {
    unit: 'ms',
    min: 0,
    max: 5_000,
    default: 0,
    live: true,
    about: 'jitter either way, client to server',
  },
  'net.down.jitterMs': {
    unit: 'ms',
    min: 0,
    max: 5_000,
    default: 0,
    live: true,
    about: 'jitter either way, server to client',
  },
  'net.up.lossPct': {
    unit: '%',
    min: 0,
    max: 100,
    default: 0,
    live: true,
    about: 'random loss, client to server',
  },
  'net.down.lossPct': {
    unit: '%',
    min: 0,
    max: 100,
    default: 0,
    live: true,
    about: 'random loss, server to client',
  },
  'net.up.rateKbit': {
    unit: 'kbit/s',
    min: 0,
    max: 10_000_000,
    default: 0,
    live: true,
    about: 'rate, client to server; 0 is none',
  },
  'net.down.rateKbit': {
    unit: 'kbit/s',
    min: 0,
    max: 10_000_000,
    default: 0,
    live: true,
    about: 'rate, server to client; 0 is none',
  },
  'net.queuePackets': {
    unit: 'packets',
    min: 1,
    max: 100_000,
    default: 1000,
    live: true,
    about: 'packets that may wait for the rate',
  },
  ...NETEM_SETTINGS,
  'net.outageAtMs': {
    unit: 'ms',
    min: 0,
    max: 86_400_000,
    default: 0,
    live: false,
    about: 'when the line is cut',
  },
  'net.outageMs': {
    unit: 'ms',
    min: 0,
    max: 86_400_000,
    default: 0,
    live: false,
    about: 'for how long the line is cut; 0 is never',
  },
  ...ROUTE_SETTINGS,
  ...SURVIVAL_SETTINGS,
  'polling.intervalMs': {
    unit: 'ms',
    min: 100,
    max: 600_000,
    default: 2000,
    live: true,
    about: 'time between two polls',
  },
  'longpoll.holdMs': {
    unit: 'ms',
    min: 100,
    max: 600_000,
    default: 25_000,
    live: true,
    about: 'how long the server holds a request',
  },
  'longpoll.cursor': {
    unit: '',
    min: 0,
    max: 1,
    default: 1,
    choices: ['no', 'yes'],
    live: true,
    about: 'whether a long poll names the last message that the client has',
  },
  'feed.ratePerS': {
    unit: '1/s',
    min: 0.01,
    max: 100,
    default: 1,
    live: false,
    about: 'messages a second, on average',
  },
  'feed.messageBytes': {
    unit: 'B',
    min: 44,
    max: 65_536,
    default: 60,
    live: false,
    about: 'octets of a chat message as JSON',
  },
} as const satisfies Record<string, NumberSetting>;

export type SettingKey = keyof typeof SETTINGS;
export type Settings = Readonly<Record<SettingKey, number>>;

/** Keys that stand for several settings: `net.rttMs` is split evenly over both directions. */
export const SHORTHANDS = {
  'net.rttMs': {
    keys: ['net.up.delayMs', 'net.down.delayMs'],
    factor: 0.5,
    about: 'round trip, split evenly',
  },
  'net.delayMs': {
    keys: ['net.up.delayMs', 'net.down.delayMs'],
    factor: 1,
    about: 'one-way delay, each way',
  },
  'net.jitterMs': {
    keys: ['net.up.jitterMs', 'net.down.jitterMs'],
    factor: 1,
    about: 'jitter, each way',
  },
  'net.lossPct': { keys: ['net.up.lossPct', 'net.down.lossPct'], factor: 1, about: 'random loss, each way' },
  'net.rateKbit': {
    keys: ['net.up.rateKbit', 'net.down.rateKbit'],
    factor: 1,
    about: 'rate, each way; 0 is none',
  },
  ...NETEM_SHORTHANDS,
} as const satisfies Record<string, { keys: readonly SettingKey[]; factor: number; about: string }>;

export type ShorthandKey = keyof typeof SHORTHANDS;
