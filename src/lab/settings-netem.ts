/** The impairments of netem that are rarely used, as settings of each direction, and shorthands for both. */
import { LINK_BOUNDS } from '#netem/check.ts';
import { DISTRIBUTIONS } from '#netem/distribution.ts';
import type { NumberSetting } from './settings.ts';

type Described = Pick<NumberSetting, 'unit' | 'min' | 'max' | 'default' | 'choices' | 'about'>;

function percent(about: string, value = 0): Described {
  return { unit: '%', min: 0, max: 100, default: value, about };
}

function choice(choices: readonly string[], about: string): Described {
  return { unit: '', min: 0, max: choices.length - 1, default: 0, choices, about };
}

const IMPAIRMENTS = {
  distribution: choice(DISTRIBUTIONS, 'distribution of jitter'),
  jitterCorrelationPct: percent('correlation of jitter with the packet before'),
  reordering: choice(['no', 'yes'], 'whether jitter may reorder packets'),
  lossCorrelationPct: percent('correlation of random loss'),
  gemodelPPct: percent('loss in bursts, from good to bad; with it, lossPct does not count'),
  gemodelRPct: percent('loss in bursts, from bad to good', 20),
  gemodelBadLossPct: percent('loss in bursts, while bad', 100),
  gemodelGoodLossPct: percent('loss in bursts, while good'),
  duplicatePct: percent('packets sent twice'),
  duplicateCorrelationPct: percent('correlation of duplicates'),
  corruptPct: percent('packets with a flipped bit'),
  corruptCorrelationPct: percent('correlation of corruption'),
  reorderPct: percent('packets that overtake, without delay'),
  reorderCorrelationPct: percent('correlation of overtaking'),
  reorderGap: {
    unit: 'packets',
    min: LINK_BOUNDS.gap.min,
    max: LINK_BOUNDS.gap.max,
    default: 0,
    about: 'only every so many-th may overtake',
  },
} as const satisfies Record<string, Described>;

type Impairment = keyof typeof IMPAIRMENTS;
export type NetemSettingKey = `net.${'up' | 'down'}.${Impairment}`;

const entries = Object.entries(IMPAIRMENTS) as [Impairment, Described][];

export const NETEM_SETTINGS = Object.fromEntries(
  entries.flatMap(([name, described]) => [
    [`net.up.${name}`, { ...described, live: true, about: `${described.about}, client to server` }],
    [`net.down.${name}`, { ...described, live: true, about: `${described.about}, server to client` }],
  ]),
) as Readonly<Record<NetemSettingKey, NumberSetting>>;

export const NETEM_SHORTHANDS = Object.fromEntries(
  entries.map(([name, { about }]) => [
    `net.${name}`,
    { keys: [`net.up.${name}`, `net.down.${name}`], factor: 1, about: `${about}, each way` },
  ]),
) as unknown as Readonly<
  Record<`net.${Impairment}`, { keys: readonly NetemSettingKey[]; factor: number; about: string }>
>;
