/**
 * The line's settings behind the # of the address, where they differ from the defaults: `delay=150`, `loss=5`; up and
 * down apart as `delay=60-150`.
 */
import { DEFAULT_SETTINGS, parseSetting } from '#lab/settings-parse.ts';
import type { SettingKey, Settings } from '#lab/settings.ts';

const KEYS = {
  delay: ['net.up.delayMs', 'net.down.delayMs'],
  jitter: ['net.up.jitterMs', 'net.down.jitterMs'],
  loss: ['net.up.lossPct', 'net.down.lossPct'],
  rate: ['net.up.rateKbit', 'net.down.rateKbit'],
} as const satisfies Record<string, readonly [SettingKey, SettingKey]>;

type LinkKey = keyof typeof KEYS;
const LINK_KEYS = Object.keys(KEYS) as LinkKey[];

/** What stands in the address for these settings; null: nothing. */
export function linkOf(settings: Settings): Record<LinkKey, string | null> {
  const entries = LINK_KEYS.map((key) => {
    const [up, down] = KEYS[key];
    const is = [settings[up], settings[down]] as const;
    if (is[0] === DEFAULT_SETTINGS[up] && is[1] === DEFAULT_SETTINGS[down]) return [key, null];
    return [key, is[0] === is[1] ? String(is[0]) : is.join('-')];
  });
  return Object.fromEntries(entries) as Record<LinkKey, string | null>;
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
  for (const key of LINK_KEYS) {
    const text = pairs.get(key);
    if (text === null) continue;
    const [up, down] = KEYS[key];
    const found = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(text);
    const ups = parseSetting(up, found?.[1] ?? '');
    const downs = parseSetting(down, found?.[2] ?? found?.[1] ?? '');
    if (ups.ok && downs.ok) settings = { ...settings, ...ups.value, ...downs.value };
    else ignored.push(`${key}=${text}`);
  }
  return { settings, ignored };
}
