/** The list of marks that the layout makes, the painter paints and the pointer picks from. Pixels of the plot. */
import type { EventId, MsgId } from '#trace/events.ts';
import type { SessionView } from '#state/contract.ts';
import { distance, inside, type Polygon } from './geometry.ts';

export type Shape = SessionView['lanes'][number]['transport'];
/** A colour by its meaning; the theme has its value. */
export type Ink = 'paper' | 'ink' | 'ink2' | 'ink3' | 'rail' | 'hair' | 'red' | Shape;
export type Align = 'left' | 'center' | 'right';

export interface Line {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
  readonly ink: Ink;
  readonly alpha: number;
  readonly dash: readonly number[] | null;
  /** Two thin lines with paper between them: it brought nothing. */
  readonly hollow: boolean;
}

export type Mark =
  | Line
  /** The union of some polygons, in the tint of a wait. */
  | {
      readonly kind: 'tint';
      readonly polygons: readonly Polygon[];
      readonly ink: Ink;
      readonly alpha: number;
    }
  | {
      readonly kind: 'hatch';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly alpha: number;
      /** The hatching moves with this x. */
      readonly anchor: number;
    }
  | {
      readonly kind: 'glyph';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly shape: Shape;
      readonly alpha: number;
    }
  | {
      readonly kind: 'cross';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly alpha: number;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly align: Align;
      readonly ink: Ink;
      readonly bold: boolean;
      readonly alpha: number;
      /** A rim of paper, where it stands on other marks. */
      readonly halo: boolean;
    };

/** What a mark stands for. `event` is a `segment.sent`, a `pdu.sent`, `app.published` or `app.delivered`. */
export interface Pick {
  readonly lane: number;
  readonly msg: MsgId | null;
  readonly event: EventId | null;
  /** Where the card about it points to. */
  readonly x: number;
  readonly y: number;
}

type Target =
  | { readonly at: 'spot'; readonly pick: Pick; readonly reach: number }
  | {
      readonly at: 'line';
      readonly pick: Pick;
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
    }
  | { readonly at: 'area'; readonly pick: Pick; readonly polygon: Polygon };

/** How far from a mark a pointer still means it. */
const SLACK = 7;

export class MarkList {
  readonly marks: Mark[] = [];
  #targets: Target[] = [];

  add(mark: Mark): void {
    this.marks.push(mark);
  }

  line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    ink: Ink,
    width: number,
    more: Partial<Line> = {},
  ): void {
    this.marks.push({
      ...{ kind: 'line', x1, y1, x2, y2, ink, width, alpha: 1, dash: null, hollow: false },
      ...more,
    });
  }

  spot(pick: Pick, reach: number): void {
    this.#targets.push({ at: 'spot', pick, reach });
  }

  along(pick: Pick, x1: number, y1: number, x2: number, y2: number): void {
    this.#targets.push({ at: 'line', pick, x1, y1, x2, y2 });
  }

  within(pick: Pick, polygon: Polygon): void {
    this.#targets.push({ at: 'area', pick, polygon });
  }

  /** Where a mark of a selected or hovered thing is: that of its event, else one of its message; null when not shown. */
  find(what: Omit<Pick, 'x' | 'y' | 'lane'> & { readonly lane: number | null }): Pick | null {
    if (what.lane === null) return null;
    let best: Pick | null = null;
    let bestScore = 0;
    for (const { pick } of this.#targets) {
      if (pick.lane !== what.lane) continue;
      const sameMessage = pick.msg !== null && pick.msg === what.msg;
      const score =
        pick.event !== null && pick.event === what.event
          ? pick.msg === what.msg
            ? 3
            : 2
          : what.event === null && sameMessage
            ? 1
            : 0;
      if (score <= bestScore) continue;
      best = pick;
      bestScore = score;
    }
    return best;
  }

  /** What stands nearest to `x` of what has its mark between 0 and `width`; a dot before the stroke that led to it. */
  nearest(x: number, width: number): Pick | null {
    let best: Pick | null = null;
    let bestDistance = Infinity;
    for (const target of this.#targets) {
      if (target.at === 'area') continue;
      const { pick } = target;
      if (pick.x < 0 || pick.x > width) continue;
      const away = target.at === 'spot' ? Math.abs(pick.x - x) : Math.abs(target.x2 - x) + 1;
      if (away >= bestDistance) continue;
      best = pick;
      bestDistance = away;
    }
    return best;
  }

  /** Whether nothing but requests held open reaches into the stretch between 0 and `width`. */
  isEmpty(width: number): boolean {
    const crosses = (a: number, b: number): boolean => Math.min(a, b) <= width && Math.max(a, b) >= 0;
    return !this.#targets.some((target) => {
      if (target.at === 'spot') return crosses(target.pick.x, target.pick.x);
      if (target.at === 'line') return target.y1 !== target.y2 && crosses(target.x1, target.x2);
      const xs = target.polygon.filter((_, i) => i % 2 === 0);
      return crosses(Math.min(...xs), Math.max(...xs));
    });
  }

  /** What a point means: the nearest spot, else the nearest line, else the topmost area. */
  pick(x: number, y: number): Pick | null {
    let best: Pick | null = null;
    let bestDistance = Infinity;
    for (const target of this.#targets) {
      let away = Infinity;
      if (target.at === 'spot') {
        const from = Math.hypot(x - target.pick.x, y - target.pick.y);
        if (from <= target.reach + SLACK) away = from - 1000;
      } else if (target.at === 'line') {
        const from = distance(x, y, target.x1, target.y1, target.x2, target.y2);
        if (from <= SLACK) away = from;
      } else if (inside(target.polygon, x, y)) away = 1000;
      if (away < bestDistance || (away === bestDistance && away === 1000)) {
        best = target.pick;
        bestDistance = away;
      }
    }
    return best;
  }
}
