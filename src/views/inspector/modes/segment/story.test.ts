/** What is said of a segment and its copies. */
import { expect, test } from 'vitest';
import { us } from '#base/time.ts';
import { copiesOfSegment } from '#trace/copies.ts';
import { ACK, NO_EVENT, SYN, type EventOf } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import { catalogue } from '#words/catalogue.ts';
import { inspectorModesCatalogue } from '#words/inspector-modes-catalogue.ts';
import { fateOf, sentenceOf, whyOf } from './story.ts';

const words = catalogue('en');
const m = inspectorModesCatalogue('en');

function send(trace: Trace, t: number, about: Partial<EventOf<'segment.sent'>> = {}): number {
  return trace.append({
    ...{ t: us(t), lane: 0, type: 'segment.sent', conn: 1, dir: 'down', n: 4, seq: 10, len: 20 },
    ...{ wireBytes: 72, flags: ACK, ack: 5, sack: [], why: 'data', original: NO_EVENT },
    ...{ cwnd: 10, inFlightBytes: 20, rtoMs: 200, due: us(t + 60_000) },
    ...about,
  });
}

const sentence = (about: Partial<EventOf<'segment.sent'>>): string => {
  const trace = new Trace();
  return sentenceOf(trace.of(send(trace, 0, about), 'segment.sent'), m);
};

test('one sentence says what a segment is', () => {
  expect(sentence({})).toContain('Octets 10 to 29 of the stream');
  expect(sentence({ original: 0, why: 'rto' })).toContain('once more');
  expect(sentence({ original: 0, why: 'tlp' })).toContain('probe');
  expect(sentence({ flags: SYN, len: 0 })).toBe(m.segment.syn);
  expect(sentence({ flags: SYN | ACK, len: 0 })).toBe(m.segment.synAck);
  expect(sentence({ len: 0, why: 'ack' })).toContain('octet 4');
  expect(sentence({ len: 0, why: 'ack', ack: 0 })).toBe(m.segment.ackNothing);
  expect(sentence({ len: 0, why: 'keepalive' })).toBe(m.segment.keepalive);
});

test('a copy that comes when another is there comes for nothing, and one on its way is due', () => {
  const trace = new Trace();
  const first = send(trace, 0);
  const again = send(trace, 100_000, { original: first, why: 'rto', n: 5 });
  const third = send(trace, 120_000, { original: first, why: 'rto', n: 6 });
  for (const [sent, t] of [
    [first, 130_000],
    [again, 160_000],
  ] as const)
    trace.append({
      ...{ t: us(t), lane: 0, type: 'segment.received', conn: 1, dir: 'down', sent },
      ...{ queueUs: 0, serializationUs: 1000, propagationUs: 59_000, jitterUs: 0 },
    });
  const copies = copiesOfSegment(trace, third, trace.length);
  const fates = copies.map((copy) => fateOf(copy, 130_000, words, m));
  expect(fates[0]).toMatch(/^arrived at 0\.130.s, after 130.ms, of that 1.ms to put/);
  expect(fates[1]).toContain('for nothing');
  expect(fates[2]).toMatch(/^under way, due at 0\.180/);
  expect(copies.map((copy, i) => whyOf(copy, i === 0, words, m))[0]).toBe('the first time');
});
