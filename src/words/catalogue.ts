/** All texts of one language. */
import { en, type ShellWords } from './en.ts';
import type { Locale } from './locale.ts';
import { narratorEn } from './narrator.en.ts';
import { narratorZh } from './narrator.zh.ts';
import { netem as netemEn, type NetemWords } from './netem.en.ts';
import { netem as netemZh } from './netem.zh.ts';
import { stageEn } from './stage.en.ts';
import { stageZh } from './stage.zh.ts';
import type { NarratorWords, StageWords } from './types-stage.ts';
import { zh } from './zh.ts';

export type Words = ShellWords & {
  readonly stage: StageWords;
  readonly narrator: NarratorWords;
  readonly netem: NetemWords;
};

const CATALOGUES: Readonly<Record<Locale, Words>> = {
  en: { ...en, stage: stageEn, narrator: narratorEn, netem: netemEn },
  zh: { ...zh, stage: stageZh, narrator: narratorZh, netem: netemZh },
};

export function catalogue(locale: Locale): Words {
  return CATALOGUES[locale];
}
