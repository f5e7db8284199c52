import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINK_BOUNDS } from '#netem/check.ts';
import { IDEAL_LINK, NO_EXTRAS, withExtras } from '#netem/model.ts';
import { parseTc } from '#netem/tc.ts';
import { SETTINGS, type SettingKey, type Settings } from './settings.ts';
import { DEFAULT_SETTINGS, parseSetting, SETTING_KEYS } from './settings-parse.ts';
import { linkOf, pathOf, settingsOf } from './settings-path.ts';

test('the default path has no further impairments', () => {
  expect(pathOf(DEFAULT_SETTINGS, false).up).toEqual({ ...IDEAL_LINK, delayMs: 60 });
});

test('settings and the impairment model have the same bounds', () => {
  for (const name of ['delayMs', 'jitterMs', 'lossPct', 'rateKbit'] as const)
    expect(SETTINGS[`net.up.${name}`]).toMatchObject(LINK_BOUNDS[name]);
  expect([SETTINGS['net.queuePackets'].min, SETTINGS['net.queuePackets'].max]).toEqual([
    LINK_BOUNDS.queuePackets.min,
    LINK_BOUNDS.queuePackets.max,
  ]);
});

test('a direction survives the way to settings and back', () => {
  const value = (key: SettingKey): fc.Arbitrary<number> => {
    const { min, max } = SETTINGS[key];
    return fc.oneof(fc.constant(SETTINGS[key].default), fc.integer({ min: Math.ceil(min), max }));
  };
  const settings = fc.record(
    Object.fromEntries(SETTING_KEYS.map((key) => [key, value(key)])) as Record<
      SettingKey,
      fc.Arbitrary<number>
    >,
  );
  fc.assert(
    fc.property(settings, fc.constantFrom('up' as const, 'down' as const), (given: Settings, dir) => {
      const link = linkOf(given, dir, false);
      expect(linkOf({ ...DEFAULT_SETTINGS, ...settingsOf(link, dir) }, dir, false)).toEqual(link);
    }),
  );
});

test('a tc line becomes settings', () => {
  const read = parseTc('tc qdisc add dev eth0 root netem delay 40ms 5ms distribution pareto duplicate 5%');
  if (!read.ok || read.value.verb === 'del') throw new Error('it does not parse');
  const link = linkOf({ ...DEFAULT_SETTINGS, ...settingsOf(read.value.link, 'up') }, 'up', false);
  expect(link).toEqual(
    withExtras(
      { ...IDEAL_LINK, delayMs: 40, jitterMs: 5 },
      { ...NO_EXTRAS, distribution: 'pareto', duplicatePct: 5 },
    ),
  );
});

test('shorthands set both directions, choices go by their word or number', () => {
  const both = (name: string, value: number): object => ({
    [`net.up.${name}`]: value,
    [`net.down.${name}`]: value,
  });
  expect(parseSetting('net.duplicatePct', '5')).toEqual({ ok: true, value: both('duplicatePct', 5) });
  expect(parseSetting('net.rttMs', '80')).toEqual({ ok: true, value: both('delayMs', 40) });
  expect(parseSetting('net.distribution', 'pareto')).toEqual({ ok: true, value: both('distribution', 2) });
  expect(parseSetting('net.up.reordering', '1')).toEqual({ ok: true, value: { 'net.up.reordering': 1 } });
  expect(parseSetting('net.distribution', 'gauss')).toEqual({
    ok: false,
    error: '"gauss" is no value for net.distribution. Valid are uniform, normal, pareto, paretonormal.',
  });
  expect(parseSetting('net.up.distribution', '1.5').ok).toBe(false);
  expect(parseSetting('net.rttMs', '-1')).toEqual({
    ok: false,
    error: '"-1" is no value for net.rttMs. Valid are numbers from 0 to 20000 ms.',
  });
  expect(parseSetting('net.lossPct', '').ok).toBe(false);
});
