/** Settings by key and value: the defaults, shorthands, and what is wrong with a value. */
import { err, ok, type Result } from '#base/result.ts';
import {
  SETTINGS,
  SHORTHANDS,
  type NumberSetting,
  type SettingKey,
  type Settings,
  type ShorthandKey,
} from './settings.ts';

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];
export const SHORTHAND_KEYS = Object.keys(SHORTHANDS) as ShorthandKey[];

/** The settings of `race`. */
export const DEFAULT_SETTINGS: Settings = Object.fromEntries(
  SETTING_KEYS.map((key) => [key, SETTINGS[key].default]),
) as Record<SettingKey, number>;

export function isSetting(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

function isShorthand(key: string): key is ShorthandKey {
  return Object.hasOwn(SHORTHANDS, key);
}

/** The values of a setting in words; those of a shorthand are divided by its factor. */
function bounds(key: SettingKey, factor = 1): string {
  const { min, max, unit, choices }: NumberSetting = SETTINGS[key];
  if (choices) return choices.join(', ');
  return `${String(min / factor)} to ${String(max / factor)} ${unit}`;
}

/** A list of every key with its bounds, for messages. */
export function describeKeys(): string {
  const shorthands = SHORTHAND_KEYS.map((key) => `  ${key}  ${SHORTHANDS[key].about}`);
  const settings = SETTING_KEYS.map((key) => {
    const { about, choices, default: value }: NumberSetting = SETTINGS[key];
    return `  ${key}  ${about}; ${bounds(key)}, default ${choices?.[value] ?? String(value)}`;
  });
  return [...shorthands, ...settings].join('\n');
}

/** One `key=value`, where the key may be a shorthand. The error says what is valid. */
export function parseSetting(key: string, value: string): Result<Partial<Record<SettingKey, number>>> {
  if (!isSetting(key) && !isShorthand(key))
    return err(`unknown setting "${key}". Valid are:\n${describeKeys()}`);
  const keys: readonly SettingKey[] = isSetting(key) ? [key] : SHORTHANDS[key].keys;
  const factor = isSetting(key) ? 1 : SHORTHANDS[key].factor;
  const set: Partial<Record<SettingKey, number>> = {};
  for (const one of keys) {
    const { min, max, choices }: NumberSetting = SETTINGS[one];
    const index = choices?.indexOf(value) ?? -1;
    const number = index >= 0 ? index : value.trim() === '' ? NaN : Number(value) * factor;
    if (!(number >= min && number <= max) || (choices && !Number.isInteger(number))) {
      const valid = choices ? bounds(one) : `numbers from ${bounds(one, factor)}`;
      return err(`"${value}" is no value for ${key}. Valid are ${valid}.`);
    }
    set[one] = number;
  }
  return ok(set);
}
