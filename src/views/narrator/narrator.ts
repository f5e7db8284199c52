/**
 * Picks the one event of a stretch of time that is most worth a sentence. A pure function of the trace, the stretch and
 * what was said before; nothing later than the stretch's end is known.
 */
import type { SessionView } from '#state/contract.ts';
import type { EventId, EventOf, TraceEvent } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey } from '#trace/provenance.ts';
import type { NarratorFact } from '#words/types-stage.ts';
import { nextPollShows } from './poll-schedule.ts';

type Kind = NarratorFact['kind'];

/** What is more telling wins; within a kind, the latest. */
const WEIGHT: Readonly<Record<Kind, number>> = {
  forked: 100,
  cut: 95,
  back: 90,
  restored: 85,
  changed: 80,
  said: 75,
  repaired: 70,
  'held-up': 65,
  lost: 60,
  polled: 45,
  first: 40,
  empty: 30,
};

export interface Stretch {
  readonly trace: Trace;
  /** First event that was not told about yet, and the first one that must not be known. */
  readonly from: EventId;
  readonly to: EventId;
  readonly lanes: SessionView['lanes'];
  readonly intervalUs: number;
}

/** The fact to tell, or null when there is none. `said` are the kinds told before, the latest last. */
export function tell(stretch: Stretch, said: readonly Kind[]): NarratorFact | null {
  const [before, last] = said.slice(-2);
  // The same sentence a third time in a row would be chatter.
  const worn = before !== undefined && before === last ? last : null;
  let best: NarratorFact | null = null;
  for (let id = stretch.from; id < stretch.to; id++) {
    const fact = factOf(stretch, stretch.trace.at(id));
    if (fact === null || fact.kind === worn) continue;
    if (best === null || WEIGHT[fact.kind] >= WEIGHT[best.kind]) best = fact;
  }
  return best;
}

function factOf(stretch: Stretch, event: TraceEvent): NarratorFact | null {
  switch (event.type) {
    case 'net.changed':
      return outageFact(stretch.trace, event);
    case 'run.intervened': {
      const { set } = JSON.parse(event.what) as { set?: Record<string, number> };
      const [entry] = Object.entries(set ?? {});
      if (!entry) return null;
      const [key, value] = entry;
      // Set alike in both directions, it is one change.
      const other = key.includes('.down.') ? key.replace('.down.', '.up.') : key.replace('.up.', '.down.');
      const alike = other !== key && set?.[other] === value;
      return { kind: 'changed', key: alike ? key.replace(/\.(up|down)\./, '.') : key, value };
    }
    case 'app.sent':
      return { kind: 'said' };
    case 'segment.lost':
      return lossFact(stretch, event);
    case 'app.delivered':
      return event.duplicate ? null : deliveryFact(stretch, event);
    case 'pdu.received':
      return emptyFact(stretch, event);
    default:
      return null;
  }
}

function laneOf({ lanes }: Stretch, lane: number): SessionView['lanes'][number]['transport'] {
  return lanes[lane]?.transport ?? 'polling';
}

/** The last change of this direction before an event, or null. */
function linkBefore(trace: Trace, id: EventId, dir: 'up' | 'down'): EventOf<'net.changed'> | null {
  for (let earlier = id - 1; earlier >= 0; earlier--) {
    const event = trace.at(earlier);
    if (event.type === 'net.changed' && event.dir === dir) return event;
  }
  return null;
}

function outageFact(trace: Trace, event: EventOf<'net.changed'>): NarratorFact | null {
  const before = linkBefore(trace, event.id, event.dir);
  if (event.link.outage) return before?.link.outage === true ? null : { kind: 'cut' };
  return before?.link.outage === true ? { kind: 'restored', forUs: event.t - before.t } : null;
}

function lossFact(stretch: Stretch, event: EventOf<'segment.lost'>): NarratorFact | null {
  const { trace } = stretch;
  const segment = trace.of(event.sent, 'segment.sent');
  // A lost acknowledgement is made good by the next one; in an outage the cut itself is the news.
  if (segment.len === 0 || event.rule === 'outage') return null;
  const key = streamKey(event.lane, event.conn, event.dir);
  const [pdu] = trace.provenance.pdusIn(key, segment.seq, segment.seq + segment.len);
  const msg = pdu === undefined ? null : (trace.of(pdu, 'pdu.sent').msgs[0] ?? null);
  return { kind: 'lost', lane: laneOf(stretch, event.lane), msg, up: event.dir === 'up' };
}

function deliveryFact(stretch: Stretch, event: EventOf<'app.delivered'>): NarratorFact | null {
  const { trace } = stretch;
  const places = trace.provenance.message(event.lane, event.msg);
  if (!places || places.published === NO_EVENT || places.delivered !== event.id) return null;
  const lane = laneOf(stretch, event.lane);
  const { msg } = event;
  const delayUs = event.t - trace.at(places.published).t;
  const back = firstBack(trace, event);
  if (back !== null) return { kind: 'back', lane, afterUs: back, msg };
  const carrier = places.pdus.map((id) => trace.of(id, 'pdu.sent')).findLast((pdu) => pdu.dir === 'down');
  if (!carrier) return null;
  const trouble = troubleOf(trace, carrier, event.t);
  if (trouble.resentAfterUs > 0)
    return { kind: 'repaired', lane, msg, resentAfterUs: trouble.resentAfterUs, delayUs };
  if (trouble.heldUs > 0) return { kind: 'held-up', lane, msg, heldUs: trouble.heldUs };
  if (lane === 'polling') {
    const { msgs } = carrier;
    if (msgs[0] !== msg) return null;
    return { kind: 'polled', lane, first: msg, last: msgs.at(-1) ?? msg, count: msgs.length, delayUs };
  }
  const winner = stretch.lanes.every((_, other) => {
    const delivered = trace.provenance.message(other, msg)?.delivered ?? NO_EVENT;
    return other === event.lane || delivered === NO_EVENT || delivered > event.id;
  });
  if (!winner || stretch.lanes.length < 2) return null;
  return { kind: 'first', lane, msg, delayUs, pollAtUs: nextPollShows(stretch, event.t, msg) };
}

/** How long after the end of an outage this is the first delivery of all lanes, or null when it is not. */
function firstBack(trace: Trace, event: EventOf<'app.delivered'>): number | null {
  for (let id = event.id - 1; id >= 0; id--) {
    const earlier = trace.at(id);
    if (earlier.type === 'app.delivered') return null;
    if (earlier.type !== 'net.changed' || earlier.link.outage) continue;
    const before = linkBefore(trace, earlier.id, earlier.dir);
    if (before?.link.outage === true) return event.t - earlier.t;
  }
  return null;
}

/** What TCP had to do for a PDU: how late it was sent again, or how long it was kept behind a gap. */
function troubleOf(
  trace: Trace,
  pdu: EventOf<'pdu.sent'>,
  t: number,
): { readonly resentAfterUs: number; readonly heldUs: number } {
  const { provenance } = trace;
  let resentAfterUs = 0;
  let there = 0;
  for (const first of provenance.segmentsIn(streamKey(pdu.lane, pdu.conn, pdu.dir), pdu.from, pdu.to)) {
    const end = provenance.outcome(first);
    if (end === NO_EVENT) return { resentAfterUs: 0, heldUs: 0 };
    if (trace.at(end).type === 'segment.received') {
      there = Math.max(there, trace.at(end).t);
      continue;
    }
    const arrived = provenance
      .copiesOf(first)
      .find((copy) => provenance.outcome(copy) !== NO_EVENT && trace.at(provenance.outcome(copy)).t <= t);
    if (arrived !== undefined)
      resentAfterUs = Math.max(resentAfterUs, trace.at(arrived).t - trace.at(first).t);
    there = t;
  }
  return { resentAfterUs, heldUs: there > 0 ? t - there : 0 };
}

/** A poll's answer without messages, with what asking and answering took in octets of HTTP. */
function emptyFact(stretch: Stretch, event: EventOf<'pdu.received'>): NarratorFact | null {
  const { trace } = stretch;
  const answer = trace.of(event.sent, 'pdu.sent');
  if (answer.kind !== 'http.response' || answer.msgs.length > 0) return null;
  const request = trace.provenance.request(event.lane, answer.request);
  if (!request || request.sent === NO_EVENT || request.purpose !== 'poll') return null;
  const asked = trace.of(request.sent, 'pdu.sent');
  const bytes = answer.to - answer.from + asked.to - asked.from;
  return { kind: 'empty', lane: laneOf(stretch, event.lane), bytes };
}
