/**
 * The line's and the path's settings behind the # of the address, where they differ from the defaults: `delay=150`,
 * `loss=5`; up and down apart as `delay=60-150`. Times are in ms, shares in percent, rates in kbit/s; choices are words.
 */
import { DEFAULT_SETTINGS, parseSetting } from '#lab/settings-parse.ts';
import { SETTINGS, type NumberSetting, type SettingKey, type Settings } from '#lab/settings.ts';
import type { Impairment } from './net-edit.ts';

/** Keys of the address for a setting that each direction has. */
const PAIRS = {
  delay: 'delayMs',
  jitter: 'jitterMs',
  'jitter-shape': 'distribution',
  'jitter-corr': 'jitterCorrelationPct',
  overtake: 'reordering',
  loss: 'lossPct',
  'loss-corr': 'lossCorrelationPct',
  'burst-p': 'gemodelPPct',
  'burst-r': 'gemodelRPct',
  'burst-bad': 'gemodelBadLossPct',
  'burst-good': 'gemodelGoodLossPct',
  dup: 'duplicatePct',
  'dup-corr': 'duplicateCorrelationPct',
  corrupt: 'corruptPct',
  'corrupt-corr': 'corruptCorrelationPct',
  reorder: 'reorderPct',
  'reorder-corr': 'reorderCorrelationPct',
  gap: 'reorderGap',
  rate: 'rateKbit',
} as const satisfies Record<string, Impairment>;

/** Keys of the address for a setting there is one of. */
const SINGLES = {
  queue: 'net.queuePackets',
  'cut-at': 'net.outageAtMs',
  'cut-for': 'net.outageMs',
  tls: 'path.tls',
  keepalive: 'http.keepAlive',
  'tcp-keepalive': 'tcp.keepaliveMs',
  box: 'path.box',
  'box-idle': 'path.boxIdleMs',
  'box-buffer': 'path.boxBufferBytes',
  'no-buffering': 'server.noBuffering',
  heartbeat: 'server.heartbeatMs',
} as const satisfies Record<string, SettingKey>;

const LINKED = new Map<string, readonly [SettingKey] | readonly [SettingKey, SettingKey]>([
  ...Object.entries(PAIRS).map(
    ([key, name]) => [key, [`net.up.${name}`, `net.down.${name}`]] as [string, [SettingKey, SettingKey]],
  ),
  ...Object.entries(SINGLES).map(([key, setting]) => [key, [setting]] as [string, [SettingKey]]),
]);

/** The settings that the address can carry. */
export const LINKED_SETTINGS: readonly SettingKey[] = [...LINKED.values()].flat();

/** As it stands in the address: the word of a choice, or a plain decimal number. */
function written(key: SettingKey, value: number): string {
  const { choices }: NumberSetting = SETTINGS[key];
  const plain = { useGrouping: false, maximumFractionDigits: 20 } as const;
  return choices?.[value] ?? value.toLocaleString('en', plain);
}

/** What stands in the address for these settings where they differ from those of the scene; null: nothing. */
export function linkOf(
  settings: Settings,
  scene: Settings = DEFAULT_SETTINGS,
): Record<string, string | null> {
  const entries = [...LINKED].map(([key, keys]) => {
    if (keys.every((one) => settings[one] === scene[one])) return [key, null];
    const values = keys.map((one) => written(one, settings[one]));
    return [key, new Set(values).size === 1 ? values[0] : values.join('-')];
  });
  return Object.fromEntries(entries) as Record<string, string | null>;
}

export interface FromLink {
  readonly settings: Partial<Record<SettingKey, number>>;
  /** What could not be read, as it stands there: "loss=500". */
  readonly ignored: readonly string[];
}

/** The settings in a hash like "#seed=7&loss=5". */
export function settingsFromLink(hash: string): FromLink {
  const pairs = new URLSearchParams(hash.replace(/^#/, ''));
  const ignored: string[] = [];
  let settings: FromLink['settings'] = {};
  for (const [key, keys] of LINKED) {
    const text = pairs.get(key);
    if (text === null) continue;
    const read = readValues(keys, text);
    if (read) settings = { ...settings, ...read };
    else ignored.push(`${key}=${text}`);
  }
  return { settings, ignored };
}

/** One value for all of `keys`, or one for each; null when it is neither. */
function readValues(keys: readonly SettingKey[], text: string): FromLink['settings'] | null {
  // The words of some choices have a hyphen; none of a pair's has.
  const parts = keys.length === 1 ? [text] : text.split('-');
  if (parts.length > keys.length) return null;
  let values: FromLink['settings'] = {};
  for (const [i, key] of keys.entries()) {
    const part = parts[i] ?? parts[0] ?? '';
    const { choices }: NumberSetting = SETTINGS[key];
    const known = choices ? choices.includes(part) : /^\d+(?:\.\d+)?$/.test(part);
    const read = known ? parseSetting(key, part) : null;
    if (!read?.ok) return null;
    values = { ...values, ...read.value };
  }
  return values;
}
