/** Every setting that may change while a run goes on has a few words for it, in both languages. */
import { expect, test } from 'vitest';
import { SETTING_KEYS } from '#lab/settings-parse.ts';
import { SETTINGS } from '#lab/settings.ts';
import { catalogue } from '#words/catalogue.ts';

test.each(['en', 'zh'] as const)('in %s each change has its words', (locale) => {
  const { stage } = catalogue(locale);
  for (const key of SETTING_KEYS.filter((one) => SETTINGS[one].live))
    for (const value of [SETTINGS[key].min, SETTINGS[key].max])
      expect(stage.change(key, value), key).toMatch(/\S/);
});

test('a direction is named, both at once are not', () => {
  const { stage } = catalogue('en');
  expect(stage.change('net.up.duplicatePct', 5)).toBe('duplicates up 5%');
  expect(stage.change('net.duplicatePct', 5)).toBe('duplicates 5%');
  expect(stage.change('path.box', 4)).toBe('in between: a NAT that forgets');
  expect(catalogue('zh').stage.change('net.down.reordering', 1)).toBe('下行抖动可以打乱先后');
});

test('what is no setting has none', () => {
  expect(catalogue('en').stage.change('net.warp', 1)).toBeNull();
});
