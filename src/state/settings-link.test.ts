import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, SETTING_KEYS } from '#lab/settings-parse.ts';
import { SURVIVAL_SETTINGS } from '#lab/settings-survival.ts';
import { SETTINGS, type NumberSetting, type SettingKey } from '#lab/settings.ts';
import { LINKED_SETTINGS, linkOf, settingsFromLink } from './settings-link.ts';

/** The part of the address for these settings. */
function hashOf(settings: Partial<Record<SettingKey, number>>): string {
  const link = Object.entries(linkOf({ ...DEFAULT_SETTINGS, ...settings }));
  return `#${link.flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`])).join('&')}`;
}

test('the defaults need no word in the address', () => {
  expect(hashOf({})).toBe('#');
  expect(settingsFromLink('#seed=7&lang=zh')).toEqual({ settings: {}, ignored: [] });
});

test('it is short and can be read', () => {
  const both = (name: string, value: number): object => ({
    [`net.up.${name}`]: value,
    [`net.down.${name}`]: value,
  });
  expect(
    hashOf({
      ...both('delayMs', 150),
      'net.up.lossPct': 0.5,
      'net.down.lossPct': 5,
      ...both('distribution', 2),
      'net.down.duplicatePct': 0.000_000_1,
      'net.queuePackets': 20,
    }),
  ).toBe('#delay=150&jitter-shape=pareto&loss=0.5-5&dup=0-0.0000001&queue=20');
});

test('one value stands for both directions', () => {
  expect(settingsFromLink('#delay=150&loss=0.5-5')).toEqual({
    settings: {
      'net.up.delayMs': 150,
      'net.down.delayMs': 150,
      'net.up.lossPct': 0.5,
      'net.down.lossPct': 5,
    },
    ignored: [],
  });
});

test('every setting of the line and the path is carried, and read back as it was', () => {
  const carried = SETTING_KEYS.filter(
    (key) => /^(net|path|http|tcp|server)\./.test(key) && !(key in SURVIVAL_SETTINGS),
  );
  expect(new Set(LINKED_SETTINGS)).toEqual(new Set(carried));
  const value = (key: SettingKey): fc.Arbitrary<number> => {
    const { min, max, choices }: NumberSetting = SETTINGS[key];
    const whole = fc.integer({ min: Math.ceil(min), max });
    return choices ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }), fc.constant(min));
  };
  const settings = fc.record(Object.fromEntries(carried.map((key) => [key, value(key)])));
  fc.assert(
    fc.property(settings, (given) => {
      const read = settingsFromLink(hashOf(given));
      expect(read.ignored).toEqual([]);
      for (const key of carried)
        expect(read.settings[key] ?? DEFAULT_SETTINGS[key]).toBeCloseTo(given[key] ?? NaN, 15);
    }),
  );
});

test.each([
  'loss=500',
  'loss=-1',
  'loss=',
  'delay=1e3',
  'delay=0x10',
  'rate=fast',
  'jitter=1-2-3',
  'jitter-shape=gauss',
  'jitter-shape=1',
  'overtake=yes-maybe',
  'queue=0',
  'queue=1-2',
])('%s is ignored and named', (pair) => {
  expect(settingsFromLink(`#${pair}`)).toEqual({ settings: {}, ignored: [pair] });
});
