/** The strip of the line, and the regions of the run as an underlay of all lanes. Virtual microseconds to pixels. */
import type { Frame } from './frame.ts';
import { textBox, type Box, type Room } from './labels.ts';
import type { LayoutInput } from './layout.ts';
import type { Line, Mark, MarkList } from './marks.ts';
import { endOf, factOfRegion, type Region } from './region.ts';

/** What is still to come is drawn fainter than what was. */
const AHEAD = 0.5;
/** Half a lane shows less of the hatching. */
const IN_HALF = 1.5;
/** A worse line is a wash under the lanes, fainter than any wait. */
const WASH = 0.3;

interface Place {
  readonly left: number;
  readonly right: number;
  /** The playhead, between them: what stands right of it is to come. */
  readonly now: number;
}

type X = (t: number) => number;

/** The middle of the strip. */
export function middleOf({ line }: Frame): number {
  return (line.top + line.bottom) / 2;
}

function placeOf(region: Region, playhead: number, x: X): Place {
  const [left, right] = [x(region.at), x(endOf(region))];
  return { left, right, now: Math.min(right, Math.max(left, x(playhead))) };
}

/** Top and bottom of what is hatched: everything, or the half of each lane in which packets of that direction set out. */
function halves(dir: 'both' | 'up' | 'down', frame: Frame): readonly (readonly [number, number])[] {
  if (dir === 'both') return [[frame.gridTop, frame.gridBottom]];
  const strip = [frame.line.top, frame.line.bottom] as const;
  const lanes = frame.bands.map(({ client, server }) => {
    const middle = (client + server) / 2;
    return dir === 'up' ? ([client, middle] as const) : ([middle, server] as const);
  });
  return [strip, ...lanes];
}

function layArea(region: Region, frame: Frame, { left, right, now }: Place, list: MarkList): void {
  const parts = [
    { x: left, width: now - left, alpha: 1 },
    { x: now, width: right - now, alpha: AHEAD },
  ].filter(({ width }) => width > 0);
  for (const { x, width, alpha } of parts) {
    if ('outage' in region) {
      const deeper = alpha * (region.outage === 'both' ? 1 : IN_HALF);
      for (const [top, bottom] of halves(region.outage, frame))
        list.add({ kind: 'hatch', x, y: top, width, height: bottom - top, alpha: deeper, anchor: left });
    } else {
      const [from, to] = [Math.max(-8, x), Math.min(frame.width + 8, x + width)];
      const { gridTop: top, gridBottom: bottom } = frame;
      const polygon = [from, top, to, top, to, bottom, from, bottom];
      list.add({ kind: 'tint', polygons: [polygon], ink: 'ink3', alpha: alpha * WASH });
    }
  }
}

function layEdges(region: Region, frame: Frame, { left, right, now }: Place, list: MarkList): void {
  for (const at of [left, right]) {
    if (at < -4 || at > frame.width + 4) continue;
    const alpha = at <= now && now > left ? 1 : AHEAD;
    if ('outage' in region)
      list.line(at, frame.gridTop, at, frame.gridBottom, 'red', 1.25 * frame.stroke, { alpha });
    else list.line(at, frame.gridTop, at, frame.gridBottom, 'ink3', frame.stroke, { alpha, dash: [4, 3] });
  }
}

/** The line stops where words stand on it: else it would strike them out. */
export function gapFor({ left, right }: Box, frame: Frame): Line {
  const y = middleOf(frame);
  return {
    ...{ kind: 'line', x1: left + 1, y1: y, x2: right - 1, y2: y, width: 2 * frame.stroke },
    ...{ ink: 'paper', alpha: 1, dash: null, hollow: false },
  };
}

/** What the region is, as far as there is room between the hand's marks at its ends. */
function labelOf(
  region: Region,
  { frame, words, measure }: LayoutInput,
  place: Place,
  room: Room,
): readonly Mark[] {
  const bold = 'outage' in region;
  const y = middleOf(frame);
  const fact = factOfRegion(region, words);
  const [from, to] = [Math.max(0, place.left), Math.min(frame.width, place.right)];
  const x = (from + to) / 2;
  for (const text of [words.region.label(fact, region.ms * 1000), words.region.brief(fact)]) {
    const width = measure(text, bold);
    const box = textBox(x, y, width, frame.fontPx, 'center');
    if (to - from < width + frame.fontPx * 1.5 || !room.isFree(box)) continue;
    room.take(box);
    const ink = bold ? 'red' : 'ink2';
    const label = { kind: 'text', x, y, text, align: 'center', ink, bold, alpha: 1, halo: true } as const;
    return [gapFor(box, frame), label];
  }
  return [];
}

/** The hand's marks, at the ends of a region or about a thin one (region.ts), are no place for words. */
function takeGrips(frame: Frame, { left, right }: Place, room: Room): void {
  const { fontPx } = frame;
  const y = middleOf(frame);
  if (right - left < 4 * fontPx) room.take(textBox((left + right) / 2, y, 4 * fontPx, fontPx, 'center'));
  else for (const at of [left, right]) room.take(textBox(at, y, fontPx * 0.8, fontPx, 'center'));
}

/** The line itself: whole where it carries, broken where nothing gets through either way. */
function layLine(places: readonly Place[], frame: Frame, list: MarkList): void {
  const y = middleOf(frame);
  let from = 0;
  for (const { left, right } of [...places].sort((a, b) => a.left - b.left)) {
    if (left > from) list.line(from, y, Math.min(left, frame.width), y, 'hair', frame.stroke);
    from = Math.max(from, right);
  }
  if (from < frame.width) list.line(from, y, frame.width, y, 'hair', frame.stroke);
}

/** Returns the labels: they stand on all that crosses the strip. */
export function layRegions(input: LayoutInput, list: MarkList, x: X, room: Room): readonly Mark[] {
  const { frame, playhead, regions } = input;
  const placed = regions.map((region) => ({ region, place: placeOf(region, playhead, x) }));
  const dead = placed.filter(({ region }) => 'outage' in region && region.outage === 'both');
  layLine(
    dead.map(({ place }) => place),
    frame,
    list,
  );
  return placed.flatMap(({ region, place }) => {
    if (place.right < 0 || place.left > frame.width) return [];
    layArea(region, frame, place, list);
    layEdges(region, frame, place, list);
    takeGrips(frame, place, room);
    return labelOf(region, input, place, room);
  });
}
