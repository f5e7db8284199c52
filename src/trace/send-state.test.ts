import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromMs } from '#base/time.ts';
import { IDEAL_LINK } from '#netem/model.ts';
import { ACK, NO_EVENT, type EventId, type NewEvent } from './events.ts';
import { Trace } from './log.ts';
import { SendState, type SendStep } from './send-state.ts';

type SegmentSent = Extract<NewEvent, { type: 'segment.sent' }>;

/** A trace of lane 0 with its steps written short. */
class Short {
  readonly trace = new Trace();

  at(ms: number, event: Record<string, unknown>): EventId {
    return this.trace.append({ lane: 0, conn: 1, t: fromMs(ms), ...event } as unknown as NewEvent);
  }

  written(ms: number, from: number, to: number, conn = 1): void {
    this.at(ms, { type: 'pdu.sent', dir: 'down', kind: 'ws.frame', from, to, request: 0, msgs: [], conn });
  }

  sent(ms: number, more: Partial<SegmentSent>): EventId {
    const usual = {
      dir: 'down',
      n: 0,
      seq: 0,
      len: 0,
      wireBytes: 52,
      flags: ACK,
      ack: 0,
      sack: [],
      why: 'data',
    };
    const state = { original: NO_EVENT, cwnd: 10, inFlightBytes: 0, rtoMs: 300, due: fromMs(ms + 50) };
    return this.at(ms, { type: 'segment.sent', ...usual, ...state, ...more });
  }

  arrived(ms: number, sent: EventId, queueUs = 0): void {
    const { dir, conn } = this.trace.of(sent, 'segment.sent');
    const rest = { serializationUs: 0, propagationUs: 0, jitterUs: 0 };
    this.at(ms, { type: 'segment.received', dir, conn, sent, queueUs, ...rest });
  }

  state(): SendState {
    const state = new SendState(this.trace, 0, 'down');
    state.extend();
    return state;
  }
}

const facts = ({ cwnd, inFlightSegments, inFlightBytes, unsentBytes, rtoMs }: SendStep): number[] => [
  ...[cwnd, inFlightSegments, inFlightBytes, unsentBytes, rtoMs],
];

/** 300 octets in three segments of which the window lets two go; they are acknowledged one after the other. */
function windowOfTwo(): Short {
  const short = new Short();
  short.sent(10, { seq: 0, len: 100, cwnd: 2, inFlightBytes: 100 });
  short.sent(10, { seq: 100, len: 100, cwnd: 2, inFlightBytes: 200 });
  short.written(10, 0, 300);
  const first = short.sent(60, { dir: 'up', ack: 100 });
  short.arrived(110, first);
  short.sent(110, { seq: 200, len: 100, cwnd: 3, inFlightBytes: 200, rtoMs: 250 });
  const all = short.sent(160, { dir: 'up', ack: 300 });
  short.arrived(210, all);
  return short;
}

test('octets are unsent, then in flight, then gone when the acknowledgement is there', () => {
  const state = windowOfTwo().state();
  const at = (ms: number): number[] | null => {
    const step = state.at(fromMs(ms));
    return step && facts(step);
  };
  expect(at(9)).toBe(null);
  expect(at(10)).toEqual([2, 2, 200, 100, 300]);
  expect(at(109)).toEqual([2, 2, 200, 100, 300]);
  expect(at(110)).toEqual([3, 2, 200, 0, 250]);
  expect(at(210)).toEqual([3, 0, 0, 0, 250]);
});

test('a window of time has the step that holds at its start, and none after its end', () => {
  const state = windowOfTwo().state();
  const times = (from: number, to: number): number[] =>
    state.within(fromMs(from), fromMs(to)).flatMap(({ steps }) => steps.map(({ t }) => t / 1000));
  expect(times(0, 5)).toEqual([]);
  expect(times(50, 150)).toEqual([10, 110]);
  expect(times(110, 300)).toEqual([110, 210]);
});

test('a copy is not one more segment in flight', () => {
  const short = new Short();
  const original = short.sent(10, { seq: 0, len: 100, inFlightBytes: 100 });
  short.sent(300, { seq: 0, len: 100, inFlightBytes: 100, original, why: 'rto', cwnd: 1, rtoMs: 600 });
  expect(facts(ensure(short.state().at(fromMs(300)), 'step'))).toEqual([1, 1, 100, 0, 600]);
});

test('each connection has its own steps, up to its end', () => {
  const short = new Short();
  short.sent(10, { conn: 1, seq: 0, len: 100, inFlightBytes: 100 });
  short.sent(20, { conn: 2, seq: 0, len: 40, inFlightBytes: 40 });
  short.at(30, { type: 'conn.closed', side: 'client', conn: 2, reason: 'fin' });
  short.at(40, { type: 'conn.closed', side: 'server', conn: 2, reason: 'fin' });
  const state = short.state();
  expect(state.at(fromMs(15))?.conn).toBe(1);
  expect(state.at(fromMs(39))?.conn).toBe(2);
  expect(state.at(fromMs(40))).toBe(null);
  expect(state.within(0, fromMs(50)).map(({ conn, end }) => [conn, end])).toEqual([
    [1, Infinity],
    [2, fromMs(40)],
  ]);
  expect(state.within(fromMs(45), fromMs(50)).map(({ conn }) => conn)).toEqual([1]);
});

test('a slow line has a queue: known before the packets are there', () => {
  const short = new Short();
  // 500 octets at 100 kbit/s take 40 ms.
  short.at(0, { type: 'net.changed', dir: 'down', link: { ...IDEAL_LINK, delayMs: 50, rateKbit: 100 } });
  const sent = [0, 1, 2].map((i) => {
    const more = { seq: 500 * i, len: 448, wireBytes: 500, due: fromMs(10 + 90 + 40 * i) };
    return short.sent(10, more);
  });
  const state = short.state();
  const steps = (): number[][] => state.queue(0, fromMs(500)).map(({ t, packets }) => [t / 1000, packets]);
  expect(steps()).toEqual([
    [10, 2],
    [50, 1],
    [90, 0],
  ]);
  for (const [i, id] of sent.entries()) short.arrived(100 + 40 * i, id, 40_000 * i);
  state.extend();
  expect(steps()).toEqual([
    [10, 2],
    [50, 1],
    [90, 0],
  ]);
  expect(state.queuedAt(fromMs(60))).toBe(1);
});
