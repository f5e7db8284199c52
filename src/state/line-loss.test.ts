import { expect, test } from 'vitest';
import type { SessionView } from './contract.ts';
import { goneOf, lossOf, lossPct } from './line-loss.ts';

const settings = (values: Partial<SessionView['settings']>): SessionView['settings'] =>
  ({
    'net.up.lossPct': 2,
    'net.down.lossPct': 3,
    'net.up.gemodelPPct': 0,
    'net.up.gemodelGoodLossPct': 0,
    'net.down.gemodelPPct': 0,
    'net.down.gemodelRPct': 20,
    'net.down.gemodelBadLossPct': 100,
    'net.down.gemodelGoodLossPct': 0,
    'net.up.corruptPct': 0,
    'net.down.corruptPct': 0,
    ...values,
  }) as SessionView['settings'];

test('the controls show what is lost on average, singly or in bursts', () => {
  expect([lossPct(settings({}), 'up'), lossPct(settings({}), 'down')]).toEqual([2, 3]);
  expect(lossPct(settings({ 'net.down.gemodelPPct': 5 }), 'down')).toBeCloseTo(20, 9);
});

test('what the checksum drops is lost as well', () => {
  expect(goneOf(settings({ 'net.up.corruptPct': 50 }), 'up')).toBeCloseTo(51, 9);
  expect(goneOf(settings({}), 'down')).toBe(3);
});

test('a loss that is picked there is in force, also after bursts', () => {
  expect(lossOf(settings({}), 7)).toEqual({ 'net.up.lossPct': 7, 'net.down.lossPct': 7 });
  const bursts = settings({ 'net.down.gemodelPPct': 5 });
  const after = settings({ ...bursts, ...lossOf(bursts, 7) });
  expect([lossPct(after, 'up'), lossPct(after, 'down')]).toEqual([7, 7]);
});
