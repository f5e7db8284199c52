/** Where the states of a client stand in their picture, and the arrows among them. Coordinates are the picture's own. */
import type { ClientView } from '#trace/client-view.ts';

export type Phase = NonNullable<ClientView['phase']>['phase'];

export const WIDTH = 234;
export const HEIGHT = 54;
export const NODE = { width: 66, height: 19 } as const;

const COLUMNS = [10, 88, 166] as const;
const ROWS = [1, 29] as const;

/** Left upper corners: the way to a connection above, what comes of losing it below. */
export const NODES: Readonly<Record<Phase, readonly [x: number, y: number]>> = {
  connecting: [COLUMNS[0], ROWS[0]],
  open: [COLUMNS[1], ROWS[0]],
  suspect: [COLUMNS[2], ROWS[0]],
  waiting: [COLUMNS[0], ROWS[1]],
  offline: [COLUMNS[1], ROWS[1]],
  closed: [COLUMNS[2], ROWS[1]],
};

export const PHASES = Object.keys(NODES) as readonly Phase[];

const middle = (column: 0 | 1 | 2): number => COLUMNS[column] + NODE.width / 2;
const UPPER_END = ROWS[0] + NODE.height;
const BETWEEN = (UPPER_END + ROWS[1]) / 2;
const LOWER_END = ROWS[1] + NODE.height;
const LEFT = 3;

/** Paths without heads: losing a connection from any state, and coming back from a wait. */
export const LINES: readonly string[] = [
  `M${String(middle(0))} ${String(BETWEEN)}H${String(middle(2))}`,
  ...([0, 1, 2] as const).map(
    (column) => `M${String(middle(column))} ${String(UPPER_END)}V${String(BETWEEN)}`,
  ),
  `M${String(middle(1))} ${String(LOWER_END)}v4H${String(LEFT)}V${String(ROWS[0] + NODE.height / 2)}`,
  `M${String(COLUMNS[0])} ${String(ROWS[1] + NODE.height / 2)}H${String(LEFT)}`,
];

/** Short arrows, as [from, to]. */
export const ARROWS: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[] = [
  [LEFT, ROWS[0] + NODE.height / 2, COLUMNS[0], ROWS[0] + NODE.height / 2],
  [COLUMNS[0] + NODE.width, ROWS[0] + NODE.height / 2, COLUMNS[1], ROWS[0] + NODE.height / 2],
  [COLUMNS[1] + NODE.width, ROWS[0] + 6, COLUMNS[2], ROWS[0] + 6],
  [COLUMNS[2], ROWS[0] + 13, COLUMNS[1] + NODE.width, ROWS[0] + 13],
  ...([0, 1, 2] as const).map((column) => [middle(column), BETWEEN, middle(column), ROWS[1]] as const),
];

/** The head of an arrow at its end, as a path. */
export function headOf([x1, y1, x2, y2]: (typeof ARROWS)[number]): string {
  const [dx, dy] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
  const [back, side] = [4, 2.5];
  const points = [1, -1].map(
    (k) => `${String(x2 - dx * back + dy * side * k)} ${String(y2 - dy * back + dx * side * k)}`,
  );
  return `M${String(x2)} ${String(y2)}L${points.join('L')}Z`;
}

/** How much of a wait is still to come at `now`, from 1 to 0. */
export function shareLeft({ since, until }: NonNullable<ClientView['phase']>, now: number): number {
  if (until === null || until <= since) return 0;
  return Math.min(1, Math.max(0, (until - now) / (until - since)));
}
