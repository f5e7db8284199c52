import { beforeAll, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromUtf8 } from '#base/bytes.ts';
import type { Field } from '#codecs/fields.ts';
import { play, eventsOf } from '#lab/testing.ts';
import type { LabRun } from '#lab/run.ts';
import { NO_EVENT } from '#trace/events.ts';
import { beside, inspect, targetOf } from '#trace/inspect.ts';

let ws: LabRun;
let polling: LabRun;
beforeAll(async () => {
  ws = await play('ws', 8);
  polling = await play('polling', 8);
});

function target(
  run: LabRun,
  selection: { event?: number; msg?: string; lane?: number },
  known = run.trace.length,
) {
  return targetOf(run.trace, { event: null, msg: null, lane: null, ...selection }, known, 1);
}

function gaps(fields: readonly Field[], bits: number): number {
  let at = 0;
  let missing = 0;
  for (const { offset, bitLength } of fields) {
    missing += Math.abs(offset - at);
    at = offset + bitLength;
  }
  return missing + Math.abs(bits - at);
}

test('a message leads to the unit that carried it, a delivery to the same one', () => {
  const unit = target(ws, { msg: '3' });
  expect(inspect(ws.trace, unit)).toMatchObject({
    mode: 'frame',
    kind: 'ws.frame',
    dir: 'down',
    msgs: ['3'],
  });
  const delivered = ensure(
    eventsOf(ws, 'app.delivered').find(({ msg }) => msg === '3'),
    'delivery',
  );
  expect(target(ws, { event: delivered.id })).toBe(unit);
});

test('what has not happened yet is not shown', () => {
  const unit = target(ws, { msg: '3' });
  expect(target(ws, { msg: '3' }, unit)).toBe(NO_EVENT);
  expect(target(ws, { event: unit }, unit)).toBe(NO_EVENT);
});

test('an arrival leads to what arrived, and an issued request to its octets', () => {
  const received = ensure(eventsOf(polling, 'segment.received').at(-1), 'segment');
  expect(target(polling, { event: received.id })).toBe(received.sent);
  const issued = ensure(eventsOf(polling, 'request.issued')[1], 'request');
  expect(inspect(polling.trace, target(polling, { event: issued.id })).kind).toBe('http.request');
});

test('every bit of every frame of a run belongs to exactly one field', () => {
  const frames = eventsOf(ws, 'pdu.sent').filter(({ kind }) => kind === 'ws.frame');
  expect(frames.length).toBeGreaterThan(3);
  for (const { id } of frames) {
    const { fields, octets } = inspect(ws.trace, id);
    expect(gaps(fields, octets.length * 8)).toBe(0);
  }
});

test('a request and its answer lead to each other', () => {
  const request = ensure(
    eventsOf(polling, 'pdu.sent').find(({ kind }) => kind === 'http.request'),
    'request',
  );
  const { partner } = inspect(polling.trace, request.id);
  expect(inspect(polling.trace, partner)).toMatchObject({ kind: 'http.response', partner: request.id });
});

test('a unit leads down to its segments, and each of them up to it', () => {
  const { segments, event } = inspect(polling.trace, target(polling, { msg: '2' }));
  expect(segments.length).toBeGreaterThan(0);
  for (const id of segments) expect(inspect(polling.trace, id).units).toContain(event);
});

test('a segment without octets shows none', () => {
  const syn = ensure(
    eventsOf(ws, 'segment.sent').find(({ why }) => why === 'syn'),
    'SYN',
  );
  expect(inspect(ws.trace, syn.id)).toMatchObject({ mode: 'segment', octets: new Uint8Array(), fields: [] });
});

test('behind TLS a unit shows what its application wrote, a segment what went over the line', async () => {
  const secured = await play('polling', 4, { set: { 'path.tls': 1 } });
  const request = ensure(
    eventsOf(secured, 'pdu.sent').find(({ kind }) => kind === 'http.request'),
    'request',
  );
  const { octets, segments } = inspect(secured.trace, request.id);
  expect(fromUtf8(octets.subarray(0, 5))).toBe('GET /');
  expect(inspect(secured.trace, ensure(segments[0], 'segment')).octets[0]).toBe(23);
  const hello = ensure(eventsOf(secured, 'pdu.sent')[0], 'hello');
  const flight = inspect(secured.trace, hello.id);
  expect(flight.mode).toBe('tls');
  expect(gaps(flight.fields, flight.octets.length * 8)).toBe(0);
});

test('next and previous go through a lane in the order of time and end at both ends', () => {
  const seen: number[] = [];
  const first = ensure(eventsOf(ws, 'pdu.sent')[0], 'unit').id;
  for (let id = first; id !== NO_EVENT; id = beside(ws.trace, id, 1, ws.trace.length)) seen.push(id);
  expect(seen).toEqual(eventsOf(ws, 'pdu.sent').map(({ id }) => id));
  expect(beside(ws.trace, first, -1, ws.trace.length)).toBe(NO_EVENT);
  expect(beside(ws.trace, ensure(seen[2], 'third'), -1, ws.trace.length)).toBe(seen[1]);
});
