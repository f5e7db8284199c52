import { expect, test } from 'vitest';
import { checkLink } from './check.ts';
import { PRESET_SOURCES, PRESETS, type Preset } from './presets.ts';

function named(id: string): Preset['path'] {
  const found = PRESETS.find((preset) => preset.id === id);
  if (!found) throw new Error(`there is no preset ${id}`);
  return found.path;
}

test('a round trip is split evenly, and up and down have their own rate', () => {
  const { up, down } = named('chrome: Slow 4G');
  expect([up.delayMs + down.delayMs, up.delayMs, down.rateKbit, up.rateKbit]).toEqual([150, 75, 1600, 750]);
});

test('Firefox counts in 1024s', () => {
  const { up, down } = named('firefox: Good 3G');
  expect([down.rateKbit, up.rateKbit]).toEqual([(1.5 * 1024 * 1024) / 1000, 768]);
});

test('every preset can be carried out, has a name of its own, and every source has one', () => {
  for (const { path } of PRESETS)
    for (const link of [path.up, path.down]) expect(checkLink(link)).toEqual({ ok: true, value: link });
  expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
  expect(new Set(PRESETS.map(({ source }) => source))).toEqual(new Set(PRESET_SOURCES));
});
