/** All texts of one language. */
import { en, type ShellWords } from './en.ts';
import { layersEn, type LayersWords } from './layers.en.ts';
import { layersZh } from './layers.zh.ts';
import type { Locale } from './locale.ts';
import { narratorEn } from './narrator.en.ts';
import { narratorZh } from './narrator.zh.ts';
import { netem as netemEn, type NetemWords } from './netem.en.ts';
import { netem as netemZh } from './netem.zh.ts';
import { shareEn, type ShareWords } from './share.en.ts';
import { shareZh } from './share.zh.ts';
import { stageEn } from './stage.en.ts';
import { stageZh } from './stage.zh.ts';
import type { NarratorWords, StageWords } from './types-stage.ts';
import { zh } from './zh.ts';

export type Words = ShellWords & {
  readonly stage: StageWords;
  readonly narrator: NarratorWords;
  readonly netem: NetemWords;
  readonly layers: LayersWords;
  readonly share: ShareWords;
};

const CATALOGUES: Readonly<Record<Locale, Words>> = {
  en: { ...en, stage: stageEn, narrator: narratorEn, netem: netemEn, layers: layersEn, share: shareEn },
  zh: { ...zh, stage: stageZh, narrator: narratorZh, netem: netemZh, layers: layersZh, share: shareZh },
};

export function catalogue(locale: Locale): Words {
  return CATALOGUES[locale];
}
