/** The header of a segment adds up, on real runs. */
import { beforeAll, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import type { EventOf } from '#trace/events.ts';
import { RST, SYN } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import { us } from '#base/time.ts';
import { flagNames, headerBytes, headerFields, headerOptions } from './header.ts';

function segment(about: Partial<EventOf<'segment.sent'>>): EventOf<'segment.sent'> {
  const trace = new Trace();
  const id = trace.append({
    ...{ t: us(0), lane: 0, type: 'segment.sent', conn: 1, dir: 'up', n: 0, seq: 0, len: 0, wireBytes: 52 },
    ...{
      flags: 0x10,
      ack: 0,
      sack: [],
      why: 'ack',
      original: -1,
      cwnd: 10,
      inFlightBytes: 0,
      rtoMs: 200,
      due: us(1),
    },
    ...about,
  });
  return trace.of(id, 'segment.sent');
}

let kinds: EventOf<'segment.sent'>[];
beforeAll(() => {
  kinds = [
    segment({ flags: SYN, seq: -1, wireBytes: 60, why: 'syn' }),
    segment({}),
    segment({ flags: 0x18, seq: 99, len: 100, wireBytes: 152, why: 'data' }),
    segment({ sack: [60, 120], wireBytes: 64 }),
    segment({ sack: [60, 120, 200, 300, 400, 500], wireBytes: 80 }),
    segment({ flags: RST, wireBytes: 40, why: 'rst' }),
  ];
});

test('options and fixed part sum to the header, and the fields cover it without gap', () => {
  for (const one of kinds) {
    const options = headerOptions(one).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(20 + options).toBe(headerBytes(one));
    let end = 0;
    for (const { offset, bitLength } of headerFields(one)) {
      expect(offset).toBe(end);
      end = offset + bitLength;
    }
    expect(end).toBe(headerBytes(one) * 8);
  }
});

test('numbers are relative to the SYN, which is number 0', () => {
  const value = (at: number, id: string): unknown =>
    headerFields(ensure(kinds[at], 'segment')).find((field) => field.id === id)?.value;
  expect(value(0, 'sequence-number')).toBe('0');
  expect(value(0, 'acknowledgment-number')).toBe('0');
  expect(value(2, 'sequence-number')).toBe('100');
  expect(value(2, 'data-offset')).toBe('8');
  expect(headerOptions(ensure(kinds[3], 'segment')).at(-1)).toEqual({
    id: 'sack',
    bytes: 10,
    value: '61–121',
  });
});

test('flags are named in their order on the wire', () => {
  expect(flagNames(0x12)).toEqual(['ACK', 'SYN']);
  expect(flagNames(0x18)).toEqual(['ACK', 'PSH']);
});
