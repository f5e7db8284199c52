/** The options behind `netem`, as netem_parse_opt of iproute2's tc/q_netem.c reads them. */
import { ok, type Result } from '#base/result.ts';
import { DISTRIBUTIONS } from './distribution.ts';
import {
  IDEAL_LINK,
  NO_EXTRAS,
  withExtras,
  type GilbertElliott,
  type LinkParams,
  type NetemExtras,
} from './model.ts';
import type { LinkNumber } from './check.ts';
import type { NumberKind, Read, TcError, TcReader, Word } from './tc-reader.ts';

export interface NetemOptions {
  readonly link: LinkParams;
  readonly seed: number | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Read0 = Result<null, TcError>;

const DONE = ok(null);
const LOSS_MODELS = 'random, gemodel';

/** What has been read so far, and the words at which later checks point. */
class Reading {
  readonly reader: TcReader;
  readonly link: Mutable<LinkParams> = { ...IDEAL_LINK };
  readonly extras: Mutable<NetemExtras> = { ...NO_EXTRAS };
  seed: number | null = null;
  loss: Word | null = null;
  reorder: Word | null = null;
  gap: Word | null = null;
  distribution: Word | null = null;

  constructor(reader: TcReader) {
    this.reader = reader;
  }

  /** Reads a number of `option` and hands it to `put`. */
  number(kind: NumberKind, name: LinkNumber, option: string, put: (value: number) => void): Read0 {
    const read = this.reader.number(kind, name, option);
    if (!read.ok) return read;
    put(read.value);
    return DONE;
  }

  /** Reads one more percentage of `option`, if a number follows. */
  more(name: LinkNumber, option: string, put: (pct: number) => void): Read0 {
    return this.reader.numberFollows() ? this.number('percent', name, option, put) : DONE;
  }
}

function unsupported({ reader }: Reading, word: Word): Read0 {
  return reader.fail(word, 'unsupported');
}

/** `PCT [CORR]` */
function chance(option: 'reorder' | 'corrupt' | 'duplicate') {
  return (so: Reading, word: Word): Read0 => {
    if (option === 'reorder') so.reorder = word;
    const { extras } = so;
    const pct = so.number('percent', `${option}Pct`, option, (value) => (extras[`${option}Pct`] = value));
    if (!pct.ok) return pct;
    const name = `${option}CorrelationPct` as const;
    return so.more(name, option, (value) => (extras[name] = value));
  };
}

/** `delay TIME [JITTER [CORR]]` */
function delay(so: Reading): Read0 {
  const { link, extras, reader } = so;
  const fixed = so.number('time', 'delayMs', 'delay', (value) => (link.delayMs = value));
  if (!fixed.ok || !reader.numberFollows()) return fixed;
  const jitter = so.number('time', 'jitterMs', 'delay', (value) => (link.jitterMs = value));
  if (!jitter.ok) return jitter;
  return so.more('jitterCorrelationPct', 'delay', (value) => (extras.jitterCorrelationPct = value));
}

/** `loss [random] PCT [CORR]` or `loss gemodel P [R [1-H [1-K]]]` */
function loss(so: Reading, word: Word): Read0 {
  const { link, extras, reader } = so;
  if (so.loss) return reader.fail(word, 'two-losses');
  so.loss = word;
  const model = reader.peek();
  if (model?.text === 'gemodel') {
    reader.take();
    return gemodel(so);
  }
  if (model?.text === 'state') return unsupported(so, model);
  if (model?.text === 'random') reader.take();
  else if (model && !/^[-+.\d]/.test(model.text)) return reader.fail(model, 'unknown-loss', LOSS_MODELS);
  const pct = so.number('percent', 'lossPct', 'loss', (value) => (link.lossPct = value));
  if (!pct.ok) return pct;
  return so.more('lossCorrelationPct', 'loss', (value) => (extras.lossCorrelationPct = value));
}

/** What is left out makes it a simpler model: of two parameters Gilbert's, of one Bernoulli's. */
function gemodel(so: Reading): Read0 {
  const { extras } = so;
  const model: Mutable<GilbertElliott> = { pPct: 0, rPct: 0, badLossPct: 100, goodLossPct: 0 };
  extras.gemodel = model;
  const p = so.number('percent', 'pPct', 'loss gemodel', (value) => (model.pPct = value));
  if (!p.ok) return p;
  model.rPct = 100 - model.pPct;
  for (const name of ['rPct', 'badLossPct', 'goodLossPct'] as const) {
    const read = so.more(name, 'loss gemodel', (value) => (model[name] = value));
    if (!read.ok) return read;
  }
  return DONE;
}

function distribution(so: Reading, word: Word): Read0 {
  const value = so.reader.value('distribution');
  if (!value.ok) return value;
  const known = DISTRIBUTIONS.find((name) => name === value.value.text);
  if (!known) return so.reader.fail(value.value, 'unknown-distribution', DISTRIBUTIONS.join(', '));
  so.extras.distribution = known;
  so.distribution = word;
  return DONE;
}

/** `rate RATE`; further numbers are octets that each packet costs more, and ATM's cells. */
function rate(so: Reading): Read0 {
  const read = so.number('rate', 'rateKbit', 'rate', (value) => (so.link.rateKbit = value));
  const overhead = so.reader.peek();
  return read.ok && overhead && /^-?\d/.test(overhead.text) ? unsupported(so, overhead) : read;
}

function seed(so: Reading): Read0 {
  const word = so.reader.value('seed');
  if (!word.ok) return word;
  const { text } = word.value;
  if (!/^\d+$/.test(text)) return so.reader.fail(word.value, 'bad-count', 'seed');
  so.seed = Number(text);
  const most = Number.MAX_SAFE_INTEGER;
  return so.seed <= most ? DONE : so.reader.fail(word.value, 'out-of-range', '0', String(most));
}

/** In the order in which tc looks for one that begins with the word it has. */
const OPTIONS: readonly (readonly [name: string, read: (so: Reading, word: Word) => Read0])[] = [
  ['limit', (so) => so.number('count', 'queuePackets', 'limit', (value) => (so.link.queuePackets = value))],
  ['latency', delay],
  ['delay', delay],
  ['loss', loss],
  ['drop', loss],
  ['ecn', unsupported],
  ['reorder', chance('reorder')],
  ['corrupt', chance('corrupt')],
  [
    'gap',
    (so, word) => {
      so.gap = word;
      return so.number('count', 'gap', 'gap', (value) => (so.extras.gap = value));
    },
  ],
  ['duplicate', chance('duplicate')],
  ['distribution', distribution],
  ['rate', rate],
  ['seed', seed],
  ['slot', unsupported],
];

/** The option that differs from `text` in one letter, or has two of its letters swapped; '' if there is none. */
function meant(text: string): string {
  const near = (name: string): boolean => {
    let from = 0;
    while (from < name.length && name[from] === text[from]) from++;
    const ends = [
      [name.slice(from + 1), text.slice(from + 1)],
      [name.slice(from + 1), text.slice(from)],
      [name.slice(from), text.slice(from + 1)],
    ];
    const swapped = name.slice(0, from) + (name[from + 1] ?? '') + (name[from] ?? '') + name.slice(from + 2);
    return swapped === text || ends.some(([a, b]) => a === b);
  };
  return OPTIONS.find(([name]) => near(name))?.[0] ?? '';
}

/** Reads options up to the end of the text. */
export function readNetem(reader: TcReader): Read<NetemOptions> {
  const so = new Reading(reader);
  for (let word = reader.take(); word; word = reader.take()) {
    const { text } = word;
    const option = OPTIONS.find(([name]) => name.startsWith(text));
    if (!option) return reader.fail(word, 'unknown-option', meant(text));
    const read = option[1](so, word);
    if (!read.ok) return read;
  }
  const { link, extras } = so;
  if (so.reorder && extras.reorderPct > 0 && link.delayMs === 0)
    return reader.fail(so.reorder, 'needs-delay');
  if (so.gap && extras.gap > 0 && extras.reorderPct === 0) return reader.fail(so.gap, 'needs-reorder');
  if (so.distribution && (link.delayMs === 0 || link.jitterMs === 0))
    return reader.fail(so.distribution, 'needs-jitter');
  return ok({ link: withExtras(link, extras), seed: so.seed });
}
