/** What the card beside a mark tells: read from the scene as it stands at the playhead. */
import { us } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import { laneKind } from '#state/lane-kind.ts';
import { FIN, NO_EVENT, RST, SYN, type EventId, type EventOf, type MsgId } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { streamKey } from '#trace/provenance.ts';
import type { LaneKind, StageFact, StageWords } from '#words/types-stage.ts';
import type { LaneScene } from './lane-scene.ts';
import type { Scene } from './scene.ts';
import type { Flight, Pdu } from './scene-types.ts';

type What = SessionView['selection'];

export function factOf(what: What, lane: LaneScene, kind: LaneKind, playhead: number): StageFact | null {
  const message = what.msg === null ? undefined : lane.message(what.msg);
  if (what.event !== null) {
    const flight = lane.flight(what.event);
    if (flight) return flightFact(flight, playhead);
    const poll = lane.poll(what.event);
    if (poll) {
      const until = Math.min(poll.answeredAt, playhead);
      return {
        kind: 'held',
        forUs: Math.max(0, until - poll.askedAt),
        answered: poll.answeredAt <= playhead,
      };
    }
    const pdu = lane.pdu(what.event);
    const delivered = message !== undefined && message.end <= playhead;
    if (pdu && !(delivered && pdu.dir === 'down')) return unitFact(pdu, playhead);
    if (message?.published === what.event)
      return { kind: 'published', msg: message.msg, atUs: message.start };
  }
  if (!message || message.start > playhead) return null;
  if (message.end > playhead)
    return { kind: 'waiting', lane: kind, msg: message.msg, sinceUs: playhead - message.start };
  const delayUs = message.end - message.start;
  return {
    kind: 'delivered',
    lane: kind,
    msg: message.msg,
    delayUs,
    lateUs: late(delayUs, message.oneWayUs),
  };
}

/** What a delay has beyond the one-way time; serialization of a few octets is not worth a word. */
function late(delayUs: number, oneWayUs: number): number {
  const more = delayUs - oneWayUs;
  return more > oneWayUs * 0.05 + 2000 ? more : 0;
}

function flightFact(flight: Flight, playhead: number): StageFact {
  const up = flight.dir === 'up';
  const msgs = flight.pdus.flatMap((pdu) => pdu.msgs);
  if (flight.outcome === 'lost' && flight.end <= playhead) {
    const resent = flight.resentAt <= playhead;
    const resentAfterUs = resent ? flight.resentAt - flight.start : null;
    return { kind: 'lost', rule: flight.rule ?? 'random', up, msgs, resentAfterUs };
  }
  const { flags, seq, len, wireBytes } = flight;
  const what = flags & SYN ? 'syn' : flags & RST ? 'rst' : flags & FIN ? 'fin' : len > 0 ? 'data' : 'ack';
  const tookUs = flight.end <= playhead ? flight.end - flight.start : null;
  return {
    kind: 'segment',
    what,
    up,
    seq,
    len,
    wireBytes,
    again: flight.original !== NO_EVENT,
    twice: flight.twiceAt <= playhead,
    tookUs,
  };
}

function unitFact(pdu: Pdu, playhead: number): StageFact {
  const asks = pdu.poll?.purpose === 'poll' || pdu.poll?.purpose === 'long-poll';
  return {
    kind: 'unit',
    unit: pdu.kind,
    up: pdu.dir === 'up',
    bytes: pdu.to - pdu.from,
    msgs: pdu.msgs,
    empty: asks && pdu.dir === 'down' && pdu.msgs.length === 0,
    tookUs: pdu.end <= playhead ? pdu.end - pdu.start : null,
  };
}

/** From when to when what is selected lasts: its event, else its message in its lane or in any. Null when unknown. */
export function timesOf(
  what: What,
  scene: Scene,
  trace: Trace,
): { readonly start: number; readonly end: number } | null {
  if (what.event !== null && what.event < trace.length) {
    const { t } = trace.at(what.event);
    return { start: t, end: t };
  }
  if (what.msg === null) return null;
  const lanes = what.lane === null ? scene.lanes : [scene.lanes[what.lane]];
  for (const lane of lanes) {
    const message = lane?.message(what.msg);
    if (message) return message;
  }
  return null;
}

/** What an event is about: for the end of a segment or PDU its beginning, which is what the stage draws. */
export function drawn(what: What, trace: Trace): What {
  if (what.event === null || what.event >= trace.length) return what;
  const event = trace.at(what.event);
  if (event.lane < 0) return what;
  const sent = 'sent' in event && typeof event.sent === 'number' ? event.sent : event.id;
  return { ...what, event: sent, lane: event.lane };
}

/** Where something is that has no mark of its own at this zoom: the middle of its way, as far as it has come. */
export function middleOf(what: What, lane: LaneScene, playhead: number): number | null {
  if (what.event === null) return null;
  const span = lane.flight(what.event) ?? lane.pdu(what.event) ?? lane.poll(what.event);
  if (!span || span.start > playhead) return null;
  return (span.start + Math.min(span.end, playhead)) / 2;
}

/** A PDU of a segment, which stands for it where segments have no marks. */
export function carriedBy(what: What, lane: LaneScene): What | null {
  const pdu = what.event === null ? undefined : lane.flight(what.event)?.pdus[0];
  return pdu ? { ...what, event: pdu.id, msg: pdu.msgs[0] ?? null } : null;
}

/** The picture in one sentence. */
export function summaryOf(
  metrics: SessionView['metrics'],
  specs: SessionView['lanes'],
  words: StageWords,
): string {
  const published = Math.max(0, ...metrics.map((lane) => lane.published));
  const lanes = metrics.flatMap(({ lane, delivered }) => {
    const spec = specs[lane];
    return spec ? [{ lane: laneKind(spec), delivered }] : [];
  });
  return words.summary(published, lanes);
}

const EXCERPT = 60;

/** The text of a message as it stood in an answer's octets; null when none shows it in plain. */
export function quoteOf(msg: MsgId, trace: Trace, lanes: number): string | null {
  for (let lane = 0; lane < lanes; lane++)
    for (const id of trace.provenance.message(lane, msg)?.pdus ?? []) {
      const { conn, dir, from, to } = trace.of(id, 'pdu.sent');
      const octets = new TextDecoder().decode(trace.bytes(lane, conn, dir, from, to));
      const text = textIn(octets, msg);
      if (text !== null) return text;
    }
  return null;
}

/** The field "text" of the JSON object with this id. */
export function textIn(octets: string, msg: MsgId): string | null {
  const object = new RegExp(`"id":"?${msg}"?,(?:"t":\\d+,)?"text":("(?:[^"\\\\]|\\\\.)*")`).exec(octets);
  const json = object?.[1];
  if (json === undefined) return null;
  try {
    const text = Array.from(String(JSON.parse(json)).trim());
    return text.length <= EXCERPT
      ? text.join('')
      : `${text
          .slice(0, EXCERPT - 1)
          .join('')
          .trimEnd()}…`;
  } catch {
    return null;
  }
}

/** The message whose text the card quotes, if it tells of one. */
export function quoted(fact: StageFact): MsgId | null {
  if (fact.kind === 'published' || fact.kind === 'delivered' || fact.kind === 'waiting') return fact.msg;
  return fact.kind === 'unit' || fact.kind === 'lost' ? (fact.msgs[0] ?? null) : null;
}

/** The same packet in another run: a fork numbers its events anew. Null while it has not come so far. */
export function samePacket(sent: EventOf<'segment.sent'>, trace: Trace): EventId | null {
  for (let id = trace.countUntil(us(sent.t - 1)); id < trace.length; id++) {
    const event = trace.at(id);
    if (event.t > sent.t) return null;
    if (event.type !== 'segment.sent' || event.lane !== sent.lane) continue;
    if (event.dir === sent.dir && event.n === sent.n) return id;
  }
  return null;
}

/** The segment that "lose this packet" would lose: the selected one, or the one that carries the selected PDU's end. */
export function losable(event: EventId | null, lane: number, trace: Trace, playhead: number): EventId | null {
  if (event === null || event >= trace.length) return null;
  const what = trace.at(event);
  if (what.t > playhead) return null;
  const unlessLost = (segment: EventId): EventId | null => {
    const end = trace.provenance.outcome(segment);
    const lost = end !== NO_EVENT && trace.at(end).type === 'segment.lost';
    return lost ? null : segment;
  };
  if (what.type === 'segment.sent') return unlessLost(event);
  if (what.type !== 'pdu.sent') return null;
  const segments = trace.provenance.segmentsIn(streamKey(lane, what.conn, what.dir), what.from, what.to);
  const last = segments.at(-1);
  return last === undefined ? null : unlessLost(last);
}
