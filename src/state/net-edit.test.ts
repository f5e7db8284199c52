import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import { PRESETS } from '#netem/presets.ts';
import {
  applyTc,
  bothAlike,
  burstValues,
  changedOnly,
  furtherCount,
  linkShown,
  lossValues,
  meanLoss,
  perfectLine,
  presetInForce,
  presetValues,
  tcLine,
  upAsDown,
  WAYS,
  withoutFurther,
  type Settings,
  type Values,
} from './net-edit.ts';

const under = (...changes: readonly Values[]): Settings =>
  changes.reduce<Settings>((settings, values) => ({ ...settings, ...values }), DEFAULT_SETTINGS);

function typed(settings: Settings, line: string): Settings {
  const outcome = applyTc(settings, 'up', line);
  if (!outcome.ok) throw new Error(outcome.error.code);
  return under(settings, outcome.value.values);
}

test('a line that is typed becomes settings, and the settings give the line', () => {
  const line = 'tc qdisc replace dev eth0 root netem delay 80ms 20ms distribution normal loss random 2%';
  const settings = typed(DEFAULT_SETTINGS, line);
  expect(tcLine(settings, 'up')).toBe(line);
  expect(tcLine(settings, 'down')).toBe('tc qdisc replace dev eth0 root netem delay 60ms');
  const same = applyTc(settings, 'up', line);
  expect(same.ok && same.value.values).toEqual({});
});

test('del takes everything off its direction but that jitter may reorder, of which tc has no word', () => {
  const settings = typed(
    under({ 'net.up.lossPct': 5, 'net.up.reordering': 1 }),
    'tc qdisc del dev eth0 root',
  );
  expect(settings['net.up.lossPct'] + settings['net.up.delayMs']).toBe(0);
  expect(settings['net.up.reordering']).toBe(1);
  expect(settings['net.down.delayMs']).toBe(60);
});

test('a line with an error changes nothing and points at the word', () => {
  const line = 'tc qdisc replace dev eth0 root netem delay 10x';
  expect(applyTc(DEFAULT_SETTINGS, 'up', line)).toMatchObject({
    ok: false,
    error: { code: 'bad-time', start: line.indexOf('10x'), end: line.length },
  });
});

test('losses come in bursts and singly again at nearly the same rate', () => {
  const bursts = under(burstValues(under({ 'net.down.lossPct': 5 }), ['down'], true));
  expect(linkShown(bursts, 'down').netem?.gemodel?.rPct).toBe(20);
  expect(linkShown(bursts, 'down').lossPct).toBe(0);
  expect(meanLoss(linkShown(bursts, 'down'))).toBeCloseTo(5, 0);
  expect(meanLoss(linkShown(bursts, 'up'))).toBe(0);
  const singly = under(bursts, burstValues(bursts, ['down'], false));
  expect(linkShown(singly, 'down').netem).toBeUndefined();
  expect(linkShown(singly, 'down').lossPct).toBeCloseTo(5, 0);
});

test('a loss that is picked keeps the bursts, and none ends them', () => {
  const bursts = under(burstValues(DEFAULT_SETTINGS, WAYS, true));
  const worse = under(bursts, lossValues(bursts, WAYS, 10));
  expect(meanLoss(linkShown(worse, 'up'))).toBeCloseTo(10, 0);
  expect(linkShown(worse, 'up').netem?.gemodel).toBeDefined();
  expect(linkShown(under(worse, lossValues(worse, WAYS, 0)), 'up').netem).toBeUndefined();
  expect(lossValues(DEFAULT_SETTINGS, ['up'], 3)['net.up.lossPct']).toBe(3);
});

test('what is alike in both directions counts once', () => {
  expect(furtherCount(DEFAULT_SETTINGS)).toBe(0);
  expect(furtherCount(under({ 'net.up.delayMs': 5, 'net.up.duplicatePct': 5 }))).toBe(1);
  expect(furtherCount(under({ 'net.up.duplicatePct': 5, 'net.down.duplicatePct': 5 }))).toBe(1);
  expect(furtherCount(under({ 'net.up.duplicatePct': 5, 'net.down.duplicatePct': 6 }))).toBe(2);
  expect(furtherCount(under({ 'net.up.corruptPct': 5 }, withoutFurther(WAYS)))).toBe(0);
});

test('the way up can be made as the way down is', () => {
  const settings = under({ 'net.down.corruptPct': 2, 'net.up.delayMs': 9 });
  expect(bothAlike(settings)).toBe(false);
  const alike = under(settings, upAsDown(settings));
  expect(bothAlike(alike)).toBe(true);
  expect(alike['net.up.corruptPct']).toBe(2);
});

test('a preset is recognised by all that it says, and leaves the queue alone', () => {
  for (const preset of PRESETS) {
    const settings = under({ 'net.queuePackets': 20, 'net.up.corruptPct': 3 }, presetValues(preset));
    expect(presetInForce(settings, preset)).toBe(preset);
    expect(settings['net.queuePackets']).toBe(20);
    expect(presetInForce(under(settings, { 'net.up.corruptPct': 1 }), preset)).toBeNull();
  }
});

test('a perfect line does nothing to packets', () => {
  const values = perfectLine();
  expect(tcLine(under({ 'net.up.corruptPct': 3 }, values), 'up')).toBe(
    'tc qdisc replace dev eth0 root netem',
  );
  expect(Object.keys(changedOnly(under(values), values))).toEqual([]);
});
