import { expect, test } from 'vitest';
import type { SessionView } from '#state/contract.ts';
import { PRESETS, presetInForce } from './presets.ts';

const settings = (id: string): SessionView['settings'] =>
  ({ ...PRESETS.find((preset) => preset.id === id)?.values }) as SessionView['settings'];

test('a preset is recognised by its values', () => {
  expect(presetInForce(settings('slow-4g'))?.name).toBe('Slow 4G');
  expect(presetInForce({ ...settings('slow-4g'), 'net.up.lossPct': 1 })).toBe(null);
});

test('Chrome’s round trips are split evenly', () => {
  expect(settings('3g')['net.up.delayMs'] + settings('3g')['net.down.delayMs']).toBe(400);
});
