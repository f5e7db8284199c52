import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { carriedBy, drawn, factOf, losable, middleOf, samePacket, textIn, timesOf } from './card.ts';
import { Scene } from './scene.ts';
import { mockStory } from './testing/story.ts';

const trace = mockStory().trace();
const scene = new Scene(4);
scene.extend(trace);

function fact(lane: number, what: { msg?: string; event?: number }, playheadMs: number) {
  const { msg = null, event = null } = what;
  const scenes = scene.lanes[lane];
  return scenes && factOf({ msg, event, lane }, scenes, 'ws', fromMs(playheadMs));
}

const lost = scene.lanes[3]?.flights.items.find((flight) => flight.outcome === 'lost');
const frame = scene.lanes[3]?.pdus.items.find((pdu) => pdu.msgs[0] === '6');

test('a message waits, then it is delivered late or straight away', () => {
  expect(fact(0, { msg: '4' }, 2700)).toMatchObject({ kind: 'waiting', sinceUs: 40_000 });
  expect(fact(0, { msg: '4' }, 7000)).toMatchObject({
    kind: 'delivered',
    delayUs: 1_640_000,
    lateUs: 1_490_000,
  });
  expect(fact(3, { msg: '6' }, 7000)).toMatchObject({ kind: 'delivered', lateUs: 0 });
  expect(fact(3, { msg: '6' }, 1000)).toBe(null);
});

test('a loss tells its rule and when it was repaired, once that has happened', () => {
  expect(fact(3, { event: lost?.id ?? -1 }, 2800)).toMatchObject({ kind: 'lost', resentAfterUs: null });
  expect(fact(3, { event: lost?.id ?? -1 }, 7000)).toMatchObject({ kind: 'lost', resentAfterUs: 500_000 });
});

test('what was lost already cannot be lost again, nor what is yet to be sent', () => {
  expect(losable(lost?.id ?? -1, 3, trace, fromMs(7000))).toBe(null);
  expect(losable(frame?.id ?? -1, 3, trace, fromMs(1000))).toBe(null);
  const segment = losable(frame?.id ?? -1, 3, trace, fromMs(7000));
  expect(segment === null ? null : trace.at(segment).type).toBe('segment.sent');
});

test('a PDU whose packet was lost already is not offered for loss again', () => {
  const pdu = lost?.pdus[0];
  expect(losable(pdu?.id ?? -1, 3, trace, fromMs(7000))).toBe(null);
});

test('a selected segment stands at its middle, and for it the PDU in it', () => {
  const lane = scene.lanes[3];
  if (!lane || !lost) throw new Error('the story has a loss');
  const what = { msg: null, event: lost.id, lane: 3 };
  expect(middleOf(what, lane, fromMs(7000))).toBe((lost.start + lost.end) / 2);
  expect(carriedBy(what, lane)).toMatchObject({ msg: '4', event: lost.pdus[0]?.id });
  expect(middleOf({ msg: null, event: lost.id, lane: 3 }, lane, fromMs(1000))).toBe(null);
  const end = trace.provenance.outcome(lost.id);
  expect(drawn({ ...what, event: end }, trace).event).toBe(lost.id);
  expect(timesOf({ ...what, event: end }, scene, trace)?.start).toBe(fromMs(2735));
});

test('quotes the text of the message with this id, at most sixty characters of it', () => {
  const octets = '[{"id":14,"t":17,"text":"no"},{"id":4,"t":18,"text":"M 4.1 \\"off\\" {Chile}"}]';
  expect(textIn(octets, '4')).toBe('M 4.1 "off" {Chile}');
  expect(textIn('{"id":"u1","text":"hello"}', 'u1')).toBe('hello');
  expect(textIn(octets, '5')).toBe(null);
  expect(textIn(`{"id":4,"t":1,"text":"${'x'.repeat(80)}"}`, '4')).toHaveLength(60);
});

test('finds the same packet in a run whose events are numbered anew', () => {
  const sent = trace.of(lost?.id ?? -1, 'segment.sent');
  const story = mockStory();
  story.link(2659, 'down', false);
  const other = story.trace();
  const found = samePacket(sent, other);
  expect(found).not.toBe(sent.id);
  expect(found === null ? null : other.at(found)).toMatchObject({
    t: sent.t,
    lane: 3,
    dir: 'down',
    n: sent.n,
  });
});
