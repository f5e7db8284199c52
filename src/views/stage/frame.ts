/**
 * Where the bands stand. Coordinates are CSS pixels of the plot: x from its left edge, y from the top of the stage,
 * the axis included. The numbers are those of design/mock/README.md, "Grids" and "Type, space, strokes".
 */

export type FrameKind = 'full' | 'compact' | 'projector' | 'phone';

/** The rails of one lane. */
export interface Band {
  readonly top: number;
  readonly client: number;
  readonly server: number;
  /** One of the phone's low lanes: one mark a delivery, no published numbers. */
  readonly slim: boolean;
  /** Numbers and delays stand beside the dots. */
  readonly labels: boolean;
  /** Numbers stand under the published ticks. */
  readonly numbers: boolean;
}

export interface Frame {
  readonly kind: FrameKind;
  readonly width: number;
  readonly height: number;
  /** Middle of the axis labels. */
  readonly axisY: number;
  /** Where grid and playhead begin and end. */
  readonly gridTop: number;
  readonly gridBottom: number;
  /** The strip under the axis in which the regions of the line stand. */
  readonly line: { readonly top: number; readonly bottom: number };
  readonly bands: readonly Band[];
  readonly fontPx: number;
  /** Factor of every stroke width. */
  readonly stroke: number;
  /** Radius of a circle; the other shapes have equal weight. */
  readonly radius: number;
  /** From one dot of a stack to the next. */
  readonly pitch: number;
}

export interface FrameOptions {
  readonly kind: FrameKind;
  readonly width: number;
  readonly height: number;
  readonly lanes: number;
  readonly fontPx: number;
  /** Phone: the lane that is tall. */
  readonly openLane: number;
}

/** What the page gives to the stage. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly lanes: number;
  /** The window is too low for more than the lowest bands. */
  readonly low: boolean;
  /** It stands on a wall. */
  readonly wall: boolean;
  /** The drawer is open. */
  readonly compact: boolean;
}

const PHONE_PX = 640;

/** Beside an open drawer few lanes may still have all they need. */
export function kindFor({ width, height, lanes, low, wall, compact }: Room): FrameKind {
  if (low && width > 480) return 'compact';
  if (width < PHONE_PX && width > 0) return 'phone';
  if (wall) return 'projector';
  return (height - 36) / lanes < (compact ? 200 : 84) ? 'compact' : 'full';
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Where the phone's first lane begins: under a strip that a finger finds. */
const PHONE_TOP = 52;

/** The phone's height for so many lanes: one tall band, the others slim. */
export function phoneHeight(lanes: number): number {
  return PHONE_TOP + 142 + Math.max(0, lanes - 1) * 64 + 8;
}

const LOWEST_BAND = 33;
/** Axis and strip together. */
const COMPACT_AXIS = 36;

/** The height in a very low window: bands as low as they go. */
export function lowHeight(lanes: number): number {
  return COMPACT_AXIS + 10 + lanes * LOWEST_BAND;
}

/** Lower ones, in heights of the type, have no room for published numbers above the next lane's dots. */
const TIGHT_BAND_EM = 3.8;

/** A lane alone, or two, have the stage to themselves; four at the desk stay as low as the eye can compare. */
function highestBand(kind: FrameKind, lanes: number): number {
  if (kind === 'projector') return lanes === 1 ? 720 : 400;
  if (kind === 'compact') return 240;
  return lanes === 1 ? 560 : lanes === 2 ? 320 : 240;
}

/** From the client's rail to the server's, at the desk: higher, and a stroke's slope says less. */
function highestRails(lanes: number): number {
  return lanes === 1 ? 192 : lanes === 2 ? 108 : 72;
}

export function layFrame({ kind, width, height, lanes, fontPx, openLane }: FrameOptions): Frame {
  const count = Math.max(1, lanes);
  const axis = kind === 'projector' ? fontPx * 3 : kind === 'compact' ? COMPACT_AXIS : 46;
  const axisY = kind === 'projector' ? fontPx * 0.8 : kind === 'compact' ? 9 : 14;
  const stroke = kind === 'projector' ? 2.2 : 1;
  const radius = kind === 'projector' ? fontPx * 0.393 : kind === 'full' ? 5 : 4.5;
  const gridTop = axisY + fontPx * 0.9;
  const line = { top: gridTop, bottom: kind === 'phone' ? PHONE_TOP - 2 : axis - 2 };
  const common = { kind, width, height, axisY, fontPx, stroke, radius, gridTop, line };
  if (kind === 'phone') {
    const bands: Band[] = [];
    let top = PHONE_TOP;
    for (let lane = 0; lane < count; lane++) {
      const slim = lane !== openLane;
      const client = top + (slim ? 36 : 62);
      bands.push({ top, client, server: client + (slim ? 16 : 50), slim, labels: true, numbers: !slim });
      top += slim ? 64 : 142;
    }
    return { ...common, bands, pitch: 13, gridBottom: top };
  }
  // Under the last server rail stand the numbers of the published messages.
  const tight = kind === 'projector' && (height - axis) / count < TIGHT_BAND_EM * fontPx;
  const foot = fontPx * (tight ? 1.7 : kind === 'compact' ? 0.7 : 0.3);
  const band = clamp(
    (height - axis - foot) / count,
    kind === 'compact' ? LOWEST_BAND : 40,
    highestBand(kind, count),
  );
  const share = kind === 'projector' ? 0.455 : 0.4;
  const apart = kind === 'projector' ? band * 0.29 : clamp(band * 0.4, 20, highestRails(count));
  const bands: Band[] = Array.from({ length: count }, (_, lane) => {
    const top = axis + lane * band;
    const client = top + band * share;
    const numbers = (kind !== 'compact' && !tight) || lane === count - 1;
    return { top, client, server: client + apart, slim: false, labels: kind !== 'compact', numbers };
  });
  const last = bands.at(-1);
  return {
    ...common,
    bands,
    pitch: kind === 'compact' ? 9 : kind === 'projector' ? fontPx * 1.1 : 14,
    gridBottom: (last?.server ?? height) + 10 * stroke,
  };
}
