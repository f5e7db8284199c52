/**
 * Why a message is late: its delay as stretches of time that follow one another without gap from publishing to
 * delivery, each bounded by events of its own.
 *
 * If the server wrote the message when it was published, the stretches are the way of the unit that carried it. Else
 * it had to wait for a request: then they begin with the client's last answer, and the way of that request.
 */
import type { SimTime } from '#base/time.ts';
import type { EventId, EventOf, LaneIndex, MsgId, RequestPurpose } from './events.ts';
import { NO_EVENT } from './events.ts';
import type { Trace } from './log.ts';
import { DELAY_PARTS, type DelayPart, type DelayParts } from './parts.ts';
import { streamKey } from './provenance.ts';

/** One stretch of a message's delay. Only `jitter` may run backwards: it is signed. */
export interface DelayStretch {
  readonly part: DelayPart;
  readonly from: SimTime;
  readonly to: SimTime;
}

/** A unit's octets up to stream offset `to` on their way, until `advanced` had them in order at the other side. */
export interface Trip {
  readonly pdu: EventOf<'pdu.sent'>;
  readonly to: number;
  readonly advanced: EventOf<'stream.advanced'>;
}

export interface DelayExplanation {
  readonly publishedAt: SimTime;
  readonly deliveredAt: SimTime;
  /** `deliveredAt - publishedAt`, in microseconds. */
  readonly delayUs: number;
  /** They sum to `delayUs` exactly. */
  readonly parts: DelayParts;
  readonly stretches: readonly DelayStretch[];
  /** The `pdu.sent` that brought the message. */
  readonly carrier: EventId;
  /** What was under way during the delay, in order; the last one is the carrier. */
  readonly trips: readonly Trip[];
}

/** What waiting at the server is called, by the kind of request that ends it. */
const WAITING = {
  poll: 'pollWait',
  'long-poll': 'reRequest',
  stream: 'setup',
  socket: 'setup',
  upward: 'setup',
} as const satisfies Record<RequestPurpose, DelayPart>;

/** Explains the first delivery of `msg` in `lane`; null when it is not delivered (yet). */
export function explainDelay(trace: Trace, lane: LaneIndex, msg: MsgId): DelayExplanation | null {
  const places = trace.provenance.message(lane, msg);
  if (!places || places.published === NO_EVENT || places.delivered === NO_EVENT) return null;
  const published = trace.at(places.published);
  const delivered = trace.at(places.delivered);
  const advanced = advanceBehind(trace, delivered.cause);
  const carrier = [...places.pdus]
    .reverse()
    .map((id) => trace.of(id, 'pdu.sent'))
    .find((pdu) => pdu.dir === 'down' && pdu.conn === advanced?.conn && pdu.from < advanced.to);
  if (!advanced || !carrier) return null;

  const trip = { pdu: carrier, to: Math.min(carrier.to, advanced.to), advanced };
  const written = carrier.held === undefined ? carrier.t : trace.at(carrier.held).t;
  const before = written > published.t ? waitingFor(trace, carrier, published.t, written) : null;
  const stretches = [
    ...(before?.stretches ?? []),
    { part: 'proxy', from: written, to: carrier.t } as const,
    ...travel(trace, trip),
    { part: 'hold', from: advanced.t, to: delivered.t } as const,
  ].filter((stretch) => stretch.from !== stretch.to);
  const parts = Object.fromEntries(DELAY_PARTS.map((part) => [part, 0])) as Record<DelayPart, number>;
  for (const { part, from, to } of stretches) parts[part] += to - from;
  return {
    publishedAt: published.t,
    deliveredAt: delivered.t,
    delayUs: delivered.t - published.t,
    parts,
    stretches,
    carrier: carrier.id,
    trips: [...(before?.trips ?? []), trip],
  };
}

/** The `stream.advanced` that a `pdu.received`, or what followed from it, rests on. */
function advanceBehind(trace: Trace, cause: EventId): EventOf<'stream.advanced'> | null {
  let id = cause;
  while (id !== NO_EVENT) {
    const event = trace.at(id);
    if (event.type === 'stream.advanced') return event;
    id = event.cause;
  }
  return null;
}

/**
 * From publishing to the moment `written`, at which the server wrote `carrier`: the message waited for the request that
 * this unit answers. Time in which a segment was being repaired, or a connection set up, counts as that.
 */
function waitingFor(
  trace: Trace,
  carrier: EventOf<'pdu.sent'>,
  published: SimTime,
  written: SimTime,
): Pick<DelayExplanation, 'stretches' | 'trips'> | null {
  const { provenance } = trace;
  const request = provenance.request(carrier.lane, carrier.request);
  if (!request || request.sent === NO_EVENT) return null;
  const waiting = WAITING[request.purpose];
  const issued = trace.at(request.issued);
  const sent = trace.of(request.sent, 'pdu.sent');
  const arrived = provenance.outcome(sent.id);
  const advanced = arrived === NO_EVENT ? null : advanceBehind(trace, arrived);
  if (!advanced) return null;

  const stretches: DelayStretch[] = [];
  const asked: Trip = { pdu: sent, to: sent.to, advanced };
  const trips = [asked];
  const answer = previousAnswer(trace, carrier.lane, carrier.request, request.purpose);
  if (answer && answer.pdu.t <= published) {
    stretches.push(...waitingWhile(travel(trace, answer), waiting));
    trips.unshift(answer);
    stretches.push({ part: waiting, from: answer.advanced.t, to: issued.t });
  } else if (published < issued.t) stretches.push({ part: waiting, from: published, to: issued.t });
  stretches.push({ part: 'setup', from: issued.t, to: sent.t });
  stretches.push(...waitingWhile(travel(trace, asked), waiting));
  stretches.push({ part: 'hold', from: advanced.t, to: written });
  return {
    stretches: stretches
      .filter((stretch) => stretch.to > published)
      .map((stretch) => (stretch.from < published ? { ...stretch, from: published } : stretch)),
    trips: trips.filter((trip) => trip.advanced.t > published),
  };
}

/** The answer to the last request of the same kind before number `n`, when it has arrived. */
function previousAnswer(trace: Trace, lane: LaneIndex, n: number, purpose: RequestPurpose): Trip | null {
  const { provenance } = trace;
  for (let i = n - 1; i > 0; i--) {
    const request = provenance.request(lane, i);
    if (request?.purpose !== purpose) continue;
    const arrived = request.answer === NO_EVENT ? NO_EVENT : provenance.outcome(request.answer);
    const advanced = arrived === NO_EVENT ? null : advanceBehind(trace, arrived);
    if (!advanced) return null;
    const pdu = trace.of(request.answer, 'pdu.sent');
    return { pdu, to: pdu.to, advanced };
  }
  return null;
}

/** Another unit's way, as somebody sees it who waits for it: only repair, and what it blocks, keep their names. */
function waitingWhile(stretches: readonly DelayStretch[], waiting: DelayPart): DelayStretch[] {
  const own: readonly DelayPart[] = ['lossRepair', 'headOfLine', 'setup'];
  const merged: DelayStretch[] = [];
  for (const stretch of stretches) {
    const part = own.includes(stretch.part) ? stretch.part : waiting;
    const last = merged.at(-1);
    if (last?.part === part) merged[merged.length - 1] = { part, from: last.from, to: stretch.to };
    else merged.push({ ...stretch, part });
  }
  return merged;
}

/**
 * The way of a unit's octets up to stream offset `to`, from being written to being in order at the other side: where
 * the segment with the last of them waited, was repaired, travelled, and waited behind others.
 */
function travel(trace: Trace, { pdu, to, advanced }: Trip): DelayStretch[] {
  const { provenance } = trace;
  const key = streamKey(pdu.lane, pdu.conn, pdu.dir);
  const firstId = provenance.segmentsIn(key, to - 1, to).at(-1);
  if (firstId === undefined) return [];
  const first = trace.of(firstId, 'segment.sent');
  let through = first;
  let received: EventOf<'segment.received'> | null = null;
  for (const id of [firstId, ...provenance.copiesOf(firstId)]) {
    const outcome = provenance.outcome(id);
    const event = outcome === NO_EVENT ? null : trace.at(outcome);
    if (event?.type === 'segment.received' && event.t <= advanced.t && (!received || event.t < received.t)) {
      received = event;
      through = trace.of(id, 'segment.sent');
    }
  }
  if (!received) return [];

  const establishedId = provenance.established(pdu.lane, pdu.conn, pdu.dir === 'up' ? 'client' : 'server');
  const established = establishedId === NO_EVENT ? pdu.t : trace.at(establishedId).t;
  const ready = established > pdu.t ? established : pdu.t;
  const queued = (through.t + received.queueUs) as SimTime;
  const serialized = (queued + received.serializationUs) as SimTime;
  const propagated = (serialized + received.propagationUs) as SimTime;
  return [
    { part: 'setup', from: pdu.t, to: ready },
    { part: 'sendQueue', from: ready, to: first.t },
    { part: 'lossRepair', from: first.t, to: through.t },
    { part: 'sendQueue', from: through.t, to: queued },
    { part: 'serialization', from: queued, to: serialized },
    { part: 'propagation', from: serialized, to: propagated },
    { part: 'jitter', from: propagated, to: received.t },
    { part: 'headOfLine', from: received.t, to: advanced.t },
  ];
}
