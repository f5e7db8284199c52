/** Where on the stage the things are that a lesson's prose points at. Pixels of the plot, like the layout. */
import type { LanePart, PointTarget } from '#course/points.ts';
import type { Band, Frame } from './frame.ts';
import { lastInterval } from './interval-handle.ts';
import type { LaneScene } from './lane-scene.ts';
import type { Scene } from './scene.ts';
import type { Span } from './spans.ts';

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PointInput {
  readonly target: PointTarget;
  readonly scene: Scene;
  readonly frame: Frame;
  /** The window: its start and length in microseconds. */
  readonly from: number;
  readonly spanUs: number;
  readonly playhead: number;
  /** Ids of the lanes by their place. */
  readonly lanes: readonly string[];
  /** Time between two polls of each lane. */
  readonly intervalsUs: readonly number[];
}

/** How far the light reaches beyond a thing. */
const RIM_PX = 5;
/** More lights than this would be a pattern and no pointer: the newest are meant. */
const MOST = 12;

/** What to light up; empty where the target is not on the stage, or nothing of it is in view. */
export function pointRects(input: PointInput): readonly Rect[] {
  const { target, frame, playhead } = input;
  if (target.kind === 'stage') {
    if (target.part === null) return [box(0, frame.width, frame.gridTop, frame.gridBottom)];
    if (target.part === 'axis') return [box(0, frame.width, 0, frame.gridTop)];
    const at = xOf(input, playhead);
    return at < 0 || at > frame.width ? [] : [box(at, at, frame.gridTop, frame.gridBottom)];
  }
  if (target.kind !== 'lane') return [];
  const lane = input.lanes.indexOf(target.lane);
  const band = frame.bands[lane];
  const scene = input.scene.lanes[lane];
  if (!band || !scene) return [];
  if (target.part === null) return [box(0, frame.width, band.client, band.server)];
  return partRects(target.part, input, band, scene, input.intervalsUs[lane] ?? 0);
}

function partRects(
  part: LanePart,
  input: PointInput,
  band: Band,
  lane: LaneScene,
  intervalUs: number,
): readonly Rect[] {
  const { frame, playhead } = input;
  const { client, server } = band;
  const { radius, fontPx } = frame;
  switch (part) {
    case 'client':
      return [box(0, frame.width, client, client)];
    case 'server':
      return [box(0, frame.width, server, server)];
    case 'published':
      return spans(input, lane.messages.items, ({ start }) => [start, start], server - 4, server + fontPx);
    case 'delivered':
      return spans(
        input,
        lane.messages.items.filter(({ end }) => end <= playhead),
        ({ end }) => [end, end],
        client - 2 * radius - 4,
        client,
        radius,
      );
    case 'waits':
      return spans(
        input,
        lane.messages.items.filter(({ start, end, oneWayUs }) => end - start > 1.5 * oneWayUs),
        ({ start, end }) => [start, Math.min(end, playhead)],
        client,
        server,
      );
    case 'requests':
      return spans(
        input,
        lane.polls.items,
        ({ start, end }) => [start, Math.min(end, playhead)],
        client,
        server,
      );
    case 'empty':
      return spans(
        input,
        lane.polls.items.filter(
          ({ purpose, brought, end }) =>
            (purpose === 'poll' || purpose === 'long-poll') && brought === 0 && end <= playhead,
        ),
        ({ start, end }) => [start, end],
        client,
        server,
      );
    case 'held':
      return spans(
        input,
        lane.polls.items.filter(({ purpose, askedAt }) => purpose === 'long-poll' && askedAt <= playhead),
        ({ askedAt, answeredAt }) => [askedAt, Math.min(answeredAt, playhead)],
        server,
        server,
      );
    case 'losses':
      return spans(
        input,
        lane.flights.items.filter(({ outcome, end }) => outcome === 'lost' && end <= playhead),
        ({ start, end }) => [start, end],
        client,
        server,
      );
    case 'interval': {
      const span = lastInterval(lane, playhead, intervalUs);
      return span ? clip(input, [box(xOf(input, span.from), xOf(input, span.to), client, server)]) : [];
    }
  }
}

function xOf({ frame, from, spanUs }: PointInput, t: number): number {
  return ((t - from) / spanUs) * frame.width;
}

function box(left: number, right: number, top: number, bottom: number): Rect {
  return {
    left: left - RIM_PX,
    top: top - RIM_PX,
    width: right - left + 2 * RIM_PX,
    height: bottom - top + 2 * RIM_PX,
  };
}

/** A box for each stretch that the window shows, the newest only where there are many. */
function spans<T extends Span>(
  input: PointInput,
  items: readonly T[],
  times: (item: T) => readonly [number, number],
  top: number,
  bottom: number,
  aside = 0,
): readonly Rect[] {
  const { from, spanUs, playhead } = input;
  const shown = items.filter((item) => {
    const [start, end] = times(item);
    return start <= Math.min(playhead, from + spanUs) && end >= from;
  });
  const boxes = shown.slice(-MOST).map((item) => {
    const [start, end] = times(item);
    return box(xOf(input, start) - aside, xOf(input, end) + aside, top, bottom);
  });
  return clip(input, boxes);
}

/** As far as the plot goes. */
function clip({ frame }: PointInput, boxes: readonly Rect[]): readonly Rect[] {
  return boxes.flatMap((one) => {
    const left = Math.max(one.left, -RIM_PX);
    const right = Math.min(one.left + one.width, frame.width + RIM_PX);
    return right > left ? [{ ...one, left, width: right - left }] : [];
  });
}
