/** Settings by key and value: the defaults, shorthands, and what is wrong with a value. */
import { err, ok, type Result } from '#base/result.ts';
import { SETTINGS, SHORTHANDS, type SettingKey, type Settings, type ShorthandKey } from './settings.ts';

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];
export const SHORTHAND_KEYS = Object.keys(SHORTHANDS) as ShorthandKey[];

/** The settings of `race`. */
export const DEFAULT_SETTINGS: Settings = Object.fromEntries(
  SETTING_KEYS.map((key) => [key, SETTINGS[key].default]),
) as Record<SettingKey, number>;

function isSetting(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

function isShorthand(key: string): key is ShorthandKey {
  return Object.hasOwn(SHORTHANDS, key);
}

/** A list of every key with its bounds, for messages. */
export function describeKeys(): string {
  const shorthands = SHORTHAND_KEYS.map((key) => `  ${key}  ${SHORTHANDS[key].about}`);
  const settings = SETTING_KEYS.map((key) => {
    const { min, max, unit, about, default: value } = SETTINGS[key];
    return `  ${key}  ${about}; ${String(min)} to ${String(max)} ${unit}, default ${String(value)}`;
  });
  return [...shorthands, ...settings].join('\n');
}

/** One `key=value`, where the key may be a shorthand. The error says what is valid. */
export function parseSetting(key: string, value: string): Result<Partial<Record<SettingKey, number>>> {
  if (!isSetting(key) && !isShorthand(key))
    return err(`unknown setting "${key}". Valid are:\n${describeKeys()}`);
  const number = value.trim() === '' ? NaN : Number(value);
  const keys: readonly SettingKey[] = isSetting(key) ? [key] : SHORTHANDS[key].keys;
  const factor = isSetting(key) ? 1 : SHORTHANDS[key].factor;
  const set: Partial<Record<SettingKey, number>> = {};
  for (const one of keys) {
    const { min, max, unit } = SETTINGS[one];
    if (!(number * factor >= min && number * factor <= max)) {
      const bounds = `${String(min / factor)} to ${String(max / factor)} ${unit}`;
      return err(`"${value}" is no value for ${key}. Valid are numbers from ${bounds}.`);
    }
    set[one] = number * factor;
  }
  return ok(set);
}
