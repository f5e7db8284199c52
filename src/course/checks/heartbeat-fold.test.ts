import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { DEFAULT_SETTINGS } from '#lab/settings-parse.ts';
import type { ClientPhaseChanged, NewEvent } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import { NOTHING_ENTERED, type Bounds } from './check.ts';
import type { HeartbeatCheck } from './heartbeat-fold.ts';
import { StepJudge, type CheckResult } from './judge.ts';

type Scripted = Readonly<Record<string, unknown>> & { readonly ms: number };

const LANES = [{ id: 'ws', transport: 'ws' }] as const;

const phase = (ms: number, to: ClientPhaseChanged['phase']): Scripted => ({
  ms,
  type: 'client.phase',
  phase: to,
  attempt: 1,
  until: -1,
});
const line = (ms: number, dir: string, outage: boolean): Scripted => ({
  ms,
  type: 'net.changed',
  dir,
  link: { outage },
});
const cut = (ms: number): Scripted[] => [line(ms, 'up', true), line(ms, 'down', true)];
const mended = (ms: number): Scripted[] => [line(ms, 'up', false), line(ms, 'down', false)];

function at(
  ms: number,
  metric: HeartbeatCheck['metric'],
  bounds: Bounds,
  events: readonly Scripted[],
  overMs: number | null = null,
): CheckResult | undefined {
  const trace = new Trace();
  for (const { ms: t, ...event } of events)
    trace.append({ lane: 0, ...event, t: fromMs(t) } as unknown as NewEvent);
  const check = { id: 'a', kind: 'metric', lane: 'ws', metric, bounds, overMs } as const;
  const judge = new StepJudge([check], { trace, lanes: LANES, settings: DEFAULT_SETTINGS });
  return judge.at(fromMs(ms), NOTHING_ENTERED).results[0];
}

test('"detectMs" runs from the cut to the moment the client gives up', () => {
  const events = [
    phase(100, 'open'),
    ...cut(1000),
    phase(4000, 'suspect'),
    phase(6000, 'waiting'),
    ...mended(9000),
  ];
  expect(at(20_000, 'detectMs', { atMost: 5000 }, events)).toMatchObject({ status: 'pass', value: 5000 });
});

test('"detectMs" counts a cut that nobody has noticed by its age, then by its length, and names it', () => {
  const events = [phase(100, 'open'), ...cut(1000), ...mended(9000)];
  const found = at(4000, 'detectMs', { atMost: 5000 }, events);
  expect(found).toMatchObject({ status: 'pass', value: 3000 });
  expect(at(20_000, 'detectMs', { atMost: 5000 }, events)).toMatchObject({
    status: 'fail',
    value: 8000,
    event: 1,
  });
});

test('"detectMs" waits while the line was never cut, and takes a later close for nothing of the kind', () => {
  expect(at(5000, 'detectMs', { atMost: 5000 }, [phase(100, 'open')])?.status).toBe('waiting');
  const events = [phase(100, 'open'), ...cut(1000), ...mended(2000), phase(90_000, 'closed')];
  expect(at(99_000, 'detectMs', { atMost: 5000 }, events)).toMatchObject({ status: 'pass', value: 1000 });
});

test("one dead direction is enough: the answer can't come", () => {
  const events = [
    phase(100, 'open'),
    line(1000, 'down', true),
    phase(2000, 'suspect'),
    phase(3000, 'waiting'),
  ];
  expect(at(9000, 'detectMs', { atMost: 5000 }, events)).toMatchObject({ value: 2000 });
  expect(at(9000, 'falseAlarms', { atMost: 0 }, events)).toMatchObject({ status: 'pass', value: 0 });
});

test('"falseAlarms" counts what was given up though the line was whole since the question', () => {
  const late = [phase(100, 'open'), phase(1000, 'suspect'), phase(1500, 'waiting')];
  expect(at(9000, 'falseAlarms', { atMost: 0 }, late)).toMatchObject({ status: 'fail', value: 1, event: 2 });
  const answered = [phase(100, 'open'), phase(1000, 'suspect'), phase(1200, 'open')];
  expect(at(9000, 'falseAlarms', { atMost: 0 }, answered)).toMatchObject({ status: 'pass', value: 0 });
  // Mended after the question was lost: the client is right to give up.
  const mendedMeanwhile = [
    phase(100, 'open'),
    ...cut(900),
    phase(1000, 'suspect'),
    ...mended(1400),
    phase(1500, 'waiting'),
  ];
  expect(at(9000, 'falseAlarms', { atMost: 0 }, mendedMeanwhile)).toMatchObject({ status: 'pass', value: 0 });
  expect(at(9000, 'detectMs', { atMost: 9000 }, mendedMeanwhile)).toMatchObject({ value: 600 });
});

test('"heartbeatsPerMinute" counts the questions of the window', () => {
  const beats = Array.from({ length: 20 }, (_, i) => [
    phase(5000 * i + 1000, 'suspect'),
    phase(5000 * i + 1100, 'open'),
  ]).flat();
  const found = at(90_000, 'heartbeatsPerMinute', { atMost: 10 }, [phase(100, 'open'), ...beats], 30_000);
  expect(found).toMatchObject({ status: 'fail', value: 12 });
});

test('"heartbeatsPerMinute" leaves out the time without a connection', () => {
  const events = [
    phase(0, 'open'),
    phase(5000, 'suspect'),
    phase(6000, 'waiting'),
    phase(36_000, 'connecting'),
    phase(54_000, 'open'),
  ];
  expect(at(60_000, 'heartbeatsPerMinute', { atMost: 10 }, events)).toMatchObject({ value: 5 });
  // Of the last 8 s two belong to the window's beginning, and six to the connection.
  expect(
    at(60_000, 'heartbeatsPerMinute', { atMost: 10 }, [...events, phase(58_000, 'suspect')], 8000),
  ).toMatchObject({ value: 10 });
});
