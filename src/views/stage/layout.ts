/**
 * From a scene and a window of time to marks. Spaces: virtual time in microseconds, and pixels of the plot (frame.ts).
 * Nothing later than the playhead is shown: what is under way ends on the playhead line.
 */
import { tickStep, ticks } from 'd3-array';
import type { SessionView } from '#state/contract.ts';
import type { MsgId } from '#trace/events.ts';
import { formatClock, THIN } from '#words/format.ts';
import type { StageWords } from '#words/types-stage.ts';
import type { Frame } from './frame.ts';
import { isInside, Room, textBox } from './labels.ts';
import { layDots } from './layout-dots.ts';
import { layFlights } from './layout-flights.ts';
import { layRails, layTints, laySelectedPath } from './layout-rails.ts';
import type { LaneTask } from './lane-task.ts';
import { MarkList, type Mark, type Pick, type Shape } from './marks.ts';
import { changesOf, type Region } from './region.ts';
import { gapFor, layRegions, middleOf } from './region-marks.ts';
import type { Scene, Visible } from './scene.ts';
import { laySender, type SenderPicture } from './sender-strip.ts';
import type { Span } from './spans.ts';

/** How much detail: whole messages, labelled protocol data units, or every segment. */
export type Level = 'messages' | 'frames' | 'segments';

export interface LayoutInput {
  readonly scene: Scene;
  /** Stretches in which the line is, was or will be worse. */
  readonly regions: readonly Region[];
  readonly frame: Frame;
  /** The window: its start and length. */
  readonly from: number;
  readonly spanUs: number;
  readonly playhead: number;
  readonly level: Level;
  readonly shapes: readonly Shape[];
  readonly selection: SessionView['selection'];
  readonly hovered: SessionView['selection'];
  readonly words: StageWords;
  /** What one lane's sender has in hand, where that is shown. */
  readonly sender?: SenderPicture | null;
  /** Width in pixels of a text in the stage's type. */
  readonly measure: (text: string, bold: boolean) => number;
}

export interface Layout {
  readonly marks: readonly Mark[];
  pick(x: number, y: number): Pick | null;
  find(what: SessionView['selection']): Pick | null;
  /** What stands nearest to this x. */
  nearest(x: number): Pick | null;
  /** Nothing happens in the window, whatever may be waiting. */
  readonly empty: boolean;
}

/** The level that suits a window: from three seconds on messages, below 0.8 s segments. */
export function levelFor(spanUs: number): Level {
  return spanUs > 3_000_000 ? 'messages' : spanUs >= 800_000 ? 'frames' : 'segments';
}

/** The selection as far as the window shows it: what has left it must not dim what is there. */
function inWindow({ selection, from, spanUs }: LayoutInput, visible: Visible): LayoutInput['selection'] {
  const { msg } = selection;
  const here = (span: Span & { readonly msg: MsgId }): boolean =>
    span.msg === msg && span.end >= from && span.start <= from + spanUs;
  if (msg === null || visible.lanes.some((lane) => lane.messages.some(here) || lane.upward.some(here)))
    return selection;
  return { ...selection, msg: null };
}

export function layStage(asked: LayoutInput): Layout {
  const { scene, frame, from, spanUs, playhead } = asked;
  const list = new MarkList();
  const x = (t: number): number => ((t - from) / spanUs) * frame.width;
  // A stroke may have begun before the window and a label stand a little outside it.
  const visible = scene.visible(from - spanUs * 0.1, Math.min(playhead, from + spanUs * 1.05));
  const input = { ...asked, selection: inWindow(asked, visible) };
  const room = new Room();
  layGrid(input, list, x, room);
  const regionLabels = layRegions(input, list, x, room);
  layChanges(input, visible, list, x, room);
  const tasks = visible.lanes.flatMap((lane, index): LaneTask[] => {
    const band = frame.bands[index];
    const shape = input.shapes[index];
    return band && shape ? [{ input, list, room, lane: index, band, shape, visible: lane, x }] : [];
  });
  for (const task of tasks) {
    layTints(task, visible.outages);
    layRails(task);
    layFlights(task);
  }
  if (input.sender) laySender({ ...input, picture: input.sender, list, x });
  layPublishLine(input, list, x);
  layPlayhead(input, list, x);
  for (const label of regionLabels) list.add(label);
  for (const task of tasks) {
    laySelectedPath(task);
    layDots(task);
  }
  return {
    marks: list.marks,
    pick: (px, py) => list.pick(px, py),
    find: (what) => list.find(what),
    nearest: (px) => list.nearest(px, frame.width),
    empty: list.isEmpty(frame.width),
  };
}

/** The axis in seconds: its ends, how many ticks there is room for, and the decimals that tell them apart. */
function axisOf(
  frame: Frame,
  from: number,
  spanUs: number,
): {
  readonly start: number;
  readonly end: number;
  readonly wanted: number;
  readonly decimals: number;
} {
  const start = Math.max(0, from) / 1e6;
  const end = (from + spanUs) / 1e6;
  const wanted = Math.max(2, frame.width / (frame.fontPx * 7.6));
  const step = tickStep(start, end, wanted);
  return { start, end, wanted, decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

/** The playhead's instant, no coarser than the ticks about it. */
function nowText(playhead: number, decimals: number): string {
  const usual = formatClock(playhead);
  const exact = `${(playhead / 1e6).toFixed(decimals)}${THIN}s`;
  return exact.length > usual.length ? exact : usual;
}

function layGrid(
  { frame, from, spanUs, playhead }: LayoutInput,
  list: MarkList,
  x: (t: number) => number,
  room: Room,
): void {
  const { start, end, wanted, decimals } = axisOf(frame, from, spanUs);
  const now = nowText(playhead, decimals).length * frame.fontPx * 0.62;
  room.take(textBox(x(playhead), frame.axisY, now, frame.fontPx, 'center'));
  let first = true;
  for (const s of ticks(start, end, wanted)) {
    const at = x(s * 1e6);
    list.line(at, frame.gridTop, at, frame.gridBottom, 'hair', 1);
    const text = s.toFixed(decimals) + (first ? `${THIN}s` : '');
    const half = text.length * frame.fontPx * 0.3;
    if (at < Math.min(half, 10) || at < half - 6 || at > frame.width - 4) continue;
    first = false;
    const box = textBox(at, frame.axisY, 2 * half, frame.fontPx, 'center');
    if (!room.isFree(box)) continue;
    list.add({
      ...{ kind: 'text', x: at, y: frame.axisY, text, align: 'center', ink: 'ink3' },
      ...{ bold: false, alpha: 1, halo: false },
    });
  }
}

function layChanges(
  { frame, playhead, words, measure }: LayoutInput,
  visible: Visible,
  list: MarkList,
  x: (t: number) => number,
  room: Room,
): void {
  const y = middleOf(frame);
  for (const change of visible.changes) {
    if (change.start > playhead) continue;
    const text = changeText(change.what, words);
    if (text === null) continue;
    const at = x(change.start);
    list.line(at, frame.gridTop, at, frame.gridBottom, 'ink3', frame.stroke, { dash: [1, 3] });
    const box = textBox(at + 4, y, measure(text, false), frame.fontPx, 'left');
    if (!isInside(box, frame.width) || !room.isFree(box)) continue;
    room.take(box);
    list.add(gapFor(box, frame));
    list.add({
      ...{ kind: 'text', x: at + 4, y, text, align: 'left', ink: 'ink2', bold: false, alpha: 1, halo: true },
    });
  }
}

/** What an intervention set, in words; null when there is nothing to say beside the line. */
function changeText(what: string, words: StageWords): string | null {
  const { set = {}, ...other } = JSON.parse(what) as { readonly set?: Record<string, number> };
  for (const mishap of ['restart', 'sleep'] as const) if (mishap in other) return words.mishap[mishap];
  return changesOf(set, words)[0] ?? null;
}

/** One dotted line through all lanes at the instant when the selected message was published. */
function layPublishLine(
  { scene, frame, selection, playhead }: LayoutInput,
  list: MarkList,
  x: (t: number) => number,
): void {
  if (selection.msg === null) return;
  for (const lane of scene.lanes) {
    const message = lane.message(selection.msg);
    if (!message || message.start > playhead) continue;
    const at = x(message.start);
    list.line(at, frame.gridTop, at, frame.gridBottom, 'ink', 1.25 * frame.stroke, { dash: [1.5, 3] });
    return;
  }
}

function layPlayhead(
  { frame, from, spanUs, playhead }: LayoutInput,
  list: MarkList,
  x: (t: number) => number,
): void {
  const at = x(playhead);
  const width = (frame.kind === 'projector' ? 1.8 : 1.5) * frame.stroke;
  list.line(at, frame.gridTop, at, frame.gridBottom, 'ink', width);
  const text = nowText(playhead, axisOf(frame, from, spanUs).decimals);
  const half = text.length * frame.fontPx * 0.31;
  const middle = Math.min(Math.max(at, half), Math.max(half, frame.width - half));
  if (at < -half || at > frame.width + half) return;
  list.add({
    ...{ kind: 'text', x: middle, y: frame.axisY, text, align: 'center', ink: 'ink' },
    ...{ bold: true, alpha: 1, halo: false },
  });
}
