/** The story of a repair as sentences, each with the event that it is about. */
import type { EventId } from '#trace/events.ts';
import type { LossStep, Repair, RepairStep } from '#trace/repair.ts';
import type { Words } from '#words/catalogue.ts';
import { formatCount, formatDelay, formatInstant, formatPercent } from '#words/format.ts';

export interface Sentence {
  readonly text: string;
  /** What a click shows; null where the sentence is about several. */
  readonly event: EventId | null;
}

/** From so many lost copies on, those between the first and the last are counted, not told. */
const TOLD_LOSSES = 3;

/** "0.0213": never rounded up, or it could seem to be no loss at all. */
function formatDraw(draw: number): string {
  return (Math.floor(draw * 10_000) / 10_000).toFixed(4);
}

function ruleOf({ rule, draw, belowPct }: LossStep, words: Words): string {
  const w = words.tcp.repair;
  if (rule === 'outage' || rule === 'queue' || rule === 'picked' || rule === 'forgotten') return w.rule[rule];
  if (belowPct === null) return w.burst(formatDraw(draw));
  return w.rule[rule](formatDraw(draw), formatPercent(belowPct));
}

function tell(step: RepairStep, repair: Repair, isFirst: boolean, words: Words): Sentence {
  const w = words.tcp.repair;
  const { event } = step;
  switch (step.kind) {
    case 'lost': {
      if (!isFirst) return { event, text: w.lostToo(ruleOf(step, words)) };
      const { from, to, handshake } = repair;
      const n = formatCount(step.n);
      const what = handshake ? w.syn(n) : w.segment(n, formatCount(from), formatCount(to - 1));
      return { event, text: w.lost(what, ruleOf(step, words)) };
    }
    case 'timer': {
      const { timer, spanMs, since, t } = step;
      const text = w.timer[timer](formatDelay(spanMs * 1000), formatInstant(since), formatInstant(t));
      return { event, text };
    }
    case 'ack':
      return { event, text: (step.selective ? w.selective : w.ack)(formatInstant(step.t)) };
    case 'again': {
      const n = formatCount(step.n);
      const { t, arrivedAt } = step;
      const text = arrivedAt === null ? w.again(n, formatInstant(t)) : w.arrived(n, formatInstant(arrivedAt));
      return { event, text };
    }
  }
}

export function storyOf(repair: Repair, words: Words): Sentence[] {
  const { steps, behind } = repair;
  const losses = steps.flatMap((step, i) => (step.kind === 'lost' ? [i] : []));
  const [first = 0] = losses;
  const last = losses.at(-1) ?? 0;
  const short = losses.length > TOLD_LOSSES;
  const told = short ? [...steps.slice(0, first + 1), ...steps.slice(last + 1)] : steps;
  const sentences = told.map((step, i) => tell(step, repair, i === first, words));
  if (short)
    sentences.splice(first + 1, 0, {
      event: null,
      text: words.tcp.repair.more(formatCount(losses.length - 1)),
    });
  if (behind > 0) sentences.push({ event: null, text: words.tcp.repair.behind(formatCount(behind)) });
  return sentences;
}
