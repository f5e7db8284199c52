/**
 * The strip under the lanes: what one lane's sender has in hand, on the lanes' axis of time. Rows from the top: its
 * values in words (HTML), window and segments in flight, time-out, the line's queue. Pixels of the plot.
 */
import type { SenderSteps, SendStep } from '#trace/send-state.ts';
import type { QueueStep } from '#trace/line-queue.ts';
import { formatDelay } from '#words/format.ts';
import type { Frame, FrameKind } from './frame.ts';
import { isInside, Room, textBox } from './labels.ts';
import type { MarkList, Shape } from './marks.ts';

export interface Strip {
  readonly top: number;
  readonly bottom: number;
  /** Height of the words. */
  readonly headPx: number;
  readonly chart: { readonly top: number; readonly bottom: number };
  /** Middle of the row of time-outs. */
  readonly rtoY: number;
  readonly queue: { readonly top: number; readonly bottom: number };
}

/** What is drawn in it. */
export interface SenderPicture {
  readonly strip: Strip;
  readonly shape: Shape;
  readonly senders: readonly SenderSteps[];
  readonly queue: readonly QueueStep[];
  /** What the rows are called, where no names stand beside them. */
  readonly names: { readonly cwnd: string; readonly rto: string } | null;
}

/** Payload octets of a full segment: unsent octets count as so many segments. */
const SEGMENT_BYTES = 1448;

interface Heights {
  /** Clear of the numbers under the last lane. */
  readonly gap: number;
  readonly head: number;
  readonly chart: number;
  readonly rto: number;
  readonly queue: number;
  readonly foot: number;
}

function heightsOf(kind: FrameKind, fontPx: number): Heights {
  const low = kind === 'compact';
  return {
    gap: low ? 0 : 0.6 * fontPx,
    // In the phone's narrow plot the words take two lines.
    head: (kind === 'phone' ? 5 : 2) * fontPx,
    chart: (low ? 2.1 : 2.7) * fontPx,
    rto: (low ? 1.3 : 1.6) * fontPx,
    queue: (low ? 0.9 : 1.1) * fontPx,
    foot: 0.4 * fontPx,
  };
}

export function stripHeight(kind: FrameKind, fontPx: number): number {
  const { gap, head, chart, rto, queue, foot } = heightsOf(kind, fontPx);
  return Math.ceil(gap + head + chart + rto + queue + foot);
}

/** Height that a lane must keep, in lines of text. */
const LEAST_LANE: Readonly<Record<FrameKind, number>> = {
  full: 4.5,
  compact: 2.75,
  projector: 3.2,
  phone: 0,
};

/** Whether a stage of this height has room for the strip besides its axis and lanes. */
export function hasRoom(kind: FrameKind, fontPx: number, height: number, lanes: number): boolean {
  const axis = (kind === 'full' ? 4 : 3) * fontPx;
  return height - axis - stripHeight(kind, fontPx) >= lanes * LEAST_LANE[kind] * fontPx;
}

/** The strip at the foot of a stage of this height. */
export function layStrip(kind: FrameKind, fontPx: number, bottom: number): Strip {
  const { gap, head, chart, rto, foot } = heightsOf(kind, fontPx);
  const top = bottom - stripHeight(kind, fontPx) + gap;
  const chartTop = top + head;
  const rtoTop = chartTop + chart;
  return {
    ...{ top, bottom, headPx: head, chart: { top: chartTop, bottom: rtoTop } },
    rtoY: rtoTop + rto / 2,
    queue: { top: rtoTop + rto, bottom: bottom - foot },
  };
}

/** The lanes' frame with grid and playhead led on through the strip. */
export function withStrip(frame: Frame, { bottom }: Strip): Frame {
  return { ...frame, height: bottom, gridBottom: bottom };
}

interface Task {
  readonly picture: SenderPicture;
  readonly frame: Frame;
  readonly playhead: number;
  readonly list: MarkList;
  readonly x: (t: number) => number;
  readonly measure: (text: string, bold: boolean) => number;
  readonly room: Room;
}

export function laySender(input: Omit<Task, 'room'>): void {
  const { picture, frame, list } = input;
  const { strip, senders, queue } = picture;
  const task = { ...input, room: new Room() };
  const k = frame.stroke;
  list.line(0, strip.top, frame.width, strip.top, 'hair', k);
  list.line(0, strip.chart.bottom, frame.width, strip.chart.bottom, 'rail', k);
  const most = Math.max(1, ...senders.flatMap(({ steps }) => steps.map(scaleOf)));
  for (const sender of senders) {
    layWindow(task, sender, most);
    layTimeouts(task, sender);
  }
  layQueue(task, queue);
}

/** What the chart must have room for: what waits for the window only as far as it shows that there is some. */
function scaleOf({ cwnd, inFlightSegments, unsentBytes }: SendStep): number {
  const waiting = Math.ceil(unsentBytes / SEGMENT_BYTES);
  return Math.max(cwnd, inFlightSegments + Math.min(waiting, cwnd / 2));
}

/** From when to when a step holds, in pixels; those that fall on one pixel are one. */
function* stretches<T extends { readonly t: number }>(
  { x, playhead, frame }: Task,
  steps: readonly T[],
  end: number,
): Generator<readonly [T, number, number]> {
  const stop = Math.min(x(Math.min(end, playhead)), frame.width);
  let from = Number.NEGATIVE_INFINITY;
  for (const [i, step] of steps.entries()) {
    const next = steps[i + 1];
    const left = Math.max(0, x(step.t), from);
    const right = Math.min(stop, next ? x(next.t) : stop);
    if (next && right - left < 0.5) continue;
    from = right;
    if (right >= left) yield [step, left, right];
  }
}

function rectangle(left: number, top: number, right: number, bottom: number): number[] {
  return [left, top, right, top, right, bottom, left, bottom];
}

/** Segments in flight as an area, what waits on top of them, and the window as a line over both. */
function layWindow(task: Task, { steps, end }: SenderSteps, most: number): void {
  const { list, frame, picture } = task;
  const { top, bottom } = picture.strip.chart;
  const y = (segments: number): number => bottom - (Math.min(segments, most) / most) * (bottom - top);
  const flying: number[][] = [];
  const waiting: number[][] = [];
  let before: number | null = null;
  let name = picture.names ? `${picture.names.cwnd} ` : '';
  for (const [step, left, right] of stretches(task, steps, end)) {
    const { cwnd, inFlightSegments, unsentBytes } = step;
    const [level, line] = [y(inFlightSegments), y(cwnd)];
    if (inFlightSegments > 0) flying.push(rectangle(left, level, right, bottom));
    const unsent = Math.ceil(unsentBytes / SEGMENT_BYTES);
    if (unsent > 0) waiting.push(rectangle(left, y(inFlightSegments + unsent), right, level));
    if (before !== null && before !== line) list.line(left, before, left, line, 'ink', frame.stroke);
    list.line(left, line, right, line, 'ink', frame.stroke);
    if (before !== line) {
      layNumber(task, name + String(cwnd), left, line);
      name = '';
    }
    before = line;
  }
  if (waiting.length > 0) list.add({ kind: 'tint', polygons: waiting, ink: picture.shape, alpha: 1 });
  if (flying.length > 0) list.add({ kind: 'tint', polygons: flying, ink: picture.shape, alpha: 3.2 });
}

/** The window's size where it changes, under its line or, low in the chart, above it. */
function layNumber({ list, frame, picture, measure, room }: Task, text: string, x: number, y: number): void {
  const { fontPx } = frame;
  const { top, bottom } = picture.strip.chart;
  const below = y + fontPx * 1.2 < bottom || y - fontPx < top - fontPx * 0.3;
  const at = y + (below ? 0.68 : -0.62) * fontPx;
  const box = textBox(x + 4, at, measure(text, false), fontPx, 'left');
  if (!isInside(box, frame.width) || !room.isFree(box)) return;
  room.take(box);
  list.add({
    ...{ kind: 'text', x: x + 4, y: at, text, align: 'left', ink: 'ink2', bold: false, alpha: 1 },
    halo: true,
  });
}

/** Each time-out as a bracket over the time in which it was in force, with its length. */
function layTimeouts(task: Task, { steps, end }: SenderSteps): void {
  const { list, frame, picture, measure, room } = task;
  const y = picture.strip.rtoY;
  const named = steps.map(({ t, rtoMs }) => ({ t, text: formatDelay(rtoMs * 1000) }));
  const changes = named.filter(({ text }, i) => text !== named[i - 1]?.text);
  let name = picture.names ? `${picture.names.rto} ` : '';
  for (const [{ text: length }, left, right] of stretches(task, changes, end)) {
    const text = name + length;
    const k = frame.stroke;
    list.line(left, y, right, y, 'ink3', k);
    if (left > 0) list.line(left, y - 4 * k, left, y + 4 * k, 'ink3', k);
    const width = measure(text, false);
    const at = left + 8 + width / 2;
    const box = textBox(at, y, width, frame.fontPx, 'center');
    if (right - left < width + 16 || !room.isFree(box)) continue;
    name = '';
    room.take(box);
    list.add({
      ...{ kind: 'text', x: at, y, text, align: 'center', ink: 'ink2', bold: false, alpha: 1, halo: true },
    });
  }
}

/** Packets that wait for the line's rate as bars, their greatest number in words. */
function layQueue(task: Task, queue: readonly QueueStep[]): void {
  const { list, frame, picture, measure, room } = task;
  const { top, bottom } = picture.strip.queue;
  list.line(0, bottom, frame.width, bottom, 'hair', frame.stroke);
  const most = Math.max(1, ...queue.map(({ packets }) => packets));
  const bars: number[][] = [];
  let peak: readonly [number, number] | null = null;
  for (const [{ packets }, left, right] of stretches(task, queue, Infinity)) {
    if (packets === 0) continue;
    bars.push(rectangle(left, bottom - (packets / most) * (bottom - top), right, bottom));
    if (packets > (peak?.[1] ?? 0)) peak = [left, packets];
  }
  if (bars.length > 0) list.add({ kind: 'tint', polygons: bars, ink: 'ink2', alpha: 3.2 });
  if (!peak) return;
  const text = String(peak[1]);
  const box = textBox(peak[0] - 4, (top + bottom) / 2, measure(text, false), frame.fontPx, 'right');
  if (box.left < 0 || !room.isFree(box)) return;
  list.add({
    ...{ kind: 'text', x: peak[0] - 4, y: (top + bottom) / 2, text, align: 'right', ink: 'ink2' },
    ...{ bold: false, alpha: 1, halo: true },
  });
}
