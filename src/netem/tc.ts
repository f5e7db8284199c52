/**
 * The text of `tc qdisc … netem`, in the grammar of iproute2 (tc-netem(8); netem_parse_opt in tc/q_netem.c): what the
 * terminal of a Linux host would take. Options may be shortened as tc allows it.
 */
import { ok } from '#base/result.ts';
import {
  extrasOf,
  IDEAL_LINK,
  NO_EXTRAS,
  withExtras,
  type GilbertElliott,
  type LinkParams,
} from './model.ts';
import { readNetem } from './tc-netem.ts';
import { TcReader, type Read, type Word } from './tc-reader.ts';
import { formatPercent, formatRate, formatTime } from './tc-units.ts';

/**
 * A command. Its `link` is what the text says; of `outage` and `reordering` a text says nothing, and so they are false
 * there: see `afterTc`.
 */
export type TcCommand =
  | {
      readonly verb: 'add' | 'change' | 'replace';
      readonly dev: string;
      readonly link: LinkParams;
      readonly seed: number | null;
    }
  | { readonly verb: 'del'; readonly dev: string };

const VERBS = ['add', 'change', 'replace', 'delete'] as const;
/** Places for a qdisc other than the root. */
const ELSEWHERE = ['parent', 'ingress', 'clsact'];

/** Reads one line. `sudo` before it, and a `handle`, change nothing for packets and may be there. */
export function parseTc(line: string): Read<TcCommand> {
  const reader = new TcReader(line);
  if (reader.peek()?.text === 'sudo') reader.take();
  for (const expected of ['tc', 'qdisc']) {
    const word = reader.take();
    if (word?.text !== expected) return reader.fail(word, 'expected', expected);
  }
  const verbWord = reader.take();
  const verb = verbWord && VERBS.find((name) => name.startsWith(verbWord.text));
  if (!verb) return reader.fail(verbWord, 'unknown-verb', 'add, change, replace, del');

  const place = readPlace(reader);
  if (!place.ok) return place;
  const { dev, kind } = place.value;
  if (kind === null && verb === 'delete') return ok({ verb: 'del', dev });
  if (kind?.text !== 'netem') return reader.fail(kind, 'expected', 'netem');
  const netem = readNetem(reader);
  if (!netem.ok) return netem;
  return ok(verb === 'delete' ? { verb: 'del', dev } : { verb, dev, ...netem.value });
}

/** `dev DEV root`, in any order; then the word that names the kind of qdisc, if any. */
function readPlace(reader: TcReader): Read<{ dev: string; kind: Word | null }> {
  let dev: string | null = null;
  let root = false;
  for (;;) {
    const word = reader.take();
    if (word?.text === 'dev' || word?.text === 'handle') {
      const value = reader.value(word.text);
      if (!value.ok) return value;
      if (word.text === 'dev') dev = value.value.text;
    } else if (word?.text === 'root') root = true;
    else if (word && ELSEWHERE.includes(word.text)) return reader.fail(word, 'expected', 'root');
    else if (dev === null) return reader.fail(word, 'expected', 'dev');
    else if (!root) return reader.fail(word, 'expected', 'root');
    else return ok({ dev, kind: word });
  }
}

/** The line that makes a host do this. `parseTc` reads the command back from it if `checkLink` finds no fault. */
export function formatTc(command: TcCommand): string {
  const { verb, dev } = command;
  if (verb === 'del') return `tc qdisc del dev ${dev} root`;
  return [`tc qdisc ${verb} dev ${dev} root netem`, ...options(command.link, command.seed)].join(' ');
}

function options(link: LinkParams, seed: number | null): string[] {
  const { delayMs, jitterMs, lossPct, rateKbit, queuePackets } = link;
  const extras = extrasOf(link);
  const { distribution, jitterCorrelationPct, gemodel, gap } = extras;
  const written: string[] = [];
  if (queuePackets !== IDEAL_LINK.queuePackets) written.push(`limit ${String(queuePackets)}`);
  if (delayMs > 0 || jitterMs > 0 || jitterCorrelationPct > 0) {
    const jitter = jitterMs > 0 || jitterCorrelationPct > 0 ? ` ${formatTime(jitterMs)}` : '';
    written.push(`delay ${formatTime(delayMs)}${jitter}${correlation(jitterCorrelationPct)}`);
  }
  if (distribution !== 'uniform') written.push(`distribution ${distribution}`);
  if (gemodel) written.push(`loss gemodel ${gemodelWords(gemodel)}`);
  else written.push(...chance('loss random', lossPct, extras.lossCorrelationPct));
  written.push(...chance('corrupt', extras.corruptPct, extras.corruptCorrelationPct));
  written.push(...chance('duplicate', extras.duplicatePct, extras.duplicateCorrelationPct));
  written.push(...chance('reorder', extras.reorderPct, extras.reorderCorrelationPct));
  if (gap > 0) written.push(`gap ${String(gap)}`);
  if (rateKbit > 0) written.push(`rate ${formatRate(rateKbit)}`);
  if (seed !== null) written.push(`seed ${String(seed)}`);
  return written;
}

function correlation(pct: number): string {
  return pct > 0 ? ` ${formatPercent(pct)}` : '';
}

function chance(option: string, pct: number, correlationPct: number): string[] {
  if (pct === 0 && correlationPct === 0) return [];
  return [`${option} ${formatPercent(pct)}${correlation(correlationPct)}`];
}

/** As few numbers as say it: what is left out is as in `gemodel` (tc-netem.ts). */
function gemodelWords({ pPct, rPct, badLossPct, goodLossPct }: GilbertElliott): string {
  const all = [pPct, rPct, badLossPct, goodLossPct];
  const defaults = [NaN, 100 - pPct, 100, 0];
  while (all.at(-1) === defaults[all.length - 1]) all.pop();
  return all.map(formatPercent).join(' ');
}

/** `link` after the command: an outage, and whether jitter reorders, stay as they are, as the text has no word for it. */
export function afterTc(link: LinkParams, command: TcCommand): LinkParams {
  const said = command.verb === 'del' ? IDEAL_LINK : command.link;
  const { reordering } = extrasOf(link);
  return withExtras({ ...said, outage: link.outage }, { ...NO_EXTRAS, ...said.netem, reordering });
}
