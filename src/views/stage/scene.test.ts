import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { Trace } from '#trace/log.ts';
import { Scene } from './scene.ts';
import { mockStory, Story } from './testing/story.ts';

function sceneOf(trace: Trace): Scene {
  const scene = new Scene(4);
  scene.extend(trace);
  return scene;
}

test('folds a trace in pieces to the same scene as at once', () => {
  const whole = mockStory().trace();
  const growing = new Trace();
  const scene = new Scene(4);
  for (let id = 0; id < whole.length; id++) {
    growing.append(whole.at(id));
    if (id % 5 === 0) scene.extend(growing);
  }
  scene.extend(growing);
  expect(scene.visible(0, 1e9)).toEqual(sceneOf(whole).visible(0, 1e9));
});

test('a message waits from its publication until the client has it', () => {
  const message = sceneOf(mockStory().trace()).lanes[0]?.message('1');
  expect(message).toMatchObject({ start: fromMs(700), end: fromMs(2300), oneWayUs: fromMs(150) });
  expect(message?.flight).toMatchObject({ start: fromMs(2150), end: fromMs(2300) });
});

test('a lost segment is tied to the copy that follows it, and the message to the copy', () => {
  const lane = sceneOf(mockStory().trace()).lanes[3];
  const lost = lane?.flights.items.find((flight) => flight.outcome === 'lost');
  expect(lost).toMatchObject({ start: fromMs(2660), end: fromMs(2735), resentAt: fromMs(3160) });
  const brought = lane?.message('4')?.flight;
  expect(brought?.before).toBe(lost);
  expect(brought?.end).toBe(fromMs(3310));
});

test('a PDU that arrives behind a gap is held up at the receiver', () => {
  const pdu = sceneOf(mockStory().trace()).lanes[3]?.pdus.items.find((item) => item.msgs[0] === '5');
  expect(pdu).toMatchObject({ arrivedAt: fromMs(3140), end: fromMs(3310) });
});

test('a long poll is held between its arrival and its answer, an empty poll brings nothing', () => {
  const scene = sceneOf(mockStory().trace());
  expect(scene.lanes[1]?.polls.items[0]).toMatchObject({ askedAt: fromMs(450), answeredAt: fromMs(700) });
  expect(scene.lanes[0]?.polls.items.map((poll) => poll.brought)).toEqual([0, 3, 3, 0, 2]);
});

test('an open stream lights the rails of the sides that may speak', () => {
  const scene = sceneOf(mockStory().trace());
  const lit = (lane: number) => scene.lanes[lane]?.streams.items.map(({ side, start }) => [side, start]);
  expect(lit(2)).toEqual([['server', fromMs(450)]]);
  expect(lit(3)).toEqual([
    ['server', fromMs(450)],
    ['client', fromMs(600)],
  ]);
});

test('an outage of one or both directions is one region', () => {
  const story = new Story();
  story.link(1000, 'up', true);
  story.link(1000, 'down', true);
  story.link(3000, 'up', false);
  story.link(3000, 'down', false);
  expect(sceneOf(story.trace()).outages.items).toMatchObject([{ start: fromMs(1000), end: fromMs(3000) }]);
});

test('shows only what overlaps the window', () => {
  const [lane] = sceneOf(mockStory().trace()).visible(fromMs(5000), fromMs(5900)).lanes;
  expect(lane).toMatchObject({ messages: [], flights: [], polls: [] });
});

test('a packet that the line duplicated arrives when the first copy does', () => {
  const story = new Story();
  story.pdu(1000, 3, 1, 'down', 'ws.frame', ['1']);
  const trace = story.trace();
  const received = Array.from({ length: trace.length }, (_, id) => trace.at(id)).find(
    (event) => event.type === 'segment.received',
  );
  if (!received) throw new Error('nothing was received');
  trace.append({ ...received, t: fromMs(1400) });
  const [flight] = sceneOf(trace).lanes[3]?.flights.items ?? [];
  expect(flight).toMatchObject({ outcome: 'received', end: fromMs(1150), twiceAt: fromMs(1400) });
});
