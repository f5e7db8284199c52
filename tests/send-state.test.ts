/** What the sender has in hand, read off the trace, against what TCP and the line said when they did it. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import type { SettingKey } from '#lab/settings.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { NO_EVENT, type Direction, type EventOf, type EventType } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';
import { SendState } from '#trace/send-state.ts';

const race = ensure(SCENARIOS[0], 'scenario');
const DIRECTIONS = ['up', 'down'] as const;

const LINES: readonly (readonly [string, Partial<Record<SettingKey, number>>])[] = [
  ['the default line', {}],
  ['loss', { 'net.up.lossPct': 8, 'net.down.lossPct': 8, 'feed.messageBytes': 5000 }],
  [
    'a slow line with jitter and loss',
    {
      ...{ 'net.down.rateKbit': 50, 'net.up.rateKbit': 20, 'net.down.jitterMs': 40, 'net.up.jitterMs': 40 },
      ...{ 'net.down.lossPct': 5, 'feed.messageBytes': 900 },
    },
  ],
];

async function play(settings: Partial<Record<SettingKey, number>>): Promise<LabRun> {
  const run = new LabRun(recipeOf(race, { settings: { ...race.settings, ...settings } }), inPageTransport);
  await run.runTo(fromS(30));
  return run;
}

function all<T extends EventType>(trace: Trace, type: T, lane: number, dir: Direction): EventOf<T>[] {
  const found: EventOf<T>[] = [];
  for (let id = 0; id < trace.length; id++) {
    const event = trace.at(id);
    if (event.type === type && event.lane === lane && 'dir' in event && event.dir === dir)
      found.push(event as EventOf<T>);
  }
  return found;
}

function stateOf(trace: Trace, lane: number, dir: Direction): SendState {
  const state = new SendState(trace, lane, dir);
  state.extend();
  return state;
}

test.each(LINES)(
  'what TCP said it had in flight is what was sent and not acknowledged, on %s',
  async (_, line) => {
    const run = await play(line);
    let checked = 0;
    for (const lane of race.lanes.keys())
      for (const dir of DIRECTIONS) {
        const state = stateOf(run.trace, lane, dir);
        const heard = new Set(
          all(run.trace, 'segment.received', lane, dir === 'up' ? 'down' : 'up').map(({ t }) => t),
        );
        const sent = all(run.trace, 'segment.sent', lane, dir);
        for (const [i, { t, conn, len, original, inFlightBytes }] of sent.entries()) {
          const before = state.at(t - 1);
          if (heard.has(t) || before?.conn !== conn || sent[i - 1]?.t === t || sent[i + 1]?.t === t) continue;
          const fresh = original === NO_EVENT ? len : 0;
          expect(before.inFlightBytes + fresh).toBe(inFlightBytes);
          checked++;
        }
      }
    expect(checked).toBeGreaterThan(20);
    run.dispose();
  },
);

test('the line’s queue is known while its packets are under way', async () => {
  const run = await play(ensure(LINES[2], 'slow line')[1]);
  const { trace } = run;
  let waiting = 0;
  for (const lane of race.lanes.keys())
    for (const dir of DIRECTIONS) {
      const whole = stateOf(trace, lane, dir);
      const grown = new Trace();
      const growing = new SendState(grown, lane, dir);
      for (let id = 0; id < trace.length; id++) {
        const event = trace.at(id);
        grown.append(event);
        growing.extend();
        if (event.type !== 'segment.sent' || event.lane !== lane) continue;
        // Of packets that are sent at one instant the last one counts them all.
        if (id + 1 < trace.length && trace.at(id + 1).t === event.t) continue;
        expect(growing.queuedAt(event.t)).toBe(whole.queuedAt(event.t));
        waiting = Math.max(waiting, whole.queuedAt(event.t));
      }
    }
  expect(waiting).toBeGreaterThan(2);
  run.dispose();
});

test('the queue is what the arrivals say it was', async () => {
  const run = await play(ensure(LINES[2], 'slow line')[1]);
  const lane = race.lanes.length - 1;
  const state = stateOf(run.trace, lane, 'down');
  const waits = all(run.trace, 'segment.received', lane, 'down').map(({ sent, queueUs }) => {
    const from = run.trace.at(sent).t;
    return { from, until: from + queueUs };
  });
  const last = waits.at(-1)?.from ?? 0;
  for (let t = 0; t < last - 5e6; t += 50_001)
    expect(state.queuedAt(t)).toBe(waits.filter(({ from, until }) => from <= t && t < until).length);
  run.dispose();
});
