/** Sentences about a segment: what it is, why each copy was sent, what became of it. */
import { ACK, SYN, type EventOf } from '#trace/events.ts';
import type { SegmentCopy } from '#trace/copies.ts';
import type { LossStep } from '#trace/repair.ts';
import type { Words } from '#words/catalogue.ts';
import { formatCount, formatDelay, formatInstant, formatPercent } from '#words/format.ts';
import type { InspectorModesWords } from '#words/inspector-modes.en.ts';

/** One plain sentence of what the segment is. */
export function sentenceOf(segment: EventOf<'segment.sent'>, m: InspectorModesWords): string {
  const w = m.segment;
  const { why, flags, seq, len, ack, original } = segment;
  const [from, to] = [formatCount(seq), formatCount(seq + len - 1)];
  if ((flags & SYN) !== 0) {
    if (original >= 0) return w.synAgain;
    return (flags & ACK) === 0 ? w.syn : w.synAck;
  }
  if (len > 0) {
    if (why === 'tlp' && original >= 0) return w.probe(from, to);
    return original >= 0 ? w.again(from, to) : w.carries(from, to);
  }
  if (why === 'keepalive' || why === 'rst' || why === 'fin') return w[why];
  return ack > 0 ? w.ack(formatCount(ack - 1)) : w.ackNothing;
}

/** Why a copy was sent. */
export function whyOf(
  { told, sent }: SegmentCopy,
  first: boolean,
  words: Words,
  m: InspectorModesWords,
): string {
  if (first) return m.segment.firstTime;
  if (told?.kind === 'timer') {
    const { timer, spanMs, since, t } = told;
    return words.tcp.repair.timer[timer](formatDelay(spanMs * 1000), formatInstant(since), formatInstant(t));
  }
  if (told?.kind === 'ack') {
    const { repair } = words.tcp;
    return (told.selective ? repair.selective : repair.ack)(formatInstant(told.t));
  }
  return words.events.segment[sent.why];
}

/** The rule by which a copy was lost, with its draw. */
export function ruleOf({ rule, draw, belowPct }: LossStep, words: Words): string {
  const w = words.tcp.repair;
  // Never rounded up, or it could seem to be no loss at all.
  const drawn = (Math.floor(draw * 10_000) / 10_000).toFixed(4);
  if (rule === 'outage' || rule === 'queue' || rule === 'picked' || rule === 'forgotten') return w.rule[rule];
  return belowPct === null ? w.burst(drawn) : w.rule[rule](drawn, formatPercent(belowPct));
}

const PARTS = ['queueUs', 'serializationUs', 'propagationUs', 'jitterUs'] as const;

/** What became of a copy; `thereAt` is when the first of all copies arrived, in microseconds. */
export function fateOf(
  { sent, fate }: SegmentCopy,
  thereAt: number,
  words: Words,
  m: InspectorModesWords,
): string {
  const w = m.segment;
  switch (fate.kind) {
    case 'underway':
      return w.underway(formatInstant(sent.due));
    case 'lost':
      return w.lost(formatInstant(fate.loss.t), ruleOf(fate.loss, words));
    case 'arrived': {
      const { event } = fate;
      const parts = PARTS.filter((part) => event[part] !== 0).map((part) =>
        w.partOfWay[part](formatDelay(event[part])),
      );
      const arrived = w.arrived(formatInstant(event.t), formatDelay(event.t - sent.t));
      const way = parts.length < 2 ? arrived : `${arrived}${w.join}${w.parts(parts.join(w.join))}`;
      return event.t > thereAt ? `${way}${w.needless}` : way;
    }
  }
}
