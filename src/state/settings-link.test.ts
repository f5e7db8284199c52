import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import { linkOf, settingsFromLink } from './settings-link.ts';

test('the defaults need no word in the address', () => {
  expect(linkOf(DEFAULT_SETTINGS)).toEqual({ delay: null, jitter: null, loss: null, rate: null });
  expect(settingsFromLink('#seed=7&lang=zh')).toEqual({ settings: {}, ignored: [] });
});

test('what is written is read back', () => {
  const changed = {
    'net.up.delayMs': 150,
    'net.down.delayMs': 150,
    'net.up.lossPct': 0.5,
    'net.down.lossPct': 5,
  };
  const link = linkOf({ ...DEFAULT_SETTINGS, ...changed });
  expect(link).toEqual({ delay: '150', jitter: null, loss: '0.5-5', rate: null });
  expect(settingsFromLink('#delay=150&loss=0.5-5')).toEqual({ settings: changed, ignored: [] });
});

test.each(['loss=500', 'loss=-1', 'loss=', 'delay=1e3', 'delay=0x10', 'rate=fast', 'jitter=1-2-3'])(
  '%s is ignored and named',
  (pair) => {
    expect(settingsFromLink(`#${pair}`)).toEqual({ settings: {}, ignored: [pair] });
  },
);
