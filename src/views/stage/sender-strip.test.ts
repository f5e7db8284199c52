import { expect, test } from 'vitest';
import type { SendStep } from '#trace/send-state.ts';
import { layFrame } from './frame.ts';
import { MarkList, type Mark } from './marks.ts';
import { hasRoom, laySender, layStrip, stripHeight, withStrip, type SenderPicture } from './sender-strip.ts';

const STRIP = layStrip('full', 12, 500);
const lanes = { kind: 'full', width: 1000, lanes: 4, fontPx: 12, openLane: 0 } as const;
const FRAME = withStrip(layFrame({ ...lanes, height: 500 - stripHeight('full', 12) }), STRIP);

const step = (t: number, more: Partial<SendStep> = {}): SendStep => ({
  ...{ t, cwnd: 10, rtoMs: 300, inFlightBytes: 0, inFlightSegments: 0, unsentBytes: 0 },
  ...more,
});

/** One pixel is 1 ms; the window begins at 0. */
function lay(
  steps: readonly SendStep[],
  playhead: number,
  more: Partial<SenderPicture> = {},
): readonly Mark[] {
  const list = new MarkList();
  const senders = [{ conn: 1, end: Infinity, steps }];
  const picture: SenderPicture = { strip: STRIP, shape: 'ws', senders, queue: [], names: null, ...more };
  const measure = (text: string): number => text.length * 6.4;
  laySender({ picture, frame: FRAME, playhead, list, x: (t) => t / 1000, measure });
  return list.marks;
}

function of<K extends Mark['kind']>(marks: readonly Mark[], kind: K): Extract<Mark, { kind: K }>[] {
  return marks.filter((mark): mark is Extract<Mark, { kind: K }> => mark.kind === kind);
}

const texts = (marks: readonly Mark[]): string[] =>
  of(marks, 'text').map(({ text }) => text.replaceAll('\u2009', ' '));

test('it stands under all lanes, inside the stage', () => {
  expect(STRIP.bottom).toBe(500);
  expect(Math.max(...FRAME.bands.map(({ server }) => server))).toBeLessThan(STRIP.top);
  expect([STRIP.chart.top, STRIP.chart.bottom, STRIP.rtoY, STRIP.queue.top, STRIP.queue.bottom]).toEqual(
    [STRIP.chart.top, STRIP.chart.bottom, STRIP.rtoY, STRIP.queue.top, STRIP.queue.bottom].toSorted(
      (a, b) => a - b,
    ),
  );
});

test('a stage that is too low keeps its lanes and has no strip', () => {
  expect(hasRoom('full', 12, 500, 4)).toBe(true);
  expect(hasRoom('projector', 28, 380, 4)).toBe(false);
});

test('the window is a line of steps, with its size where it changes', () => {
  const marks = lay([step(100_000), step(400_000, { cwnd: 1, rtoMs: 600 })], 900_000);
  const line = of(marks, 'line').filter(({ ink }) => ink === 'ink');
  expect(line.map(({ x1, x2 }) => [x1, x2])).toEqual([
    [100, 400],
    [400, 400],
    [400, 900],
  ]);
  expect(line[0]?.y1).toBe(STRIP.chart.top);
  expect(line[2]?.y1).toBeGreaterThan(STRIP.chart.top);
  expect(texts(marks)).toEqual(['10', '1', '300 ms', '600 ms']);
});

test('what is in flight is an area as high as its share of the window; what waits stands on top', () => {
  const marks = lay([step(0, { cwnd: 4, inFlightSegments: 4, unsentBytes: 1448 })], 500_000);
  const [waiting, flying] = of(marks, 'tint');
  const { top, bottom } = STRIP.chart;
  expect(flying?.polygons).toEqual([
    [0, top + (bottom - top) / 5, 500, top + (bottom - top) / 5, 500, bottom, 0, bottom],
  ]);
  expect(waiting?.polygons[0]?.[1]).toBe(top);
  expect(waiting?.alpha).toBeLessThan(flying?.alpha ?? 0);
});

test('shows nothing later than the playhead, and nothing of a connection after its end', () => {
  const steps = [step(100_000, { inFlightSegments: 1 })];
  const rightmost = (marks: readonly Mark[]): number =>
    Math.max(...of(marks, 'tint').flatMap(({ polygons }) => polygons.flat().filter((_, i) => i % 2 === 0)));
  expect(rightmost(lay(steps, 300_000))).toBe(300);
  expect(rightmost(lay(steps, 300_000, { senders: [{ conn: 1, end: 200_000, steps }] }))).toBe(200);
});

test('time-outs that are written alike are one', () => {
  const marks = lay([step(0, { rtoMs: 300 }), step(300_000, { rtoMs: 300.2 })], 900_000);
  expect(texts(marks).filter((text) => text.endsWith('ms'))).toEqual(['300 ms']);
});

test('the queue is bars, the greatest number beside the highest', () => {
  const queue = [
    { t: 100_000, packets: 2 },
    { t: 200_000, packets: 4 },
    { t: 300_000, packets: 0 },
  ];
  const marks = lay([], 900_000, { queue });
  const heights = of(marks, 'tint').flatMap(({ polygons }) =>
    polygons.map((one) => STRIP.queue.bottom - (one[1] ?? 0)),
  );
  expect(heights[1]).toBe(2 * (heights[0] ?? 0));
  expect(texts(marks)).toEqual(['4']);
});

test('where no names stand beside the rows the first label of each has it', () => {
  const names = { cwnd: 'cwnd', rto: 'RTO' };
  expect(texts(lay([step(0), step(500_000, { cwnd: 11 })], 900_000, { names }))).toEqual([
    'cwnd 10',
    '11',
    'RTO 300 ms',
  ]);
});
