/**
 * What is wrong with a line of tc (`tc`, by the code of the error; netem/tc-reader.ts) or with a number of the
 * impairment model (`link`; netem/check.ts). Words arrive as they stand in the line, bounds with their unit; a word is
 * empty where the line ends too early.
 */
export const netem = {
  tc: {
    expected: (word: string, wanted: string) =>
      word === '' ? `The line ends where “${wanted}” belongs.` : `“${wanted}” belongs here, not “${word}”.`,
    'unknown-verb': (word: string, verbs: string) =>
      word === '' ? `The line lacks what to do: one of ${verbs}.` : `“${word}” is none of ${verbs}.`,
    'unknown-option': (word: string, meant: string) =>
      meant === ''
        ? `netem has no option “${word}”.`
        : `netem has no option “${word}”. Did you mean “${meant}”?`,
    'unknown-loss': (word: string, models: string) =>
      `“${word}” is no way to lose packets. Write a percentage, or one of ${models}.`,
    'unknown-distribution': (word: string, known: string) =>
      `“${word}” is no distribution. There are ${known}.`,
    unsupported: (word: string) =>
      `netem knows “${word}” here, but this page does not simulate it. Leave it out.`,
    missing: (option: string) => `“${option}” lacks its value.`,
    'bad-time': (word: string, option: string) =>
      `“${word}” is no time for “${option}”. Write 100ms, 1.5s or 250us.`,
    'bad-rate': (word: string, option: string) =>
      `“${word}” is no rate for “${option}”. Write 500kbit or 1.5mbit.`,
    'bad-percent': (word: string, option: string) =>
      `“${word}” is no percentage for “${option}”. Write 5% or 0.1%.`,
    'bad-count': (word: string, option: string) => `“${word}” is no whole number for “${option}”.`,
    'out-of-range': (word: string, least: string, most: string) =>
      `“${word}” is out of range: from ${least} to ${most}.`,
    'two-losses': (word: string) => `The line has a loss already: “${word}” can stand there only once.`,
    'needs-delay': (word: string) =>
      `“${word}” needs a delay: else there is nothing to overtake. Add delay 10ms.`,
    'needs-jitter': (word: string) =>
      `“${word}” needs a delay with jitter. Write delay 100ms 10ms before it.`,
    'needs-reorder': (word: string) => `“${word}” needs reorder. Add reorder 25%.`,
  },
  link: {
    range: (name: string, least: string, most: string) =>
      `${name} is out of range: from ${least} to ${most}.`,
    whole: (name: string, least: string, most: string) =>
      `${name} is a whole number from ${least} to ${most}.`,
    'two-losses': () => 'Random loss and loss in bursts exclude each other: choose one.',
    'reorder-without-delay': () => 'Without a delay there is nothing to overtake: set a delay.',
    'gap-without-reorder': () => 'A gap needs packets that overtake: set how many do.',
    'distribution-without-jitter': () => 'A distribution needs a delay and jitter: set them first.',
  },
  /** The numbers of the model by their names there. */
  names: {
    delayMs: 'Delay',
    jitterMs: 'Jitter',
    jitterCorrelationPct: 'Correlation of jitter',
    lossPct: 'Loss',
    lossCorrelationPct: 'Correlation of loss',
    pPct: 'From good to bad',
    rPct: 'From bad to good',
    badLossPct: 'Loss while bad',
    goodLossPct: 'Loss while good',
    duplicatePct: 'Duplicates',
    duplicateCorrelationPct: 'Correlation of duplicates',
    corruptPct: 'Corruption',
    corruptCorrelationPct: 'Correlation of corruption',
    reorderPct: 'Overtaking',
    reorderCorrelationPct: 'Correlation of overtaking',
    gap: 'Gap',
    rateKbit: 'Rate',
    queuePackets: 'Queue',
  },
};

/** A sentence of the parameters of an error, in their order. */
type Sentence = (...params: string[]) => string;

export interface NetemWords {
  readonly tc: Readonly<Record<keyof typeof netem.tc, Sentence>>;
  readonly link: Readonly<Record<keyof typeof netem.link, Sentence>>;
  readonly names: Readonly<typeof netem.names>;
}
