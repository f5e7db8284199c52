/** All texts of one language. */
import { en, type ShellWords } from './en.ts';
import type { Locale } from './locale.ts';
import { stageEn } from './stage.en.ts';
import { stageZh } from './stage.zh.ts';
import type { StageWords } from './types-stage.ts';
import { zh } from './zh.ts';

export type Words = ShellWords & { readonly stage: StageWords };

const CATALOGUES: Readonly<Record<Locale, Words>> = {
  en: { ...en, stage: stageEn },
  zh: { ...zh, stage: stageZh },
};

export function catalogue(locale: Locale): Words {
  return CATALOGUES[locale];
}
