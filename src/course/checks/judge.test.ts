import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromMs, type SimTime } from '#base/time.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { NewEvent } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import type { Check, Entered, Where } from './check.ts';
import { NOTHING_ENTERED } from './check.ts';
import { StepJudge, type CheckResult, type Judgement } from './judge.ts';

const LANES = [
  { id: 'polling', transport: 'polling' },
  { id: 'sse', transport: 'sse' },
] as const;

/** What has to be said about an event here; times in milliseconds. */
type Scripted = { readonly ms: number; readonly lane?: number } & Record<string, unknown> & {
    readonly type: string;
  };

function traceOf(...events: readonly Scripted[]): Trace {
  const trace = new Trace();
  for (const { ms, lane = 0, ...event } of events)
    trace.append({ ...event, t: fromMs(ms), lane } as unknown as NewEvent);
  return trace;
}

const published = (ms: number, msg: string): Scripted => ({ ms, type: 'app.published', msg, sizeBytes: 60 });
const delivered = (ms: number, msg: string, duplicate = false): Scripted => ({
  ms,
  type: 'app.delivered',
  msg,
  duplicate,
});
const asked = (ms: number): Scripted => ({
  ms,
  type: 'request.issued',
  request: 1,
  method: 'GET',
  target: '/',
  purpose: 'poll',
});
const set = (ms: number, values: Record<string, number>): Scripted => ({
  ms,
  lane: -1,
  type: 'run.intervened',
  what: JSON.stringify({ set: values }),
});

function judge(trace: Trace, ...checks: readonly Check[]): StepJudge {
  return new StepJudge(checks, { trace, lanes: LANES, settings: DEFAULT_SETTINGS });
}

function only({ results }: Judgement): CheckResult {
  const [result] = results;
  if (!result || results.length > 1) throw new Error('not one result');
  return result;
}

/** What the check says at `ms`. */
function at(trace: Trace, check: Check, ms: number, entered: Entered = NOTHING_ENTERED): CheckResult {
  return only(judge(trace, check).at(fromMs(ms), entered));
}

const DELIVERED = { event: 'app.delivered', lane: null, where: {} } as const;
const withMsg = (msg: string): Where => ({ msg: { kind: 'is', oneOf: [msg] } });

describe('events', () => {
  const trace = traceOf(delivered(100, '1'), { ...delivered(200, '2'), lane: 1 }, delivered(1200, '3'));

  test('"some" passes from the first event that matches, in its lane', () => {
    const check: Check = { id: 'a', kind: 'some', match: { ...DELIVERED, where: withMsg('2') } };
    expect(at(trace, check, 199).status).toBe('fail');
    expect(at(trace, check, 200).status).toBe('pass');
    const elsewhere: Check = { ...check, match: { ...check.match, lane: 'polling' } };
    expect(at(trace, elsewhere, 5000).status).toBe('fail');
  });

  test('"count" names the first event too many', () => {
    const check: Check = { id: 'a', kind: 'count', match: DELIVERED, bounds: { atMost: 1 }, withinMs: null };
    expect(at(trace, check, 150)).toMatchObject({ status: 'pass', value: 1, event: null });
    expect(at(trace, check, 250)).toMatchObject({ status: 'fail', value: 2, event: 1 });
  });

  test('"count" within a span counts the last events only', () => {
    const check: Check = { id: 'a', kind: 'count', match: DELIVERED, bounds: { atLeast: 2 }, withinMs: 500 };
    expect(at(trace, check, 300)).toMatchObject({ status: 'pass', value: 2 });
    expect(at(trace, check, 1200)).toMatchObject({ status: 'fail', value: 1 });
  });

  test('"order" wants both, the one before the other', () => {
    const first = { ...DELIVERED, where: withMsg('1') };
    const last = { ...DELIVERED, where: withMsg('3') };
    expect(at(trace, { id: 'a', kind: 'order', before: first, after: last }, 1100).status).toBe('fail');
    expect(at(trace, { id: 'a', kind: 'order', before: first, after: last }, 1200).status).toBe('pass');
    expect(at(trace, { id: 'a', kind: 'order', before: last, after: first }, 1200)).toMatchObject({
      status: 'fail',
      event: 0,
    });
  });
});

describe('messages', () => {
  const sequence: Check = { id: 'a', kind: 'sequence', lane: 'polling', of: 'feed', from: 1, through: 3 };

  test('"sequence" passes once all are there, whatever comes between and after', () => {
    const trace = traceOf(
      delivered(1, '1'),
      delivered(2, 'u1'),
      delivered(3, '2'),
      delivered(4, '1', true),
      delivered(5, '3'),
      delivered(6, '9'),
    );
    expect(at(trace, sequence, 4).status).toBe('fail');
    expect(at(trace, sequence, 5).status).toBe('pass');
    expect(at(trace, sequence, 6).status).toBe('pass');
  });

  test('"sequence" fails for good at a gap, and names the delivery behind it', () => {
    const trace = traceOf(delivered(1, '1'), delivered(2, '3'), delivered(3, '2'), delivered(4, '3'));
    expect(at(trace, sequence, 4)).toMatchObject({ status: 'fail', event: 1 });
  });

  test('"sequence" may be of what was published besides the feed', () => {
    const check: Check = { id: 'a', kind: 'sequence', lane: 'polling', of: 'published', from: 1, through: 2 };
    expect(at(traceOf(delivered(1, 'x1'), delivered(2, '2')), check, 9).status).toBe('fail');
    expect(at(traceOf(delivered(1, 'x1'), delivered(2, '9'), delivered(3, 'x2')), check, 9).status).toBe(
      'pass',
    );
  });

  test('"unique" names the first duplicate, in its lane', () => {
    const check: Check = { id: 'a', kind: 'unique', lane: 'polling' };
    const trace = traceOf(
      delivered(1, '1'),
      { ...delivered(2, '1', true), lane: 1 },
      delivered(3, '1', true),
    );
    expect(at(trace, check, 2).status).toBe('pass');
    expect(at(trace, check, 3)).toMatchObject({ status: 'fail', event: 2 });
  });
});

describe('state', () => {
  test('"setting" follows every change', () => {
    const check: Check = { id: 'a', kind: 'setting', setting: 'polling.intervalMs', bounds: { atMost: 500 } };
    const trace = traceOf(set(10, { 'polling.intervalMs': 400 }), set(20, { 'polling.intervalMs': 900 }));
    expect([5, 10, 20].map((ms) => at(trace, check, ms).status)).toEqual(['fail', 'pass', 'fail']);
    expect(at(trace, check, 20)).toMatchObject({ event: 1, value: 900 });
  });

  test('"client" looks at the last state', () => {
    const check: Check = { id: 'a', kind: 'client', lane: 'sse', state: 'open' };
    const states = ['connecting', 'open', 'connecting'].map((state, i) => ({
      ms: i,
      lane: 1,
      type: 'client.state',
      state,
    }));
    expect([0, 1, 2].map((ms) => at(traceOf(...states), check, ms).status)).toEqual(['fail', 'pass', 'fail']);
  });
});

describe('metrics', () => {
  const metric = (
    kind: Extract<Check, { kind: 'metric' }>['metric'],
    atMost: number,
    overMs: number | null,
  ): Check => ({
    id: 'a',
    kind: 'metric',
    lane: 'polling',
    metric: kind,
    bounds: { atMost },
    overMs,
  });

  test('say nothing before the window is full', () => {
    const trace = traceOf(published(100, '1'), delivered(200, '1'));
    const check = metric('meanDelayMs', 1000, 500);
    expect(at(trace, check, 499)).toMatchObject({ status: 'waiting', readyAt: fromMs(500) });
    expect(at(trace, check, 500)).toMatchObject({ status: 'pass', value: 100 });
  });

  test('start anew at each change of a setting', () => {
    const trace = traceOf(
      published(100, '1'),
      delivered(200, '1'),
      set(600, { 'polling.intervalMs': 400 }),
      published(700, '2'),
      delivered(1000, '2'),
    );
    const check = metric('meanDelayMs', 1000, 500);
    expect(at(trace, check, 1099)).toMatchObject({ status: 'waiting', readyAt: fromMs(1100) });
    expect(at(trace, check, 1100)).toMatchObject({ status: 'pass', value: 300 });
  });

  test('count an undelivered message by its age: not asking is not fresh', () => {
    const trace = traceOf(published(100, '1'), delivered(110, '1'), published(200, '2'));
    expect(at(trace, metric('meanDelayMs', 100, 1000), 1000)).toMatchObject({
      status: 'fail',
      value: (10 + 800) / 2,
      event: 2,
    });
  });

  test('requests a minute do not depend on where the window ends', () => {
    const trace = traceOf(...Array.from({ length: 60 }, (_, i) => asked(i * 2900)));
    const rates = Array.from({ length: 30 }, (_, i) => {
      const { value } = at(trace, metric('requestsPerMinute', 20, 30_000), 60_000 + i * 100);
      return value;
    });
    expect(new Set(rates)).toEqual(new Set([60_000 / 2900]));
    const exact = traceOf(...Array.from({ length: 60 }, (_, i) => asked(i * 3000)));
    expect(at(exact, metric('requestsPerMinute', 20, 30_000), 60_000)).toMatchObject({
      status: 'pass',
      value: 20,
    });
  });

  test('forget what has left the window', () => {
    const duplicates = traceOf(delivered(100, '1', true), delivered(200, '1', true));
    const check = metric('duplicates', 0, 1000);
    expect(at(duplicates, check, 1150)).toMatchObject({ status: 'fail', value: 1, event: 1 });
    expect(at(duplicates, check, 1200)).toMatchObject({ status: 'pass', value: 0 });
    expect(at(duplicates, metric('duplicates', 0, null), 1200)).toMatchObject({ status: 'fail', value: 2 });
  });

  test('a message is lost when its lane has closed for good', () => {
    const closed = { type: 'client.state', state: 'closed' };
    const trace = traceOf(published(10, '1'), delivered(20, '1'), published(30, '2'), { ms: 40, ...closed });
    expect(at(trace, metric('lost', 0, null), 39)).toMatchObject({ status: 'pass', value: 0 });
    expect(at(trace, metric('lost', 0, null), 40)).toMatchObject({ status: 'fail', value: 1, event: 2 });
  });

  test('a message is lost when a later one came before it, unless a state stands in its place', () => {
    const trace = traceOf(
      ...['1', '2', '3'].map((msg) => published(10, msg)),
      delivered(20, '1'),
      delivered(30, '3'),
      { ms: 40, type: 'app.snapshot', through: '2', messages: 1 },
    );
    expect(at(trace, metric('lost', 0, null), 29)).toMatchObject({ status: 'pass', value: 0 });
    expect(at(trace, metric('lost', 0, null), 30)).toMatchObject({ status: 'fail', value: 1, event: 1 });
    expect(at(trace, metric('lost', 0, null), 40)).toMatchObject({ status: 'pass', value: 0 });
  });
});

describe('what was entered', () => {
  const empty = new Trace();
  const wrote = (text: string): Entered => ({ ...NOTHING_ENTERED, text });

  test('an answer is waited for, then right or wrong', () => {
    const check: Check = { id: 'a', kind: 'answer', option: 'more' };
    const answers = [null, 'more', 'less'].map(
      (answer) => at(empty, check, 0, { ...NOTHING_ENTERED, answer }).status,
    );
    expect(answers).toEqual(['waiting', 'pass', 'fail']);
  });

  test('an item is waited for, then in its bucket or not', () => {
    const check: Check = { id: 'a', kind: 'sorted', item: 'syn', bucket: 'tcp' };
    const sorted = [{}, { syn: 'tcp' }, { syn: 'ip' }].map(
      (buckets) => at(empty, check, 0, { ...NOTHING_ENTERED, buckets }).status,
    );
    expect(sorted).toEqual(['waiting', 'pass', 'fail']);
  });

  test('an event without its blank line does not fire', () => {
    const check: Check = { id: 'a', kind: 'sse', item: 'event', where: {}, bounds: { atLeast: 1 } };
    expect(at(empty, check, 0, wrote('data: hi\n')).status).toBe('fail');
    expect(at(empty, check, 0, wrote('data: hi\n\n')).status).toBe('pass');
  });

  test('events can be asked for by name, data and number of lines', () => {
    const where: Where = {
      type: { kind: 'is', oneOf: ['price'] },
      lines: { kind: 'bounds', bounds: { atLeast: 2, atMost: 2 } },
    };
    const check: Check = { id: 'a', kind: 'sse', item: 'event', where, bounds: { atLeast: 1 } };
    expect(at(empty, check, 0, wrote('event: price\ndata: 1\ndata: 2\n\n')).status).toBe('pass');
    // The range is of the text, not of its octets.
    const text = 'data: 价\n\nevent: price\ndata: 1\n\n';
    expect(at(empty, check, 0, wrote(text))).toMatchObject({
      status: 'fail',
      range: { from: 0, to: 'data: 价\n\n'.length },
    });
  });

  test('comments and fields can be asked for, too', () => {
    const comment: Check = { id: 'a', kind: 'sse', item: 'comment', where: {}, bounds: { atLeast: 1 } };
    const field: Check = {
      id: 'a',
      kind: 'sse',
      item: 'field',
      where: { name: { kind: 'is', oneOf: ['id'] } },
      bounds: { atMost: 0 },
    };
    expect(at(empty, comment, 0, wrote(': ping\n')).status).toBe('pass');
    expect(at(empty, comment, 0, wrote('data: ping\n')).status).toBe('fail');
    expect(at(empty, field, 0, wrote('data: 1\n\n')).status).toBe('pass');
    expect(at(empty, field, 0, wrote('id: 1\n\n'))).toMatchObject({
      status: 'fail',
      range: { from: 0, to: 6 },
    });
  });
});

describe('the judgement', () => {
  const fresh: Check = { id: 'fresh', kind: 'some', match: { ...DELIVERED, where: withMsg('2') } };
  const few: Check = { id: 'few', kind: 'count', match: DELIVERED, bounds: { atMost: 2 }, withinMs: null };
  const trace = traceOf(delivered(100, '1'), delivered(250, '2'), delivered(2000, '3'));

  test('names the first check that fails', () => {
    expect(judge(trace, few, fresh).at(fromMs(100), NOTHING_ENTERED).failing?.id).toBe('fresh');
    expect(judge(trace, few, fresh).at(fromMs(3000), NOTHING_ENTERED).failing).toMatchObject({
      id: 'few',
      event: 2,
    });
  });

  test('remembers when all passed at once, however rarely it is asked', () => {
    const { passedAt, failing } = judge(trace, few, fresh).at(fromMs(60_000), NOTHING_ENTERED);
    expect(passedAt).toBe(fromMs(300));
    expect(failing?.id).toBe('few');
  });

  test('going back starts over', () => {
    const one = judge(trace, few, fresh);
    one.at(fromMs(3000), NOTHING_ENTERED);
    expect(one.at(fromMs(200), NOTHING_ENTERED)).toMatchObject({ passedAt: null, failing: { id: 'fresh' } });
  });

  test('inverted, what passed fails, and what waits still waits', () => {
    const waits: Check = {
      id: 'waits',
      kind: 'metric',
      lane: 'polling',
      metric: 'duplicates',
      bounds: { atMost: 0 },
      overMs: 60_000,
    };
    const judged = { trace, lanes: LANES, settings: DEFAULT_SETTINGS };
    const { results } = new StepJudge([fresh, few, waits], judged, () => true).at(
      fromMs(300),
      NOTHING_ENTERED,
    );
    expect(results.map(({ status }) => status)).toEqual(['fail', 'fail', 'waiting']);
  });

  test('read bit by bit says the same as read at once', () => {
    const checks: Check[] = [
      fresh,
      few,
      { id: 'unique', kind: 'unique', lane: 'polling' },
      { id: 'sequence', kind: 'sequence', lane: 'polling', of: 'feed', from: 1, through: 4 },
      ...(['meanDelayMs', 'p95DelayMs', 'requestsPerMinute', 'duplicates', 'lost'] as const).map(
        (metric): Check => ({
          id: metric,
          kind: 'metric',
          lane: 'polling',
          metric,
          bounds: { atMost: 5 },
          overMs: 700,
        }),
      ),
    ];
    const event = fc.record({ gap: fc.nat(400), msg: fc.integer({ min: 1, max: 6 }), kind: fc.nat(3) });
    const looks = fc.array(fc.nat(5000), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), looks, (events, times) => {
        let ms = 0;
        const seen = new Set<number>();
        const random = traceOf(
          ...events.map(({ gap, msg, kind }) => {
            ms += gap;
            if (kind === 0) return published(ms, String(msg));
            if (kind === 1) return asked(ms);
            if (kind === 2) return set(ms, { 'polling.intervalMs': 100 + msg });
            const again = seen.has(msg);
            seen.add(msg);
            return delivered(ms, String(msg), again);
          }),
        );
        const onTheWay = judge(random, ...checks);
        for (const time of times.sort((a, b) => a - b)) {
          const t = (time * 1000) as SimTime;
          const { results } = judge(random, ...checks).at(t, NOTHING_ENTERED);
          expect(onTheWay.at(t, NOTHING_ENTERED).results).toEqual(results);
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
