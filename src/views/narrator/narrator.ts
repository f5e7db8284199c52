/**
 * Picks the one event of a stretch of time that is most worth a sentence. A pure function of the trace, the stretch and
 * what was said before; nothing later than the instant of telling is known.
 */
import type { SimTime } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import { laneKind } from '#state/lane-kind.ts';
import type { EventId, EventOf, TraceEvent } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey, type MessagePlaces } from '#trace/provenance.ts';
import type { LaneKind, Mishap, NarratorFact, PollingSide } from '#words/types-stage.ts';
import { lateFact } from './late-fact.ts';
import { nextPollShows } from './poll-schedule.ts';

export type Kind = NarratorFact['kind'];

/** What is more telling wins; within a kind, the latest. Sums are told between events (sums.ts). */
const WEIGHT: Readonly<Record<Kind, number>> = {
  forked: 100,
  mishap: 97,
  cut: 95,
  back: 90,
  restored: 85,
  changed: 80,
  box: 78,
  phase: 76,
  said: 75,
  'cut-late': 72,
  late: 70,
  'held-up': 65,
  lost: 60,
  first: 45,
  polled: 40,
  empty: 30,
  requests: 0,
  empties: 0,
  means: 0,
  bytes: 0,
  'none-gone': 0,
  instant: 0,
};

/** From here on a fact is worth telling although some time has passed since. */
const TELLING = 60;

/** So many of the last lines may be of one kind; what is not named here happens seldom enough. */
export const LINES_KEPT = 8;
const SHARE: Partial<Record<Kind, number>> = {
  first: 3,
  polled: 3,
  empty: 1,
  lost: 3,
  late: 3,
  'cut-late': 3,
  'held-up': 2,
  box: 2,
  phase: 3,
};

/** Lanes that have a message within so many microseconds of the first have it together. */
const TIE_US = 5000;

export interface Stretch {
  readonly trace: Trace;
  /** First event that was not told about yet. */
  readonly from: EventId;
  /** Facts of the everyday count from this event on: what happened before is stale. */
  readonly freshFrom: EventId;
  /** The first event that must not be known. */
  readonly to: EventId;
  /** The instant of telling. */
  readonly now: SimTime;
  /** What is foretold must be more than this ahead, in microseconds. */
  readonly aheadUs: number;
  /** Who has a message together is not told before so many microseconds have passed. */
  readonly settledUs: number;
  readonly lanes: SessionView['lanes'];
  readonly intervalUs: number;
}

export function isTelling(kind: Kind): boolean {
  return WEIGHT[kind] >= TELLING;
}

/** The fact to tell, or null when there is none. `said` are the kinds told before, the latest last. */
export function tell(stretch: Stretch, said: readonly Kind[]): NarratorFact | null {
  let best: NarratorFact | null = null;
  for (let id = stretch.from; id < stretch.to; id++) {
    const fact = factOf(stretch, stretch.trace.at(id));
    if (fact === null || worn(fact.kind, said)) continue;
    if (id < stretch.freshFrom && !isTelling(fact.kind)) continue;
    if (best === null || WEIGHT[fact.kind] >= WEIGHT[best.kind]) best = fact;
  }
  return best;
}

/** A kind that has had its share of the last lines, or the last two, would be chatter. An empty poll is no beginning. */
function worn(kind: Kind, said: readonly Kind[]): boolean {
  if (kind === 'empty' && !said.includes('first')) return true;
  const share = SHARE[kind];
  if (share === undefined) return false;
  const last = said.slice(-LINES_KEPT);
  if (last.length > 1 && last.slice(-2).every((one) => one === kind)) return true;
  return last.filter((one) => one === kind).length >= share;
}

function factOf(stretch: Stretch, event: TraceEvent): NarratorFact | null {
  switch (event.type) {
    case 'net.changed':
      return outageFact(stretch.trace, event);
    case 'run.intervened': {
      const { set, ...other } = JSON.parse(event.what) as {
        readonly set?: Record<string, number>;
      } & Partial<Record<Mishap, { readonly ms: number }>>;
      for (const what of ['restart', 'sleep'] as const) {
        const mishap = other[what];
        if (mishap) return { kind: 'mishap', what, forMs: mishap.ms };
      }
      const [entry] = Object.entries(set ?? {});
      if (!entry) return null;
      const [key, value] = entry;
      // Set alike in both directions, it is one change.
      const opposite = key.includes('.down.') ? key.replace('.down.', '.up.') : key.replace('.up.', '.down.');
      const alike = opposite !== key && set?.[opposite] === value;
      return { kind: 'changed', key: alike ? key.replace(/\.(up|down)\./, '.') : key, value };
    }
    case 'app.sent':
      return { kind: 'said' };
    case 'box.acted':
      // What it passes on is told by what arrives.
      return event.what === 'released'
        ? null
        : { kind: 'box', lane: laneOf(stretch, event.lane), what: event.what };
    case 'client.phase':
      return phaseFact(stretch, event);
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

function laneOf({ lanes }: Stretch, lane: number): LaneKind {
  const spec = lanes[lane];
  return spec ? laneKind(spec) : 'polling';
}

/** What a surviving client does once its connection is in doubt, or gone. */
function phaseFact(stretch: Stretch, event: EventOf<'client.phase'>): NarratorFact | null {
  const { t, phase, until } = event;
  const fact = { kind: 'phase', lane: laneOf(stretch, event.lane) } as const;
  const forUs = until === -1 ? null : until - t;
  if (phase === 'suspect') return { ...fact, what: 'suspects', forUs: null };
  if (phase === 'offline') return { ...fact, what: 'offline', forUs: null };
  const before = phaseBefore(stretch.trace, event);
  if (before === 'suspect' && phase !== 'open') return { ...fact, what: 'gives-up', forUs };
  return phase === 'waiting' ? { ...fact, what: 'retries', forUs } : null;
}

function phaseBefore(trace: Trace, { id, lane }: EventOf<'client.phase'>): string | null {
  for (let earlier = id - 1; earlier >= 0; earlier--) {
    const event = trace.at(earlier);
    if (event.type === 'client.phase' && event.lane === lane) return event.phase;
  }
  return null;
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
  const back = firstBack(trace, event);
  if (back !== null) return { kind: 'back', lane, afterUs: back, msg };
  const late = lateFact(trace, event, lane);
  if (late !== null) return late;
  return firstFact(stretch, event) ?? (lane === 'polling' ? polledFact(trace, event, places) : null);
}

/** Since it was published, and of a line of the user's since it was sent. */
function delayOf(trace: Trace, places: MessagePlaces, t: SimTime): number {
  return t - trace.at(places.sent === NO_EVENT ? places.published : places.sent).t;
}

function polledFact(
  trace: Trace,
  event: EventOf<'app.delivered'>,
  places: MessagePlaces,
): NarratorFact | null {
  const carrier = places.pdus.map((id) => trace.of(id, 'pdu.sent')).findLast((pdu) => pdu.dir === 'down');
  if (carrier?.msgs[0] !== event.msg) return null;
  const delayUs = delayOf(trace, places, event.t);
  return { kind: 'polled', lane: 'polling', msgs: carrier.msgs, delayUs };
}

/** Who has a message first: all lanes that have it at the same time, and what polling has of it. */
function firstFact(stretch: Stretch, event: EventOf<'app.delivered'>): NarratorFact | null {
  const { trace, lanes, now } = stretch;
  const { msg, t } = event;
  if (lanes.length < 2 || t + stretch.settledUs > now) return null;
  const known = lanes.flatMap((spec, lane) => {
    const places = trace.provenance.message(lane, msg);
    if (!places || places.delivered === NO_EVENT || places.delivered >= stretch.to) return [];
    const at = trace.at(places.delivered).t;
    return [{ kind: laneKind(spec), at, id: places.delivered, delayUs: delayOf(trace, places, at) }];
  });
  if (known.some(({ id }) => id < event.id)) return null;
  const together = known.filter(({ at }) => at - t <= TIE_US);
  const poller = lanes.findIndex(({ transport }) => transport === 'polling');
  const polled = known.find(({ kind }) => kind === 'polling');
  let polling: PollingSide | null = null;
  if (polled !== undefined) {
    if (!together.includes(polled)) polling = { kind: 'has', delayUs: polled.delayUs };
  } else if (poller >= 0) {
    const atUs = nextPollShows(stretch, now, msg);
    polling = atUs !== null && atUs > now + stretch.aheadUs ? { kind: 'at', atUs } : { kind: 'not-yet' };
  }
  return {
    ...{ kind: 'first', lanes: together.map(({ kind }) => kind), msg, polling },
    delayUs: Math.max(...together.map(({ delayUs }) => delayUs)),
  };
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
